"""Which words of a criterion no condition stands for.

A criterion is modelled only when all its words are accounted for: by the terms, bounds and windows of its
conditions, or because they are of the frame that all criteria share ("patients must have a history of …").
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence

from trialsift.draft.bounds import bounds_in
from trialsift.draft.nodes import Node
from trialsift.draft.variables import names_in

Span = tuple[int, int]

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*")
# Words that ask nothing by themselves, whatever stands beside them.
_FRAME_WORDS = """
    a about above according account acceptable active actively additional adequate adequately adult adults after age aged ages all allowed also an and any
    apply are as assessed assessment at available based baseline be because been before being below between both but by calculated can capable case cases
    clinical clinically concomitant concurrent condition conditions confirmed consecutive considered criteria criterion current currently date day days
    defined definition demonstrate demonstrated determined diagnosed diagnosis did disease disorder disorders do documented documentation does dose during
    each eg either eligible enrollment enrolment enrolled entering entry established estimated etc evaluated event evidence evident exclude excluded
    exclusion exclusions except existing fact female females first follow following follows for from function functions gender given had has have having
    he her his history hour hours ie if illness in include included includes including inclusion individual individuals infection initiating initiation
    institution institutional investigator into is it its judged known laboratory last least legally limited limits local main male males man may mean
    measured medical medicinal men met method month months more most must need no normal not noted obtained occurring of old older on one only onset or
    organ other otherwise out over own participant participants participate participating participation past patient patients people per performance
    performed period person persons planned population positive possible pre preceding present presence previous previously prior product proven provided
    randomisation randomization randomized receive received receiving recent recently record records reference registration related required requirement
    requirements result results same screening sex should sign signed signing significant since stated start started starting status study studies subject
    subjects such suffered suffering suspected systemic than that the their them then there these they this those throughout time times to together
    treated treatment trial type under unless until up upper use used expert pathologist physician physicians radiologist specialist specialists
    specialised specialized staff surgeon surgeons using value values versus via voluntary volunteers was week weeks were when where which who whom whose
    will willing with within without woman women written year years yrs
