"""Diameters of one tumour that stand apart, each with its own axis, are one size.

"Craniocaudal: 71 mm", "AP: 45 mm" on lines of their own, or "7.1 cm (CC), 4.5 x 5.2 cm (axial)": read one by one
the shortest would contradict the longest.
"""

from collections.abc import Sequence
from dataclasses import replace

from trialsift.facts import Fact, TumourSize

_MOST_DIMS = 3


def joined(told: Sequence[tuple[int, Fact, bool]]) -> list[Fact]:
    """The sizes of a note, each with the number of its sentence, those of different axes beside each other made one."""
    made: list[Fact] = []
    last = -1
    for index, fact, _ in told:
        near = made[-2:] if index - last <= 1 else []  # a table has the earlier scan's beside each
        partner = next((one for one in reversed(near) if _belong(one, fact, here=index == last)), None)
        if partner is not None:
            made[made.index(partner)] = _one(partner, fact)
        else:
            made.append(fact)
        last = index
    return made


def _belong(one: Fact, other: Fact, *, here: bool) -> bool:
    """Whether two sizes name different axes and could be one thing's; in one sentence told of one noun the second need name none.

    "The mass is 82 mm craniocaudally; on axial images it is 41 x 38 mm".
    """
    first, second = one.value, other.value
    if not (isinstance(first, TumourSize) and isinstance(second, TumourSize)):
        return False
    same = here and one.evidence[0].start == other.evidence[0].start and not second.axes
    named = bool(first.axes and (second.axes or same)) and not set(first.axes) & set(second.axes)
    few = len(first.dims_mm) + len(second.dims_mm) <= _MOST_DIMS
    return named and few and first.prior == second.prior and first.modality == second.modality


def _one(first: Fact, second: Fact) -> Fact:
    dims = (*first.value.dims_mm, *second.value.dims_mm)
    value = replace(first.value, dims_mm=dims, max_mm=max(dims), axes=(*first.value.axes, *second.value.axes))
    return replace(first, value=value, evidence=(*first.evidence, *second.evidence))
