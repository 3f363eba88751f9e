"""One reading of a note: the main tumour, its final margins and current sizes, as one value a kind.

A kind that the note does not state is left out. What a summary leaves aside, and why, `losers` tells.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from trialsift.extract.node_total import all_nodes
from trialsift.extract.preference import (
    ASKED_RANK,
    PREFERENCES,
    SECTION_RANKS,
    Preference,
    best,
    eligible,
    section_rank,
    why_lost,
)
from trialsift.facts import Fact, Histology, Margin
from trialsift.note import Note
from trialsift.rows import plain

# What the conclusion of a report says in two words where OncoTree has one code for both together.
_BY_SITE: Mapping[tuple[str, str], tuple[str, str]] = {
    ("LMS", "uterus"): ("ULMS", "uterine leiomyosarcoma"),
}
_WORST = ("positive", "close", "negative", "cannot_assess")
_OF_RESIDUAL = {"R0": "negative", "R1": "positive", "R2": "positive", "RX": "cannot_assess"}
# Kinds whose absence is itself a reading ("no necrosis", 0 mitoses in 50 fields); of the others only what is there counts.
_BOTH_WAYS = frozenset({"mitoses", "necrosis", "recurrence", "metastasis", "lymphovascular_invasion"})
# Inside the body's cavities nothing is superficial or deep to the fascia.
_WITHIN = frozenset({"retroperitoneum", "peritoneum_or_visceral", "uterus", "inside_bony_pelvis"})
_ANY_MARGIN = frozenset({"", "all", "closest"})
_SEEN_INVOLVED = frozenset({"margin.touches", "margin.positive"})
_SAME_SIZE_MM = 1.0
SARCOMA_FAMILIES = frozenset({"soft_tissue_sarcoma", "bone_sarcoma", "intermediate_soft_tissue", "gist"})
_MIXED = "carcinosarcoma"  # the family of tumours with a carcinoma and a sarcoma in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Loser:
    """A fact that the summary did not take, and why, in words."""

    fact: Fact
    why: str


def summary_of(facts: Sequence[Fact]) -> dict[str, Any]:
    """The contract's summary of one note's facts; kinds that it does not state are missing.

    A sarcoma of 182 mm in the diagnosis and 180 mm in the gross description gives {"tumour_size": {"max_mm": 182.0, …}}.
    """
    made: dict[str, Any] = {}
    own = _of_the_note(facts)
    for kind, read in _READERS.items():
        if held := _held(own, kind):
            made[kind] = read(held)
    _name_by_site(made)
    return {kind: value for kind, value in made.items() if value}


def summary_rows(note: Note, facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """The line of `extract --summary` for a note; none for a patient record, which is no report."""
    if note.note_type == "patient_record":
        return []
    return [{"note_id": note.note_id, "patient_id": note.patient_id, "summary": summary_of(facts)}]


def losers(facts: Sequence[Fact]) -> list[Loser]:
    """Every fact of a summarised kind that lost, with the reason; margins are joined, so none of them loses."""
    lost: list[Loser] = []
    facts = _of_the_note(facts)
    for kind, preferences in PREFERENCES.items():
        held = _held(facts, kind)
        kept = {id(fact) for fact in held}
        lost += [
            Loser(fact=fact, why=_why_not_held(fact) or "a more specific one is stated")
            for fact in facts
            if fact.kind == kind and id(fact) not in kept
        ]
        if held:
            winner = best(held, preferences)
            lost += [
                Loser(fact=fact, why=why_lost(fact, winner, preferences))
                for fact in held
                if fact is not winner
            ]
    return lost


def _of_the_note(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, those about "another tumour" taken as this one's where the note's own tumour is no sarcoma.

    The kinds look from a sarcoma: in a report of a carcinoma, its grade is the main tumour's.
    """
    tumours = _held(facts, "histology")
    family = best(tumours, PREFERENCES["histology"]).value.family or "" if tumours else ""
    if not family or family in SARCOMA_FAMILIES or family.startswith("benign"):
        return list(facts)
    said = {fact.kind for fact in facts if not _why_not_held(fact)}
    return [fact if fact.kind in said else replace(fact, about="this_tumour") for fact in facts]


def _held(facts: Sequence[Fact], kind: str) -> list[Fact]:
    """The facts of a kind that may speak for the main tumour; a general histology yields to its own kinds."""
    named = [fact for fact in facts if fact.kind == kind]
    held = [fact for fact in named if not _why_not_held(fact)]
    if kind == "margin":
        return _of_tumour_parts(facts, held) + _involved_by_eye(named, held)
    if kind != "histology":
        return held
    held = held or [fact for fact in named if _believed(fact)]
    concluded = [fact.value for fact in held if section_rank(fact) < ASKED_RANK]
    return [fact for fact in held if not any(is_general(fact.value, to=value) for value in concluded)] or held


