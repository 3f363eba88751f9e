"""Bounds as conditions of a trial file."""

from collections.abc import Iterable, Sequence
from typing import Any

from trialsift.draft.conditions import NumberCondition

Node = dict[str, Any]

OPERATORS = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than", "=": "is"}
_ANALYTES = {
    "hemoglobin": "haemoglobin",
    "anc": "neutrophils",
    "wbc": "wbc",
    "lymphocytes": "lymphocytes",
    "platelets": "platelets",
    "bilirubin": "bilirubin",
    "alt": "alt",
    "ast": "ast",
    "alp": "alp",
    "creatinine": "creatinine",
    "creatinine_clearance": "creatinine_clearance",
    "egfr": "egfr",
    "inr": "inr",
    "pt": "pt",
    "aptt": "aptt",
    "albumin": "albumin",
    "lvef_percent": "lvef",
}
_COUNTS = ("anc", "wbc", "lymphocytes", "platelets")
_IN_THOUSANDS = ("/mm", "/µ", "/u", "/mc", "/micro", "/cu", "per mic", "per mm", "per cu", "mm3", "mm2")
# Names whose bounds stand for each other when "or" joins them.
_FAMILIES = (
    ("alt", "ast"),
    ("creatinine", "creatinine_clearance", "egfr"),
    ("inr", "pt", "aptt"),
    ("ecog", "karnofsky", "lansky"),
)
_YEAR = 365  # days, as drafts count it
_HIGHEST_SI_COUNT = {"anc": 50, "wbc": 100, "lymphocytes": 50, "platelets": 2000}


def number_nodes(
    numbers: Sequence[NumberCondition], *, sources: Sequence[str] = ()
) -> tuple[list[Node], list[str]]:
    """The conditions of a criterion's bounds, and in words those that a trial file cannot hold.

    A special case's limit ("≤ 3 x ULN with Gilbert's") is not modelled: the general limit stands, and
    the rest is named. sources are the examinations that sizes must come from.
    """
    nodes: list[Node] = []
    missing: list[str] = []
    for group in _groups(numbers):
        made = [
            node
            for item in group
            if not _restates(item, numbers) and (node := _node(item, sources)) is not None
        ]
        missing += [
            in_words(item) for item in group if _node(item, sources) is None and not _restates(item, numbers)
        ]
        if len(made) > 1:
            nodes.append({"any": made})
        elif made:
            nodes.append(made[0])
    missing += [f"{in_words(item)} in a special case" for item in numbers if _is_special(item, numbers)]
    return nodes, missing


def _is_special(item: NumberCondition, numbers: Sequence[NumberCondition]) -> bool:
    """Whether an earlier bound of the same variable in the same direction is the general one."""
    before = numbers[: numbers.index(item)]
    return item.alternative and any(
        other.variable == item.variable and other.op[0] == item.op[0] for other in before
    )


def _restates(item: NumberCondition, numbers: Sequence[NumberCondition]) -> bool:
    """ "ECOG ≤ 1 (Karnofsky ≥ 80)": the bracket says on another scale what the ECOG bound says already."""
    return (
        item.variable in ("karnofsky", "lansky")
        and item.alternative
        and any(other.variable == "ecog" for other in numbers)
    )


def without_special_cases(numbers: Sequence[NumberCondition]) -> list[NumberCondition]:
    """The bounds that hold for everybody: no alternatives, and no variable with a special case's limit."""
    special = {item.variable for item in numbers if _is_special(item, numbers)}
    return [item for item in numbers if not item.alternative and item.variable not in special]


def lone_alternatives(numbers: Sequence[NumberCondition]) -> list[str]:
    """In words, the bounds that "or" joins with something that is no bound: "> 5 cm or of high grade"."""
    return [
        f"what may stand for {in_words(group[0])}"
        for group in _groups(numbers)
        if group[0].alternative
        and len({item.variable for item in group}) == 1
        and not _restates(group[0], numbers)
    ]


def _groups(numbers: Sequence[NumberCondition]) -> Iterable[list[NumberCondition]]:
    """Bounds that all hold, one a group; those that "or" joins together in one."""
    groups: dict[object, list[NumberCondition]] = {}
    for place, item in enumerate(numbers):
        if _is_special(item, numbers):
            continue
        family = next((names for names in _FAMILIES if item.variable in names), None)
        key: object = (family or item.variable) if item.alternative else place
        groups.setdefault(key, []).append(item)
    return groups.values()


