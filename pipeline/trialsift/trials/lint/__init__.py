"""Faults that a trial's own text has: what a reader of the protocol would have to ask its authors."""

from trialsift.trials.lint.check import RULES, findings

__all__ = ["RULES", "findings"]