def _of_tumour_parts(facts: Sequence[Fact], held: Sequence[Fact]) -> list[Fact]:
    """The margins less gross distances in specimen parts that hold no tumour: what is measured there is another thing."""
    named = [fact.part for fact in facts if fact.kind == "histology" and _is_tumour(fact)]
    parts = set(named)
    if not parts or "" in parts:
        return list(held)
    return [fact for fact in held if not (_is_gross(fact) and fact.part and fact.part not in parts)]


def _is_tumour(fact: Fact) -> bool:
    return (
        section_rank(fact) == 0
        and fact.presence != "absent"
        and not (fact.value.family or "").startswith("benign")
    )


def _involved_by_eye(named: Sequence[Fact], held: Sequence[Fact]) -> list[Fact]:
    """A margin that is grossly involved, where no diagnosis says anything of margins: all that the report tells."""
    if any(section_rank(fact) < SECTION_RANKS["gross"] and status_of(fact.value) for fact in held):
        return []
    return [
        fact
        for fact in named
        if fact.evidence[0].section == "gross"
        and fact.value.status == "positive"
        and fact.evidence[0].rule_id in _SEEN_INVOLVED
        and not eligible(replace(fact, presence="present"))
    ]


def is_general(value: Histology, *, to: Histology) -> bool:
    """Whether a tumour type says less than another: "sarcoma" to "leiomyosarcoma", a component to its mixed tumour."""
    if value.code == to.code:
        return False
    mixed = to.family == _MIXED != value.family
    unspecified = value.code.endswith("NOS") and set(value.is_a) <= set(to.is_a)
    return mixed or unspecified or value.code in to.is_a or to.name.endswith(value.name)


def _why_not_held(fact: Fact) -> str:
    if reason := eligible(fact):
        return reason
    if fact.presence == "absent" and fact.kind not in _BOTH_WAYS:
        return "it is denied"
    return ""


def _believed(fact: Fact) -> bool:
    """A conclusion in guarded words ("consistent with leiomyosarcoma") counts when there is no plain one."""
    return (
        eligible(replace(fact, presence="present")) == ""
        and section_rank(fact) < 2
        and fact.presence == "uncertain"
    )


def _histology(held: Sequence[Fact]) -> dict[str, Any]:
    """The type; of equals the one named most often, since look-alikes are named once."""
    named = Counter(fact.value.code for fact in held)
    often = Preference(why="another type is named more often", rank=lambda fact: -named[fact.value.code])
    value = best(held, (*PREFERENCES["histology"], often)).value
    return {"code": value.code, "name": value.name}


def _size(held: Sequence[Fact]) -> dict[str, Any]:
    """The main size, with the dimensions of whichever statement of the same size gives most."""
    chosen = best(held, PREFERENCES["tumour_size"])
    same = [
        fact
        for fact in held
        if abs(fact.value.max_mm - chosen.value.max_mm) <= _SAME_SIZE_MM and not fact.value.prior
    ]
    fullest = max(same or [chosen], key=lambda fact: len(fact.value.dims_mm))
    return {"max_mm": chosen.value.max_mm, "dims_mm": list(fullest.value.dims_mm)}


def _site(held: Sequence[Fact]) -> dict[str, Any]:
    """The site; side and, where there is a fascia, depth come from any statement of the same group when the chosen one has none."""
    named = Counter(fact.value.group for fact in held)
    often = Preference(why="another site is named more often", rank=lambda fact: -named[fact.value.group])
    *first, sided = PREFERENCES["site"]
    value = best(held, (*first, often, sided)).value
    same = [fact.value for fact in held if fact.value.group == value.group]
    side = value.laterality or _only({item.laterality for item in same})
    depth = None if value.group in _WITHIN else value.depth or _only({item.depth for item in same})
    made: dict[str, Any] = plain(replace(value, laterality=side, depth=depth, text=""))
    return made


def _only(found: set[str | None]) -> Any:
    """The one thing that is said, None when nothing or more than one thing is."""
    said = found - {None}
    return said.pop() if len(said) == 1 else None


def _margin(held: Sequence[Fact]) -> dict[str, Any]:
    """The worst of the final margins and the closest distance; what gross or frozen section says only when alone."""
    current = [fact for fact in held if fact.time == "now"] or list(held)
    final = [fact for fact in current if fact.value.final]
    concluded = [fact for fact in final if section_rank(fact) < 2]
    counted = _of_invasive(concluded or final)
    status = _worst_said(counted)
    made: dict[str, Any] = {"status": status} if status else {}
    distances = _distances([*counted, *_measured_by_eye(current, beside=counted)])
    if distances and status != "positive":
        made["distance_mm"] = min(distances)
    residuals = {fact.value.residual for fact in counted} - {None}
    return made | ({"residual": max(residuals)} if residuals and made else {})