def _node(item: NumberCondition, sources: Sequence[str]) -> Node | None:
    operator = OPERATORS[item.op]
    number = f"{item.value:g}" if item.value < 1e6 else str(int(item.value))
    if item.variable == "age_years":
        return {"person": {"age": {operator: f"{number} years"}, "pick": "newest"}}
    if item.variable == "life_expectancy_days":
        return _life_expectancy(item)
    if item.variable == "ecog":
        return {"ecog": {operator: number, "pick": "newest"}}
    if item.variable == "karnofsky":
        return _karnofsky(item)
    if item.variable == "qtc_ms":
        return {"ecg": {operator: f"{number} ms", "pick": "newest"}}
    if item.variable == "tumour_size_mm":
        node = {operator: f"{number} mm", "within": "12 months", "pick": "newest"}
        return {"tumour_size": {**node, "from": list(sources)} if sources else node}
    if item.variable in _ANALYTES:
        return {"lab": {"analyte": _ANALYTES[item.variable], operator: _quantity(item), "pick": "newest"}}
    return None


# The ECOG grade that surely reaches a limit of Karnofsky's scale; of the grade above it tables differ.
_REACHES = {90: 0, 80: 0, 70: 1, 60: 1, 50: 2, 40: 2}


def _karnofsky(item: NumberCondition) -> Node | None:
    """ "KPS ≥ 70": yes for ECOG 0 and 1, open for 2, no above it."""
    low = int(item.value) + (10 if item.op in (">", "<=") else 0)
    if low not in _REACHES or item.op == "=":
        return None
    sure = _REACHES[low]
    nearly: Node = {"ecog": {"at_most": str(sure + 1), "pick": "newest"}}
    reached: Node = {
        "any": [
            {"ecog": {"at_most": str(sure), "pick": "newest"}},
            {"all": [nearly, {"for_a_person": in_words(item)}]},
        ]
    }
    return reached if item.op[0] == ">" else {"not": reached}


def _life_expectancy(item: NumberCondition) -> Node:
    """Notes that say "over 24 months" (720 days) tell of more than two years (730)."""
    test: Node = {"life_expectancy_days": {OPERATORS[item.op]: f"{item.value:g} days"}, "pick": "newest"}
    if item.op[0] != ">" or item.value % _YEAR:
        return {"person": test}
    months = f"{item.value / _YEAR * 12:g} months"
    told = {
        "life_expectancy_days": {"at_least": months},
        "where": {"life_expectancy_comparator": [">", ">="]},
    }
    return {"any": [{"person": test}, {"if_stated": {"person": {**told, "pick": "newest"}}}]}


def _quantity(item: NumberCondition) -> str:
    """A laboratory bound in a unit of the analyte vocabulary: 1500/mm3 is 1.5 x10^9/L."""
    if item.unit == "xULN":
        return f"{item.value:g} xULN"
    if item.variable in _COUNTS:
        small = item.unit.lower().startswith(("10^9", "k/", "k ", "10^3", "g/"))
        per_mm3 = any(word in item.unit.lower() for word in _IN_THOUSANDS) and not small
        too_many = item.value > _HIGHEST_SI_COUNT[item.variable]  # "75000 x 10^9/L" is a slip for 75000/mm3
        return f"{item.value / 1000 if per_mm3 or too_many else item.value:g} x10^9/L"
    units = {
        "hemoglobin": "g/dL",
        "bilirubin": "mg/dL",
        "creatinine": "mg/dL",
        "albumin": "g/dL" if item.value < 10 else "g/L",
        "creatinine_clearance": "mL/min",
        "egfr": "mL/min/1.73 m2",
        "lvef_percent": "%",
        "inr": "",
    }
    unit = item.unit.replace("m^2", "m2") if item.unit else units.get(item.variable, "")
    if item.variable in ("creatinine_clearance", "egfr") and "1.73" not in unit:
        unit = "mL/min"
    return f"{item.value:g} {unit}".strip()


def in_words(item: NumberCondition) -> str:
    """ "karnofsky > 60 %"."""
    return f"{item.variable} {item.op} {item.value:g} {item.unit}".strip()
