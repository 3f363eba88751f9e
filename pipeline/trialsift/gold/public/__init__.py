"""Public data sets beside the checkout: each as cases of what a text says against what was read from it."""
