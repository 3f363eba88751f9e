"""What was found: a Fact is one statement of a note, with its value, its assertion and its words.

Lengths are millimetres, dates `datetime.date`. Presence, time and person are closed sets;
"we never looked" is not a Fact at all. FACT_KINDS is the one table that command lists, docs,
operators and property tests read.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, get_args

from trialsift.note import Note

Presence = Literal["present", "absent", "uncertain"]
Time = Literal["now", "past", "planned"]
Whose = Literal["patient", "relative"]
About = Literal["this_tumour", "other_tumour", "no_tumour"]
Standing = Literal["stands", "superseded", "copied", "other_patient"]
Modality = Literal["pathology", "mri", "ct", "pet", "ultrasound", "clinical", ""]
ConfirmedBy = Literal["pathology", "imaging", "clinical"]
Comparator = Literal["=", "<", "<=", ">", ">=", "~"]


class Value(Protocol):
    """A typed value of one kind; every one is a frozen dataclass in this module."""

    __dataclass_fields__: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histology:
    """A tumour type. code is OncoTree (or a trialsift code where OncoTree has none, see the vocabulary).

    icdo3 is morphology/behaviour ("8890/3"); family the broad group ("soft_tissue_sarcoma",
    "bone_sarcoma", "carcinoma", "benign" …); is_a every ancestor term id, nearest first.
    """

    code: str
    name: str
    icdo3: str | None = None
    family: str | None = None
    is_a: tuple[str, ...] = ()
    confirmed_by: ConfirmedBy = "clinical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Histological grade. value is 1, 2, 3 for fnclcc ("2-3" kept as low 2, high 3), else a word.

    scheme "by_definition" marks an entity that is high grade by convention. Component scores
    (differentiation, mitoses, necrosis) as FNCLCC defines them (Trojani 1984; Guillou 1997).
    """

    scheme: Literal["fnclcc", "two_tier", "by_definition", "other"]
    value: str
    high: str | None = None
    differentiation: int | None = None
    mitoses: int | None = None
    necrosis: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TumourSize:
    """A measured tumour in mm, dims as written. prior marks a quoted earlier size."""

    dims_mm: tuple[float, ...]
    max_mm: float
    axes: tuple[str, ...] = ()
    modality: Modality = ""
    prior: bool = False
    comparator: Comparator = "="

    def __post_init__(self) -> None:
        if not self.dims_mm or max(self.dims_mm) != self.max_mm:
            raise ValueError("max_mm must be the largest of dims_mm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the tumour is. group is one of DESIGN's site groups; text the words used."""

    group: str
    laterality: Literal["left", "right", "bilateral", "midline"] | None = None
    depth: Literal["superficial", "deep"] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """A resection margin. distance_mm is tumour to ink; residual is R0, R1, R2 or RX as written.

    final is False for a margin that a re-excision or separately submitted margin supersedes.
    """

    status: Literal["positive", "negative", "close", "cannot_assess"] | None = None
    distance_mm: float | None = None
    comparator: Comparator = "="
    name: str = ""
    residual: Literal["R0", "R1", "R2", "RX"] | None = None
    scheme: str = ""
    final: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthPattern:
    """How the tumour meets its surroundings."""

    pattern: Literal["infiltrative", "focal", "diffuse", "expansile", "tail_sign"]
    modality: Modality = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeurovascularRelation:
    """Tumour against a named vessel or nerve. Contact (abuts, encases, invades) is distance 0."""

    structure: str
    structure_type: Literal["vessel", "nerve", "bundle"]
    relation: Literal["separated", "abuts", "displaces", "encases", "invades"]
    distance_mm: float | None = None
    comparator: Comparator = "="
    modality: Modality = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecog:
    """Performance status on the ECOG scale as a range; written is the number as it stands.

    KPS is the range of ECOG grades that the published tables allow; Lansky has none (low and high are None).
    """

    low: int | None
    high: int | None
    scale: Literal["ecog", "who", "zubrod", "kps", "lansky"]
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """Local recurrence; the presence axis says whether."""

    site: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metastasis:
    """Spread beyond the primary; the presence axis says whether. site "" is anywhere."""

    site: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionCount:
    """How many tumours. count None with focality multiple is "several"."""

    focality: Literal["single", "multiple"]
    count: int | None = None
    modality: Modality = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Necrosis:
    """Tumour necrosis, percent of the tumour where given."""

    percent: float | None = None
    comparator: Comparator = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitoses:
    """Mitotic count; per is the area as written ("10 HPF", "mm2")."""

    count: float
    per: str = "10 HPF"
    high: float | None = None
    comparator: Comparator = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class LymphovascularInvasion:
    """Invasion of lymphatic or blood vessels; the presence axis says whether."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Lymph nodes with tumour out of those examined."""

    positive: int | None = None
    examined: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """TNM or group stage as written, t/n/m apart ("pT2b" gives t "2b", prefix "p")."""

    text: str
    prefix: str = ""
    t: str | None = None
    n: str | None = None
    m: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """A laboratory value: written as it stands, value/unit in the analyte's standard unit.

    unit None: the note gave none and none was guessed (value is then as written). uln/lln are the
    printed reference limits in the same unit as value. normal: a bare word ("normal") without a
    number, then value is None. A value told as a multiple of its limit has the unit xULN and an uln of 1.
    """

    analyte: str
    loinc: str | None = None
    written: str = ""
    value: float | None = None
    unit: str | None = None
    comparator: Comparator = "="
    uln: float | None = None
    lln: float | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A treatment or procedure. start and end are dates, end the last day; major: major surgery."""

    treatment_class: Literal[
        "surgery",
        "radiotherapy",
        "chemotherapy",
        "targeted",
        "immunotherapy",
        "hormone",
        "transfusion",
        "trial_drug",
        "any",
    ] = field(metadata={"json": "class"})
    agent: str = ""
    intent: str = ""
    start: dt.date | None = field(default=None, metadata={"json": "from"})
    end: dt.date | None = field(default=None, metadata={"json": "to"})
    procedure: str = ""
    major: bool | None = None
    for_tumour: About = "this_tumour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition or statement about the patient; concept is an id of the conditions vocabulary."""

    concept: str
    status: Literal["active", "controlled", "resolved"] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecg:
    """A corrected QT interval in ms; formula as named (Bazett, Fridericia); at is the clock time."""

    qtc_ms: float
    formula: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Age in completed years at the fact's date, sex, birth date, life expectancy in days (lower bound)."""

    age: int | None = None
    sex: Literal["female", "male"] | None = None
    birth_date: dt.date | None = None
    life_expectancy_days: int | None = None
    life_expectancy_comparator: Comparator = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a fact stands. start and end are characters into Note.text, quote is text[start:end].

    cues are the words that set the assertion ("no evidence of"). Make it with `evidence_in`, which
    takes the quote from the note itself.
    """

    note_id: str
    start: int
    end: int
    quote: str
    section: str = ""
    rule_id: str = ""
    cues: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"evidence in {self.note_id} spans {self.start} to {self.end}")
        if len(self.quote) != self.end - self.start:
            raise ValueError(f"quote and offsets differ in length in {self.note_id} at {self.start}")


def evidence_in(
    note: Note, start: int, end: int, *, section: str = "", rule_id: str = "", cues: tuple[str, ...] = ()
) -> Evidence:
    """Evidence whose quote is cut from the note, so that it cannot differ from the text."""
    return Evidence(
        note_id=note.note_id,
        start=start,
        end=end,
        quote=note.text[start:end],
        section=section,
        rule_id=rule_id,
        cues=cues,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement of one note.

    date is the date of the finding: the event's own where the text gives it, else the note's.
    part is the specimen part ("A", "2"); about tells the tumour in question from another one;
    standing says whether a later word of the same chart replaced it (superseded), it repeats an
    earlier note word by word (copied) or the note tells it of another patient (person is then relative:
    not the patient's).
    """

    kind: str
    value: Any
    presence: Presence = "present"
    time: Time = "now"
    person: Whose = "patient"
    date: dt.date | None = None
    evidence: tuple[Evidence, ...]
    part: str = ""
    about: About = "this_tumour"
    standing: Standing = "stands"

    def __post_init__(self) -> None:
        if self.kind not in FACT_KINDS:
            raise ValueError(f"unknown fact kind {self.kind!r}")
        if type(self.value) is not FACT_KINDS[self.kind]:
            raise ValueError(f"a {self.kind} fact cannot hold {type(self.value).__name__}")
        if not self.evidence:
            raise ValueError(f"a {self.kind} fact without evidence")
        for name, allowed in _AXES:
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} {getattr(self, name)!r} is not one of {', '.join(allowed)}")

    @property
    def note_id(self) -> str:
        """The note of the first evidence."""
        return self.evidence[0].note_id


TIMES_ULN = "xULN"  # the unit of a laboratory value told as a multiple of its upper limit of normal

FACT_KINDS: Mapping[str, type] = {
    "histology": Histology,
    "grade": Grade,
    "tumour_size": TumourSize,
    "site": Site,
    "margin": Margin,
    "growth_pattern": GrowthPattern,
    "neurovascular_relation": NeurovascularRelation,
    "ecog": Ecog,
    "recurrence": Recurrence,
    "metastasis": Metastasis,
    "lesion_count": LesionCount,
    "necrosis": Necrosis,
    "mitoses": Mitoses,
    "lymphovascular_invasion": LymphovascularInvasion,
    "nodes": Nodes,
    "stage": Stage,
    "lab": Lab,
    "treatment": Treatment,
    "condition": Condition,
    "ecg": Ecg,
    "person": Person,
}

_AXES = (
    ("presence", get_args(Presence)),
    ("time", get_args(Time)),
    ("person", get_args(Whose)),
    ("about", get_args(About)),
    ("standing", get_args(Standing)),
)
