"""From a registry's eligibility text to a draft of a trial file."""
