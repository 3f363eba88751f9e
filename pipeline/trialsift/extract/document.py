"""What kind of document a note is: from its type, or failing that from its first lines."""

import re
from collections.abc import Sequence

from trialsift.extract.quick import Quick, quick
from trialsift.note import Note

# The first group whose pattern is found wins; a type written by the archive outranks the text.
_TYPES: Sequence[tuple[str, re.Pattern[str]]] = (
    ("patient_record", re.compile(r"patient_record")),
    ("pathology", re.compile(
        r"patholog|histolog|histopath|biops|resection|\bhp[er]\b|specimen|cytolog|excision|amputation|second opinion|expert review|slide review|molecular|"
        r"\bpath\b|\bcores?\b|\bbx\b|tru ?cut|\bhpe\b|patolog|istolog|anatomopat|anatomia pat|biopsi|^ ?pad ?$|^ ?ap ?$|(?:reference|slide|pathology|histology|second) consult|"
        r"\bpa verslag|revisao (?:de )?lamina|\banapath"
    )),
    ("mri", re.compile(r"\bmri?\b|\bmrt\b|\birm\b|\brmn\b|magnetic|magnetresonan|magnetisk|resonan[cz]|\brm\b|\bnmr\b")),
    ("pet", re.compile(r"\bpet\b")),
    ("ct", re.compile(r"\bct\b|\btdm\b|\btac\b|\btc (?:tora|tap|abd|addo|enc|cran)|\bdt\b|tomogra[pf]|scanner|\bcect\b|\bhrct\b")),
    ("ultrasound", re.compile(r"ultraso|ultraljud|ultralyd|\busg?\b|sonogra|ecogra[pf]|echogra[pf]")),
    ("imaging", re.compile(r"radiolog|imaging|x ?ray|\bxr\b")),
    ("labs", re.compile(
        r"\blabs?\b|laborator|blood|haematolog|hematolog|chemistry|biochem|serolog|bloods|"
        r"\blabor\b|lablist|provsvar|analitica|analisis|esami\b|exames\b|examenes\b|hemograma|blutbild|blutwerte"
    )),
    ("ecg", re.compile(r"\becg\b|\bekg\b|cardiogram")),
    ("clinic", re.compile(
        r"clinic|kliniek|letter|brief|ambulan[zt]|konferenz|\brcp\b|onco?\b|oncolog|medonc|consult|board\b|committee|comit[eé]|"
        r"discussion|minutes|questionnaire|checklist|flow ?sheet|proforma|screening|trial|telephone|contact|review|mdt|mdm|\bmdo\b|conference|"
        r"meeting|assess|anaesth|anesth|visit|progress|discharge|summary|note|referral|nurs|operat|"
        r"surg|radiother|infusion|out ?patient|\bopd?\b|\bopc\b|admi(?:ssion|tted)|\bward|\bround|phone|\bcall\b|pre ?op|intake|triage|emergency|\ba ?& ?e\b|\bed\b|\bgp\b|"
        r"general pract|\bh ?&? ?p\b|history|problem list|medication|cardiology|neurology|geriatr|nephrology|urology|gyna?ecology|dermatology|rheumatology|endocrin|"
        r"sprechstunde|visita|visite|consulta\b|konsult|besok|mottagning|anamne|lettera|carta\b|courrier|verbale|\bgom\b|\brond\b|sarkomrond|epi[ck]ris|entlassung|dimission|\balta\b|"
        r"enferm|pflege|infermier|"
        r"physician|physio|diet|pharmac|coordinator|e ?mail|message|chart"
    )),
)  # fmt: skip
# Words that open a clinician's own note; what stands below them is quoted there.
_CLINICIAN = quick(
    r"\bdear\b|history of present|\bhpi\b|\bchief complaint(?!.{0,4}pre)|\breason for (?:visit|consult)|\bward round\b"
)
_HEADINGS: Sequence[tuple[str, Quick]] = (
    ("pathology", quick(r"patholog|histolog|biops(?:y|ies)\b.*\bdiagnos|specimens?\b.*:|\bgross desc|macroscop|microscop|\bfinal diagnosis", re.S)),
    ("mri", quick(r"\bmri\b|\bmrt\b|\birm\b|\bmr (?:of|thigh|upper|lower|pelvis|imaging)\b|magnetic resonance|\bm\.r\.i\.")),
    ("pet", quick(r"\bpet\b")),
    ("ct", quick(r"\bct (?:scan|chest|thorax|abdomen|of)\b|computed tomography")),
    ("ultrasound", quick(r"\bultrasound\b|\bsonograph")),
    ("clinic", quick(r"clinic|\bout ?patient (?:clinic|visit|letter|note)")),
)  # fmt: skip


_ASKED = re.compile(
    r"\b(?:clinical|history|indication|comparison|compared|reason|question)\b"
)  # names earlier scans
_SCANS = frozenset({"mri", "pet", "ct", "ultrasound"})


def document_of(note: Note) -> str:
    """ "pathology", "mri", "ct", "pet", "ultrasound", "imaging", "labs", "ecg", "clinic", "patient_record" or ""."""
    kind = _first(_TYPES, re.sub(r"[_\-./]+", " ", note.note_type.lower()))
    if kind == "imaging":  # "radiology" is the archive's drawer: the report's head says which scan it was
        head = _first(_HEADINGS, _ASKED.split(note.text[:300].lower())[0])
        return head if head in _SCANS else kind
    return kind or _by_first_lines(note.text[:600].lower())


def _by_first_lines(text: str) -> str:
    """The kind whose words stand above the first that only a clinician's note opens with."""
    opened = _CLINICIAN.search(text)
    return _first(_HEADINGS, text[: opened.start()] if opened else text) or ("clinic" if opened else "")


def _first(groups: Sequence[tuple[str, re.Pattern[str] | Quick]], text: str) -> str:
    return next((name for name, pattern in groups if pattern.search(text)), "")