"""
_FRAME = frozenset(_FRAME_WORDS.split())
# Words that add nothing beside a condition of this kind.
_TOPICS = {
    "histology": "biopsy biopsy-proven cancer cancers carcinoma confirmation cytologic cytological cytologically entities entity histologic histological histologically"
    " histology histopathologic histopathological histopathologically malignancy malignancies malignant pathologic pathological pathologically pathology sarcoma sarcomas"
    " soft soft-tissue subtype subtypes tissue tumor tumors tumour tumours verified",
    "site": "arising body cancer lesion lesions located occurred occurring organ organs primary region sarcoma sarcomas soft soft-"
    " tissue tissue tumor tumors tumour tumours",
    "tumour_size": "accurate accurately axis character characters computed cross-sectional ct diameter diameters dimension dimensions"
    " greatest high imaging large largest lesion lesions"
    "  longest magnetic maximal maximum measurable measurement measurements mri recist repeated resonance risk scan size suitable target"
    " tomography tumor tumors tumour tumours",
    "lesion_count": "lesion lesions single solitary tumor tumour",
    "neurovascular_relation": "border close magnetic mri nerve nerves tissue tumor tumour vessel vessels vital vascular",
    "growth_pattern": "diffuse diffuse-type focal focal-type grow growth infiltrative mri pattern shows tumor tumour",
    "margin": "macroscopic diagnosed diagnostic form margin margins microscopic residual resection tumor tumour",
    "recurrence": "disease local locally lesion recurrence recurrent risk tumor tumour",
    "metastasis": "cancer disease distant metastases metastasis metastatic secondary spread tumor tumour",
    "nodes": "lymph node nodes",
    "grade": "fnclcc grade grading high high-grade histologic histological low tumor tumour",
    "ecog": "cooperative eastern group grade oncology performance scale score status world health organisation organization zubrod",
    "lab": "blood bone cells clearance cockcroft cockcroft-gault concentration count counts equation estimated formula gault"
    " haematologic haematological haematology haematopoietic hematologic"
    "  hematological hematology hematopoietic hepatic institution institutional kidney laboratory levels level limit liver marrow"
    " metabolic normal normality range renal reserve serum total ul uln unl values x"
    " coagulation bilirubin electrolytes",
    "ecg": "averaged bazett corrected ecg ecgs electrocardiogram formula fridericia interval mean measurements occasions points readings qt resting separate three triplicate two",
    "person": "appropriate both either expectancy expected inclusive legal life sex sexes gender minimum maximum therapy survival written",
    "treatment": "agent agents anticancer anti-cancer antineoplastic cancer chemotherapy drug drugs medication medications procedure"
    " procedures systemic target therapies therapy treatments",
    "condition": "allergic allergy comorbidity concurrent coexisting co-existing infection infections infected malignancy malignancies"
    " medical virus viral seropositive serologically serology",
}
_ACTIVE = "active acute ongoing poorly controlled serious severe symptomatic uncontrolled unstable untreated"
_HYPERSENSITIVITY = (
    "active agent agents allergic allergies allergy anaphylaxis component components compound compounds contraindication drug drugs"
    " excipients formulation hypersensitivity inactive ingredient ingredients intolerance medicines product products reaction reactions"
    " severe substance substances"
)
_ORAL = (
    "able ability adequate adequately administered capsule capsules drug drugs formulation formulated function gastrointestinal gi impair impaired impairment"
    " ingest intact medication medications medicine medicines oral orally pill pills retain significantly swallow swallowing syndrome tablet tablets tract whole"
)
_PREGNANCY = (
    "abstain abstinence barrier birth breast breast-feed breast-feeding breastfeed breastfeeding childbearing child-bearing child"
    " bearing contraceptive contraceptives contraception control effective feed feeding"
    "  fertile hcg highly intend lactating lactation menopausal negative nursing partner partners planning post-menopausal"
    " postmenopausal potential pregnancy pregnant reproductive serum sterile surgically test"
    " unwilling urine wocbp"
)
_PHRASES = re.compile(
    r"\b(?:due|owing)\s+to\s+(?:the\s+)?risk\b[^.;]*|\b(?:that|which)?\s*(?:are\s+|is\s+|may\s+|would\s+|could\s+)?(?:likely\s+to\s+)?interfer(?:e|ing)\s+with\b[^.;,]*"
    r"|\b(?:that|which)\s+(?:would|may|might|could)?\s*(?:prohibits?|precludes?|limits?)\s+(?:obtaining|giving|compliance|informed|study)\b[^.;,]*|\(?\be\.\s?g\.?(?:\([^()]*\)|[^.;()])*|\bexamples?\s+(?:of\s+\w+\s+)?(?:include|are)\b"
    r"|\b(?:but\s+)?(?:are\s+)?not\s+limited\s+to\b|\bin\s+the\s+opinion\s+of\s+the\s+(?:treating\s+)?investigator|\b(?:e\.\s?g|i\.\s?e|etc)\.?"
    r"|\b(?:first|last)\s+(?:dose|administration|day)\s+of\s+(?:the\s+)?(?:study|trial|investigational|protocol)\s+(?:drug|treatment|therapy|intervention|medication|agent)s?"
    r"|\b(?:and\s+)?(?:patients?|participants?|subjects?)\s+must\s+have\s+recovered\s+from\b[^.;]*"
    r"|\b(?:study|trial|protocol)[\s-]+(?:specific\s+)?(?:procedures?|drugs?|treatments?|therap(?:y|ies)|interventions?|medications?)\b",
    re.IGNORECASE,
)
_SPARE = 0.15  # share of the asking words that may go unaccounted for: a long list, one odd word
_NAMED = 8  # words of the rest that a note names


def rest_of(
    text: str, covered: Iterable[Span], nodes: Sequence[Node], *, bounds: Collection[str]
) -> tuple[str, ...]:
    """The content words that nothing covers, in order, none twice; () for a few among many.

    covered are the places of terms, nodes the conditions made of them; bounds names the
    variables whose bounds are part of a condition.
    """
    spans = [*covered, *((match.start(), match.end()) for match in _PHRASES.finditer(text))]
    if bounds:
        spans += [(item.start, item.end) for item in bounds_in(text)]
        spans += [(item.start, item.end) for item in names_in(text) if item.variable in bounds]
    neutral = _FRAME | _words_beside(nodes)
    words = [match for match in _WORD.finditer(text) if len(match.group()) > 1]
    asked = [match for match in words if match.group().lower() not in _FRAME]
    rest = [
        match.group()
        for match in asked
        if match.group().lower() not in neutral
        and not any(start < match.end() and match.start() < end for start, end in spans)
    ]
    return tuple(dict.fromkeys(rest)) if len(rest) > _SPARE * len(asked) else ()


def _words_beside(nodes: Sequence[Node]) -> frozenset[str]:
    shown = json.dumps(nodes)
    held = [words for kind, words in _TOPICS.items() if f'"{kind}":' in shown]
    held += [_ACTIVE] if '"status": "active"' in shown else []
    held += [_HYPERSENSITIVITY] if '"trial_drug_hypersensitivity"' in shown else []
    held += [_ORAL] if '"swallowing_difficulty"' in shown or '"malabsorption"' in shown else []
    held += [_PREGNANCY] if '"pregnancy"' in shown else []
    return frozenset(" ".join(held).split())


def in_words(rest: Sequence[str]) -> str:
    """ "the words bone, marrow, biopsy": what a note says of a rest."""
    shown = ", ".join(rest[:_NAMED])
    return f"the words {shown}{' …' if len(rest) > _NAMED else ''}"