def _of_invasive(counted: Sequence[Fact]) -> list[Fact]:
    """The margins of the invasive tumour; what an in situ part reaches counts only when nothing else is told."""
    own = [fact for fact in counted if "(in situ)" not in fact.value.name]
    return own if any(status_of(fact.value) for fact in own) else list(counted)


def _worst_said(counted: Sequence[Fact]) -> str | None:
    """The worst status; one that only a short distance suggests yields where words call that margin negative.

    A millimetre measured by eye leaves the status to the microscope.
    """
    freed = [fact.value for fact in counted if not _is_inferred(fact) and fact.value.status == "negative"]
    said = {
        status_of(fact.value)
        for fact in counted
        if not (
            _is_inferred(fact) and (_is_gross(fact) or any(_covers(value, fact.value) for value in freed))
        )
    }
    return next((word for word in _WORST if word in said), None)


def _is_inferred(fact: Fact) -> bool:
    """Whether "close" is what a distance of up to a millimetre suggests and nobody's word."""
    return fact.evidence[0].rule_id == "margin.distance" and fact.value.status == "close"


def _covers(freed: Margin, close: Margin) -> bool:
    """Whether a statement about margins takes in another: all of them, or one of the same name."""
    return bool(_names(freed) & {"", "all"}) or bool(_names(freed) & _names(close))


def _measured_by_eye(held: Sequence[Fact], *, beside: Sequence[Fact]) -> list[Fact]:
    """Gross distances of margins that the diagnosis does not measure itself.

    A distance of "the closest margin" speaks for all of them.
    """
    measured = [fact for fact in beside if fact.value.distance_mm is not None]
    told = {name for fact in measured for name in _names(fact.value)}
    if told & _ANY_MARGIN:
        return []
    taken = told | _ANY_MARGIN if told else told
    return [
        fact for fact in held if fact not in beside and _is_gross(fact) and not _names(fact.value) & taken
    ]


def _is_gross(fact: Fact) -> bool:
    return SECTION_RANKS["gross"] <= section_rank(fact) < ASKED_RANK


def _names(value: Margin) -> frozenset[str]:
    return frozenset(word.strip() for word in value.name.split(","))


def _distances(facts: Sequence[Fact]) -> list[float]:
    """The distances of margins that are not involved, in mm."""
    away = [fact.value for fact in facts if status_of(fact.value) in {"negative", "close", None}]
    return [value.distance_mm for value in away if value.distance_mm is not None]


def status_of(value: Margin) -> str | None:
    """A margin's status, from its residual class where only that is written: R1 is positive."""
    return value.status or (_OF_RESIDUAL[value.residual] if value.residual else None)


def _necrosis(held: Sequence[Fact]) -> dict[str, Any]:
    """Whether there is necrosis, and its percentage from any statement that agrees."""
    chosen = best(held, PREFERENCES["necrosis"])
    given = [
        fact.value.percent
        for fact in [chosen, *held]
        if fact.presence == chosen.presence and fact.value.percent is not None
    ]
    return {"presence": chosen.presence} | ({"percent": given[0]} if given else {})


def _presence(kind: str) -> Callable[[Sequence[Fact]], dict[str, Any]]:
    return lambda held: {"presence": best(held, PREFERENCES[kind]).presence}


def _fields(kind: str, *names: str) -> Callable[[Sequence[Fact]], dict[str, Any]]:
    def read(held: Sequence[Fact]) -> dict[str, Any]:
        value: dict[str, Any] = plain(best(held, PREFERENCES[kind]).value)
        return {name: value[name] for name in names if name in value}

    return read


def _name_by_site(made: dict[str, Any]) -> None:
    tumour, site = made.get("histology", {}), made.get("site", {})
    if found := _BY_SITE.get((tumour.get("code", ""), site.get("group", ""))):
        made["histology"] = dict(zip(("code", "name"), found, strict=True))


_READERS: Mapping[str, Callable[[Sequence[Fact]], dict[str, Any]]] = {
    "histology": _histology,
    "grade": _fields("grade", "scheme", "value", "high"),
    "tumour_size": _size,
    "site": _site,
    "margin": _margin,
    "necrosis": _necrosis,
    "mitoses": _fields("mitoses", "count", "high", "per"),
    "lesion_count": _fields("lesion_count", "focality", "count"),
    "recurrence": _presence("recurrence"),
    "metastasis": _presence("metastasis"),
    "nodes": all_nodes,
    "stage": _fields("stage", "text", "prefix", "t", "n", "m"),
    "lymphovascular_invasion": _presence("lymphovascular_invasion"),
    "growth_pattern": _fields("growth_pattern", "pattern"),
    "neurovascular_relation": _fields("neurovascular_relation", "structure_type", "relation", "distance_mm"),
    "ecog": _fields("ecog", "low", "high"),
}
