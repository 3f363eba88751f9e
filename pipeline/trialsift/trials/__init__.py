"""patterns/trials/*.yaml -> Trial: read strictly, every fault with file, line and the nearest known word."""

from trialsift.trials.load import load_trial, trial_files, trial_from

__all__ = ["load_trial", "trial_files", "trial_from"]
