"""The numbers that criteria bound, by the names they go by in trial texts.

A name of "" is something else that is measured: it takes the numbers that stand beside it out of play.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_I, _S = re.IGNORECASE, 0
_NAMES: tuple[tuple[str, int, str], ...] = (
    (
        "",
        _I,
        r"\b(?:direct|indirect|conjugated|unconjugated)\s+bilirubin|\bdirect/conjugated bilirubin"
        r"|\b(?:urine|urinary)\s+(?:spot\s+)?(?:protein|albumin|creatinine(?!\s+clearance))[\w\s:/-]{0,20}|\bprotein(?:\s*[/:-]\s*|\s+to\s+|\s+)creatinine(?:\s+ratio)?"
        r"|\balbumin(?:\s*[/:-]\s*|\s+to\s+|\s+)creatinine(?:\s+ratio)?|\bUPCR\b|\bproteinuria|\bcreatine\s+(?:phospho)?kinase|\bCPK\b|\bCK\b|\blipase|\bamylase"
        r"|\btroponin\w*|\btestosterone|\bPSA\b|\bprostate[\s-]specific antigen|\bHbA1c\b|\bha?emoglobin\s+A1c|\bglyc\w+\s+ha?emoglobin|\bCD4\+?|\bCD3\+?"
        r"|\bLDH\b|\blactate dehydrogenase|\bAFP\b|\bblood pressure|\bsystolic|\bdiastolic|\b[SD]?BP\b|\bglucose|\bcalcium|\bpotassium|\bsodium|\bmagnesium"
        r"|\bphosph(?:ate|orus)|\buric acid|\burea\b|\bBUN\b|\bTSH\b|\bBNP\b|\bNT-?proBNP|\btriglycerides?|\bcholesterol|\bferritin|\bfibrinogen|\bd-dimer"
        r"|\boxygen saturation|\bSpO2|\bFEV-?1?\b|\bDLCO\b|(?<!for )(?<!for the )\bheart rate|\bpulse\b|\bviral load|\bDNA\b|\bRNA\b|\bKi-?67|\bPR interval|\bQRS\b|\bRR interval"
        r"|\breticulocytes?|\beosinophils?|\bblasts?\b|\bmyeloblasts?|\bM-?protein|\bfree light chain|\bgastrin\b|\bgamma[\s-]glut\w+|\bGGT\b|\btransferrin"
        r"|\bhematocrit|\bhaematocrit|\bCRP\b|\bPaO2|\bPD-?L1|\bfractional shortening|\bshortening fraction|\bplatelet transfusions?|\bGleason|\bNYHA\b"
        r"|\bQT interval prolong\w+ drugs|\bcreatinine kinase|\bpre-?albumin|\bcorrected calcium|\bCA[\s-]?125|\bCEA\b|\bMELD\b|\bChild[\s-]Pugh",
    ),
    ("hemoglobin", _I, r"\bha?emoglobins?\b|\bhgb\b|\bHb\b|\bhg(?=\s*(?:[≥>≤<:(]))|\bana?emia(?=[\s(]*[<≤])"),
    (
        "anc",
        _I,
        r"\b(?:absolute\s+)?(?:neutrophil|granulocyte)s?\b(?:\s*count)?|\bANC\b|\bpolymorphonuclear\s+leu[ck]ocytes|\bAGC\b|\bPMN\b|\bneutropenia(?=[\s(]*[<≤])",
    ),
    (
        "wbc",
        _I,
        r"\bwhite\s+blood\s+cells?(?:\s+count)?|\bWBCs?\b|\bleu[ck]ocytes?\b(?:\s+count)?|\bwhite\s+(?:cell|blood)\s+count|\bleu[ck]openia(?=[\s(]*[<≤])",
    ),
    ("lymphocytes", _I, r"\b(?:absolute\s+)?lymphocytes?\b(?:\s+count)?|\bALC\b"),
    (
        "platelets",
        _I,
        r"\bplatelets?\b(?:\s+counts?)?|\bplt\b|\bthrombocytes?\b|\bPLTs?\b|\bthrombocytopa?enia(?=[\s(]*[<≤])",
    ),
    (
        "bilirubin",
        _I,
        r"\b(?:total\s+|serum\s+)*bilirubin|\bT\.?[\s-]?bil(?:i[lr]?\w*)?\b|\bbili\b|\bTBI?L\b|\bbilirrubin\w*|\bhyperbilirubina?emia(?=[\s(]*[>≥])",
    ),
    (
        "ast+alt",
        _I,
        r"\b(?:serum\s+)?(?:trans|amino-?trans)aminases\b|\baminotransferases\b|\bliver\s+transaminases?\b",
    ),
    (
        "alt",
        _I,
        r"\balanine[\s-]+(?:amino[\s-]?)?trans(?:fer|amin)ases?(?:\s+transferase)?|\bALT\b|\bALAT\b|\bSGPT\b|\bSPGT\b"
        r"|\bserum\s+glutami[cn]?[\s-]*(?:ate)?\s*pyruv\w+[\s-]+transaminase|\bglutamic[\s-]pyruvic\s+transaminase|\bGPT\b",
    ),
    (
        "ast",
        _I,
        r"\baspart(?:ate|ic)[\s-]+(?:amino[\s-]?)?trans(?:fer|amin)ases?|\bAST\b|\bASAT\b|\bSGOT\b"
        r"|\bserum\s+glutami[cn]?[\s-]*(?:ate)?\s*oxalo-?acetic[\s-]+transaminase|\bglutamic[\s-]oxaloacetic\s+transaminase|\bGOT\b",
    ),
    ("alp", _I, r"\balkaline\s+phosphatase|\balk\.?\s*phos\w*|\bALP\b|\bALKP\b"),
    (
        "creatinine_clearance",
        _I,
        r"\b(?:estimated\s+|calculated\s+|measured\s+|serum\s+)*creatinine[\s-]+(?:clearance|CL\b)|\bCr\.?\s?Cl\b|\bCCr\b|\bCLcr\b|\bCrCL\b|\bclearance\s+of\s+creatinine|\bcreatinine\s+clearing",
    ),
    (
        "egfr",
        _S,
        r"\be-?GFR\b|\bEGFR(?=\s*[≥≤<>]\s*\d+\s*m[lL]\s*/)|(?i:\b(?:estimated\s+)?glomerular\s+filtration\s+rate)|\bGFR\b|(?i:\bradioisotope\s+GFR)",
    ),
    ("creatinine", _I, r"\b(?:serum\s+|plasma\s+)?creatinine\b|\bsCr\b|\bS-?creat\b|\bCr(?=\s*[:≥≤<>])"),
    ("inr", _I, r"\binternational\s+normali[sz]ed\s+ratio|\bINR\b"),
    (
        "aptt",
        _I,
        r"\b(?:activated\s+)?partial\s+(?:prothrombin|thromboplastin)\s+time|\ba?PTT\b|\bAPPT\b|(?-i:\baPT\b)",
    ),
    ("pt", _S, r"(?i:\bprothrombin(?:\s+time)?\b)|\bPT\b"),
    ("albumin", _I, r"\b(?:serum\s+)?albumin\b"),
    (
        "qtc_ms",
        _I,
        r"\bQTc(?:F|B)?\b|\bcorrected\s+QT\b(?:\s+interval)?|\bQT\s+interval\b|\bQT(?:c)?F\b|\bQTc?-?(?:F|B)\b|\bQT\s+corrected",
    ),
    (
        "lvef_percent",
        _I,
        r"\bleft\s+ventric(?:ular|le)\s+ejection\s+fraction|\bLVEF\b|\b(?:cardiac\s+)?ejection\s+fraction|\bEF\b",
    ),
    (
        "life_expectancy_days",
        _I,
        r"\blife[\s-]+expectanc(?:y|ies)"
        r"|\b(?:expected|estimated|anticipated|predicted|projected|likely)\s+(?:overall\s+)?(?:survival|life\s?span|life)\b(?:\s+time)?"
        r"|\bsurvival\s+(?:time\s+)?(?:expectancy|prognosis)|\bexpected\s+to\s+(?:live|survive)|\bestimated\s+life|\blife\s+span|\bexpected\s+lifetime",
    ),
    ("bmi", _I, r"\bBMI\b(?!\s*%)|\bbody[\s-]mass[\s-]index"),
    ("weight_kg", _I, r"\bbody\s?weights?\b|\bweights?\b(?!\s+loss)|\bweigh(?:s|ing)?\b"),
    ("lansky", _I, r"\blansky\b(?:[\s/-]+play)?(?:\s+performance\s+(?:status|score|scale))?|\bLPS\b"),
    (
        "karnofsky",
        _I,
        r"\bkarnof?v?sky\b(?:'s)?(?:\s+(?:performance|index))?(?:\s+(?:status|score|scale))?|\bKPS\b|\bkarnosfky\b|\bkarnofksy\b",
    ),
    (
        "ecog",
        _I,
        r"\bECOG(?:[\s/-]+(?:ACRIN|WHO|PS|Zubrod))*\b|\beastern\s+co-?operative\s+oncology\s+group|\bzubrod\b|\bWHO\s+(?:performance|PS)\b"
        r"|\bworld\s+health\s+organi[sz]ation\s+(?:\(WHO\)\s+)?performance|\bGOG\s+performance",
    ),
    ("performance", _I, r"\bperformance\s+(?:status|score|scale|level|state)|(?-i:\bPS\b)"),
    (
        "age_years",
        _I,
        r"\bage[ds]?\b(?!\s+(?:of\s+consent|of\s+majority|group|appropriate|specific|adjusted))",
    ),
)
_COMPILED = tuple((name, re.compile(pattern, flags)) for name, flags, pattern in _NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A variable's name in the text; variable "" for a measure that is none of ours."""

    start: int
    end: int
    variable: str


def names_in(text: str) -> tuple[Named, ...]:
    """All names, in order; where two overlap the one listed first in the table stands."""
    taken: list[Named] = []
    for name in _found(text):
        same = [other for other in taken if name.start < other.end and other.start < name.end]
        if all(name.start == other.start and name.end == other.end for other in same):
            taken.append(name)
    return tuple(sorted(taken, key=lambda name: name.start))


def _found(text: str) -> Iterator[Named]:
    for variable, pattern in _COMPILED:
        for match in pattern.finditer(text):
            for each in variable.split("+"):
                yield Named(start=match.start(), end=match.end(), variable=each)
