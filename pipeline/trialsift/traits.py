"""What the criteria language knows of each fact kind: its name for staff, its main field, who can be asked.

One row a kind; the loader, the evaluator, the questions and the reference page all read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from trialsift.facts import FACT_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """One kind. field is what `is` and `at_least` speak of; subject what a fact must be about.

    vocabulary names the vocabulary of the words of subject (else of field); source is the field that
    `from` filters (the family of the document where there is none); families are the documents in
    which one would look; length and other units are those of the numbers of `field`.
    """

    label: str
    who: str
    field: str = ""
    subject: str = ""
    vocabulary: str = ""
    source: str = ""
    families: tuple[str, ...] = ()
    unit: str = ""
    rising_is_worse: bool = True


_IMAGING = ("mri", "ct", "pet", "ultrasound", "imaging")
_CLINIC = ("clinic",)
_PATHOLOGY = ("pathology",)

TRAITS: Mapping[str, Traits] = {
    "histology": Traits(label="histology", who="Pathology", field="code", vocabulary="histology", source="confirmed_by", families=_PATHOLOGY),
    "grade": Traits(label="histological grade", who="Pathology", field="value", families=_PATHOLOGY),
    "tumour_size": Traits(label="tumour size", who="Radiology", field="max_mm", source="modality", families=(*_IMAGING, "pathology"), unit="mm"),
    "site": Traits(label="site of the tumour", who="Radiology", field="group", families=(*_IMAGING, "pathology")),
    "margin": Traits(label="resection margin", who="Pathology", field="status", families=_PATHOLOGY),
    "growth_pattern": Traits(label="growth pattern", who="Radiology", field="pattern", source="modality", families=_IMAGING),
    "neurovascular_relation": Traits(label="distance from tumour to vessels and nerves", who="Radiology", field="distance_mm", source="modality", families=_IMAGING, unit="mm", rising_is_worse=False),
    "ecog": Traits(label="ECOG performance status", who="Clinic", field="grade", families=_CLINIC),
    "recurrence": Traits(label="recurrence", who="Clinic", families=(*_CLINIC, *_IMAGING, "pathology")),
    "metastasis": Traits(label="metastasis", who="Radiology", families=_IMAGING),
    "lesion_count": Traits(label="number of lesions", who="Radiology", field="focality", source="modality", families=_IMAGING),
    "necrosis": Traits(label="necrosis", who="Pathology", field="percent", families=_PATHOLOGY),
    "mitoses": Traits(label="mitotic count", who="Pathology", field="count", families=_PATHOLOGY),
    "lymphovascular_invasion": Traits(label="lymphovascular invasion", who="Pathology", families=_PATHOLOGY),
    "nodes": Traits(label="positive nodes", who="Pathology", field="positive", families=_PATHOLOGY),
    "stage": Traits(label="stage", who="Clinic", field="text", families=(*_CLINIC, "pathology")),
    "lab": Traits(label="laboratory value", who="Laboratory", field="value", subject="analyte", vocabulary="analyte", families=("labs",), rising_is_worse=True),
    "treatment": Traits(label="treatment", who="Clinic", subject="treatment_class", vocabulary="agent", families=_CLINIC),
    "condition": Traits(label="condition", who="Patient interview", subject="concept", vocabulary="condition", families=_CLINIC),
    "ecg": Traits(label="QTc", who="ECG", field="qtc_ms", families=("ecg", "clinic"), unit="ms"),
    "person": Traits(label="age", who="Clinic", field="age", families=("patient_record",), unit="years"),
}  # fmt: skip

# DESIGN's site groups: the field is free text in facts.py because vocabularies fill it.
SITE_GROUPS = (
    "upper_limb", "lower_limb", "pelvic_girdle", "inside_bony_pelvis", "trunk_wall", "retroperitoneum",
    "peritoneum_or_visceral", "uterus", "head_neck", "other",
)  # fmt: skip
FieldShape = Literal["number", "word", "flag"]


@cache
def fields_of(kind: str) -> Mapping[str, tuple[FieldShape, tuple[str, ...]]]:
    """The fields a test may name: their shape, and the closed set of their words if they have one.

    Dates and lists are left out: windows speak of a fact's date, is_a of its classes.
    """
    found: dict[str, tuple[FieldShape, tuple[str, ...]]] = {}
    for name, hint in get_type_hints(FACT_KINDS[kind]).items():
        shape = _shape(kind, name, hint)
        if shape and not (kind == "ecog" and name in {"low", "high"}):
            found[json_name(kind, name)] = shape
    if kind == "ecog":
        found["grade"] = ("number", ())
    return found


def json_name(kind: str, name: str) -> str:
    """A field's name as trial files and JSON spell it: treatment_class is "class"."""
    fields: Mapping[str, Any] = FACT_KINDS[kind].__dataclass_fields__  # type: ignore[attr-defined]
    return str(fields[name].metadata.get("json", name)) if name in fields else name


def python_name(kind: str, name: str) -> str:
    """The attribute behind a field's name in a trial file."""
    fields: Mapping[str, Any] = FACT_KINDS[kind].__dataclass_fields__  # type: ignore[attr-defined]
    return next((own for own, item in fields.items() if item.metadata.get("json") == name), name)


def _shape(kind: str, name: str, hint: Any) -> tuple[FieldShape, tuple[str, ...]] | None:
    options = [item for item in _options(hint) if item is not type(None)]
    if (kind, name) == ("grade", "value"):
        return "word", ("1", "2", "3", "low", "intermediate", "high")
    if (kind, name) == ("site", "group"):
        return "word", SITE_GROUPS
    words = tuple(str(word) for item in options if get_origin(item) is Literal for word in get_args(item))
    if words:
        return "word", tuple(word for word in words if word)
    if bool in options:
        return "flag", ("yes", "no")
    if int in options or float in options:
        return "number", ()
    return ("word", ()) if str in options else None


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
