"""Strong Kleene logic, written as full tables: what is unknown stays unknown unless the rest decides."""

from collections.abc import Iterable, Mapping
from functools import reduce

from trialsift.answers import Truth

AND: Mapping[tuple[Truth, Truth], Truth] = {
    ("yes", "yes"): "yes",         ("yes", "unknown"): "unknown",     ("yes", "no"): "no",
    ("unknown", "yes"): "unknown", ("unknown", "unknown"): "unknown", ("unknown", "no"): "no",
    ("no", "yes"): "no",           ("no", "unknown"): "no",           ("no", "no"): "no",
}  # fmt: skip
OR: Mapping[tuple[Truth, Truth], Truth] = {
    ("yes", "yes"): "yes",     ("yes", "unknown"): "yes",         ("yes", "no"): "yes",
    ("unknown", "yes"): "yes", ("unknown", "unknown"): "unknown", ("unknown", "no"): "unknown",
    ("no", "yes"): "yes",      ("no", "unknown"): "unknown",      ("no", "no"): "no",
}  # fmt: skip
NOT: Mapping[Truth, Truth] = {"yes": "no", "unknown": "unknown", "no": "yes"}


def all_of(truths: Iterable[Truth]) -> Truth:
    """Yes when every one is; no truth at all is unknown, never yes."""
    found = list(truths)
    return reduce(lambda left, right: AND[left, right], found) if found else "unknown"


def any_of(truths: Iterable[Truth]) -> Truth:
    """Yes when one is; no truth at all is unknown, never no."""
    found = list(truths)
    return reduce(lambda left, right: OR[left, right], found) if found else "unknown"


def at_least_of(number: int, truths: Iterable[Truth]) -> Truth:
    """Yes when `number` are yes, no when so many cannot be reached, else unknown."""
    found = list(truths)
    if found.count("yes") >= number:
        return "yes"
    return "unknown" if found and len(found) - found.count("no") >= number else "no" if found else "unknown"
