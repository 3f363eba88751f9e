"""The words round a grade: what may stand before its number, and what makes it a grade of something else."""

import re

from trialsift.extract.quick import quick

_ONE = r"(?:[1-4]|iv|i{1,3}|one|two|three|four)"
_FILL = (
    r"(?:[ :=_,.(*-]|\bis\b|\bof\b|\bwas\b|\bas\b|\bthe\b|\boverall\b|\bestimated\b|\bprobably\b|\blikely\b|\bprovisional(?:ly)?\b|"
    r"\bfnclcc\b|\bgr\b|\btrojani\b|\bcoindre\b|\bfrench\b|\bfederation\b|\bsystem\b|\bscores?\b|\btotal\b|\bgroup\b|\btumou?r\b|\bsarcoma group\b|"
    r"\bhistolog(?:ic|ical)\b|\bgrad(?:e|ed|ing)\b|\b[gG](?= ?\d)|\bcorresponding to\b|\bequivalent to\b|\bat (?=most)|\u2192|->|=>|\)|"
    r"[\[(] ?[xX\u2713\u2714] ?[\])](?= ?(?:grade |[gG] ?)?\d)|[\u2611\u2612\u25a0](?= ?\d))*"
)
# Grade 2, III, 2-3, 2/3, 2 of 3, at least 2, >= 2, 2 or more; never a count, a size or a percentage.
NUMBER = re.compile(
    rf"{_FILL}(?P<least>at least |minimum |>= ?|\u2265 ?|> ?=)?\b[gG]?(?P<low>{_ONE})(?P<end>(?: ?(?:-|\bto\b|\bor\b|\band\b) ?[gG]?(?P<high>{_ONE})\b)?"
    rf"(?: ?(?:/|\bof\b|\bout of\b) ?(?P<of>[2-4]|iii|iv|three|four)\b)?(?P<more> or (?:more|higher|above)| ?\+(?! ?\d)| or greater)?)"
    r"(?![\w%])(?! ?(?:cm|mm|%|x ?\d|hpf|per\b|mitos|weeks?|months?|years?|/ ?\d|\+ ?\d|\.\d))",
    re.IGNORECASE,
)
AT_LEAST_BEFORE = quick(r"\b(?:at least|minimum|not less than)(?: of)? ?(?:a |an )?$", re.IGNORECASE)
ANY_NUMBER = re.compile(r"[ :=_.(-]*(?:scores? )?\d")
_TOXIC = (
    r"toxicit\w*|neuropath\w*|o?edema\w*|erythema|dermatitis|mucositis|nausea|vomiting|fatigue|diarrh\w+|pain|rash|neutrop\w+|"
    r"thrombocytop\w+|an(?:a)?emia|adverse|reactions?|skin|fibrosis|stiffness|lymph(?:o|oe)dema|haemorrhoids?|hemorrhoids?|piles|"
    r"diastolic|dysfunction|murmurs?|reflux|varices|hydronephrosis|osteoarthr\w+|degenerat\w+|spondylolisthesis|tears?|sprain|strain|"
    r"power|strength|weakness|hypertension|encephalopath\w*|fever|pyrexia|temperature|ulcers?|burns?|stenos[ie]s|obstruction|"
    r"(?:av )?block|squamous intraepithelial|intraepithelial|dysplas\w+|inflammation|gastritis|oesophagitis|esophagitis|pin\b|"
    r"glandular dysplas\w+|school|pupil|teacher|placenta\w*|renal|kidney|injury|retinopathy|cystocele|prolapse|ecog|performance|"
    r"(?:cellular |cytolog\w+ |nuclear )?(?:atypia|pleomorphism)|regression|response|tumou?r regression|infection|chronic|ileus|bronchitis|proteinuria|prostat\w* hyperplasia|varicocoele|varicocele"
)
NO_TUMOUR_NEXT = re.compile(rf" ?\(?,? ?(?:\w+ )?(?:{_TOXIC})\b", re.IGNORECASE)
NO_TUMOUR_BEFORE = quick(
    r"\b(?:asa|mrc|ctcae|nyha|ecog|rtog|power|toxicity|neuropathy|\w*o?edema|reflux|regression|trg|clavien dindo|performance|"
    r"skin|erythema|dermatitis|mucositis|school|kellgren|steatosis|murmur|intensity|staining|activity|inflammation|"
    r"\d(?:st|nd|rd|th)|not|never|isn't|aren't|no|cannot be|unable to|without)(?: (?:grade|graded|score|status|be))?[ :,(-]*$|"
    r"\b(?:high|low|intermediate) *$",
    re.IGNORECASE,
)
# A histological grade of carcinomas, gliomas, lymphomas and prostate.
OTHER_SCHEME = quick(
    r"\b(?:nottingham|bloom|scarff|richardson|sbr|elston|ellis|gleason|fuhrman|isup|grade group|who grade|figo|nuclear grade|edmondson|"
    r"broders|follicular lymphoma|glioma|astrocytoma|dcis|in situ)\b",
    re.IGNORECASE,
)
# "Bladder tumour, G1 pTa": an organ's growth that a history tells of, without the name of its type.
_ORGANS = (
    r"(?:bladder|breast|prostat\w+|thyroid|renal|kidney|colon\w*|colorectal|bowel|rect(?:al|um)|gastric|stomach|pancrea\w+|ovar\w+|"
    r"endometri\w+|cervi(?:x|cal)|append\w+|laryn\w+|parotid|tongue|skin|brain|pituitary|testi\w+|adrenal|vocal cord)"
)
ORGAN_TUMOUR = quick(
    rf"\b(?:{_ORGANS} (?:\w+ )?(?:tumou?rs?|lumps?|lesions?|growths?|polyps?|neoplasms?|papillomas?)|"
    rf"(?:tumou?r|lump|lesion|growth|polyp|neoplasm) (?:of|in) (?:the |his |her )?(?:left |right |l |r )?{_ORGANS}|"
    r"turbt?|p?ta(?=[ ,;.)]|$)|ptis|transitional cell|urothelial|neuroendocrine|(?-i:NETs?|CIN|VIN|NMIBC)|carcinoid)\b",
    re.IGNORECASE,
)
OWN_SCHEME = re.compile(
    r"\b(?:fnclcc|trojani|coindre|french (?:federation|grade|system|grading)|sarcoma group)\b", re.IGNORECASE
)
TUMOUR_WORDS = re.compile(
    r"\b(?:tumou?rs?|sarcom\w+|\w+sarcoma|neoplas\w+|malignan\w+|biops\w+|histolog\w+|histopath\w+|patholog\w+|specimen|fnclcc|trojani|"
    r"[cp]?T[1-4][abc]?|mass|lesion|ups|lms|ddlps|mpnst|stage|ajcc)\b",
    re.IGNORECASE,
)
# "___ Grade 1": an option of a form that is not marked.
OPTION_BEFORE = re.compile(r"^[ \t]*(?:_{2,}|\[[ _]*\]|\( *\)|[\u2610\u25a1])[ \t]*$")
# "Grade  1  2  (3)", "Grade 1 / 2 / *3*": every option stands there, and one may be marked.
OPTIONS = re.compile(
    r"[ :=(]*(?:[(*<\[] ?(?P<one>1) ?[)*>\]]|G?1)[ ,/|\u30fb\u00b7]+(?:[(*<\[] ?(?P<two>2) ?[)*>\]]|G?2)[ ,/|\u30fb\u00b7]+(?:[(*<\[] ?(?P<three>3) ?[)*>\]]|G?3)(?![\w/])"
)
ONE_OF_THREE = re.compile(r"\bG1 ?[/,|] ?G2 ?[/,|] ?G3\b")  # the choices of a form, none marked
# What makes "G3" a tumour's grade where nothing names the tumour: a report that is quoted, reviewed or counted up.
READ_WORDS = re.compile(
    r"\b(?:path|histo|hpe|hpr|bx|cores?|slides?|(?:on|at|after|central|expert|slide|specialist) (?:central |expert |slide |specialist )?review|reviewed|locally|upgraded|downgraded|"
    r"re ?-? ?graded|grad(?:e|ed|ing)|(?:sum|total|score)(?= ?[:=]? ?\d)|\d ?\+ ?\d ?\+ ?\d|confirmed(?= G)|supersed\w+)\b",
    re.IGNORECASE,
)
HISTOLOGY_NEXT = re.compile(
    r" (?:(?:\w+ ){0,2}\w*(?:sarcom\w*|tumou?r|neoplasm)|UPS|LMS|DDLPS|MPNST|STS|SFT|MFS)\b", re.IGNORECASE
)
# "A high-grade lesion of the proximal LAD" is a stenosis.
ARTERY_WORDS = re.compile(
    r"\b(?:coronary|carotid|angiogra\w*|stent\w*|stenos[ie]s|lad|rca|circumflex)\b", re.IGNORECASE
)
# "Moderately to focally poorly differentiated" is graded by the main part.
FOCALLY_BEFORE = re.compile(r"\bfocal(?:ly)?(?: to)? $", re.IGNORECASE)
GRADE_BEFORE = re.compile(
    r"\b(?:grad(?:e|ing)|differentiation)\b(?: ?\([^()]{0,30}\))? ?[:=-] ?(?:\w+ )?(?:G? ?\d ?[-,:(]? ?)?(?:\w+ (?:to|-) )?$",
    re.IGNORECASE,
)
# "Nottingham score: 8/9", "SBR 3+2+2 = 7", "total score 6 out of 9": the sum of three scores.
NOTTINGHAM_TOTAL = re.compile(
    r"(?:[ :=(,]|\b(?:combined|histolog\w+|total|overall|scores?|grade|of|is|was|sum)\b|[1-3] ?\+ ?[1-3] ?\+ ?[1-3] ?=)*?"
    r"(?P<sum>[3-9])(?= ?(?:/ ?9|out of (?:9|nine)|of 9|\(|[.,;)]|$))(?![.,]\d)",
    re.IGNORECASE,
)
# "FNCLCC total score 4", "sum score: 7", "total FNCLCC score of 3": the three scores added up, 2 to 8.
FNCLCC_TOTAL = re.compile(
    r"(?:[ :=(,-]|\b(?:scores?|points?|of|is|was|fnclcc|grade|histolog\w+)\b)*?(?P<word>\b(?:total|sum|overall)\b)?"
    r"(?:[ :=(,-]|\b(?:scores?|points?|of|is|was)\b)*(?P<sum>[2-8])(?! ?(?:\+|/ ?[23]\b|of [23]\b|[.,]\d))\b",
    re.IGNORECASE,
)
SCORED = re.compile(r"\b(?:scores?|points)$", re.IGNORECASE)
SCORED_NEXT = re.compile(r" ?(?:/ ?8|points?|pts?|out of 8|of 8)\b", re.IGNORECASE)
TOTAL_BEFORE = re.compile(r"\b(?:total|sum(?:med)?|sum of(?: the)?)(?: scores?)? ?[(]?$", re.IGNORECASE)
