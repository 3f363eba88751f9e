"""Whether a treatment is denied, and denials that say nothing of what was given: of patients in general, of today, of a harm, of what nobody knows."""

import re

from trialsift.extract.excepted import has_exception
from trialsift.extract.form import clause_of, is_unreal
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention
from trialsift.extract.treatment_place import Place

_NOT_KNOWN = quick(
    r"\b(?:information|records?|documentation|details?|(?<!pt )(?<!patient )(?<!he )reports?|letters?|mention|data|whether|unclear|unsure|not (?:sure|clear|certain|known)|unknown)\b"
    r"(?: (?:is|are|was|of|on|about|regarding|if|for|as|to|any|the|he|she|patient|has|had|have|been|available|what|which|earlier|kind)){0,8} ?$",
    re.IGNORECASE,
)
_GENERAL = quick(
    r"\b(?:patients|people|subjects|participants|individuals|those who|anyone|everyone|(?:the|an?) ?(?:other|next|previous) (?:patient|man|woman|lady|gentleman)|another (?:patient|man|woman)|"
    r"eligib\w+|(?:in|ex)clusion|criteri\w+|outlook|prognosis|survival)\b",
    re.IGNORECASE,
)
_ORDER = quick(
    r"\b(?:do|must|should|shall|please|never|may|can|could) (?:not )?(?:give|start|begin|commence|offer|prescribe|delay|stop)\b[^.;]{0,60}$|\bplease\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_OF_A_HARM = re.compile(
    r"\b(?:respon[sd]\w*|benefits?|advantages?|value|usefulness|efficacy|allerg\w+|complications?|problems?|toxicit\w+|reactions?|(?:side ?)?effects?|recover\w+|sequelae|tolerance|adherence|"
    r"compliance|late|trouble|issues?|contra ?-?indications?|indications?|objections?|obstacles?|barriers?|need|plans?|roles?|reasons?|consent|fear) "
    r"(?:to|of|from|after|with|following|during|since|for|against) (?:(?:the|her|his|any|all|last) )*$",
    re.IGNORECASE,
)
_HARM_BEHIND = re.compile(
    r" (?:(?:related|induced|associated) )?(?:respons\w+|toxicit\w+|complications?|(?:side ?)?effects?|reactions?|problems?|details?|records?|notes?|cent(?:re|er)s?|failures?|intent)\b",
    re.IGNORECASE,
)
_THIS_DAY = re.compile(
    r"^[^.;]{0,24}\b(?:today|tonight|tomorrow|this (?:morning|afternoon|week|cycle|visit)|(?:on|last|next) (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_UNKNOWN_ANSWER = re.compile(
    r"[ :?=-]*(?:not (?:known|stated|recorded|documented|asked|available)|unknown)\b", re.IGNORECASE
)
_NOT_NOW = re.compile(
    r"\b(?:not|no longer)(?: currently| presently| now)? (?:on|under|taking) (?:any )?$|\b(?:on|under|taking) (?:no )?$",
    re.IGNORECASE,
)
_THERE_IS_NONE = re.compile(
    r"\b(?:there (?:is|are)|(?:we|they|i) have|offers?|offered) (?:(?:no|not any) )?$", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:no|nil|without) (?:(?:other|further|specific) )?(?:treatments?|therap(?:y|ies)|tx|rx)(?: for this)?$",
    re.IGNORECASE,
)
# "No operations except an appendicectomy" denies no operation; a biopsy leaves the tumour where it is.
_SAVE_BIOPSY = re.compile(r"[^.;]{0,40}\b(?:biops\w+|core|fnac?)\b", re.IGNORECASE)
_WITHOUT_IT = re.compile(r"without (?:(?:any|such|further) )?$", re.IGNORECASE)
_UNTIL_NOW = re.compile(r"\b(?:so far|to date|yet|until now|previously|before|in the past)\b", re.IGNORECASE)
_DENIED_BEFORE = re.compile(
    r"\b(?:not|never|has ?n.t|have ?n.t|had ?n.t|did ?n.t) (?:(?:yet|as yet|so far|ever|previously|actually|thus far|to date) )*(?:been )?(?:received|receive|had|given|gotten|"
    r"undergone|undergo|treated with|have|commenced|commence|started|begun|exposed to|put on|needed|required) [^;]{0,80}$|\b(?:spared|escaped|avoided|gone without|managed without|"
    r"done without)(?: (?:any|the need for|the rigours of))? (?:[\w-]+ )?$|\bna[i\u00ef]ve (?:to|for|of|from|regarding|with respect to)(?: (?:any|all|previous|prior))* (?:[\w-]+ (?:or|"
    r"and) )?$|\bnor (?:has|had|have|did|was|were) (?:he|she|they|the patient) [^;]{0,60}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^[^.;,]{0,24}\b(?:(?:never|not|n.t) (?:yet |so far |as yet |thus far )?(?:been )?(?:had|received|given|administered|used|performed|done|carried out|pursued|proceeded with|followed up|"
    r"required so far|needed so far|tak(?:en|e) place|started|begun|commenced|undertaken|undergone|delivered|initiated|instituted)\b|never\b)|"
    r"^ (?:has|have) (?:so far |thus far |never |not )+(?:yet )?(?:been )?(?:required|needed|necessary|indicated)\b|"
    r"^(?: ?-? ?| and (?:[\w-]+ )?)(?:na[i\u00ef]ve|untreated)\b|"
    r"^ (?:was|were) (?:simply |deliberately |therefore )?omitted(?! (?:from|in|on|for|due|because|at))\b|^ (?:was|were) dispensed with\b",
    re.IGNORECASE,
)


_STOPPED = re.compile(r"\bwithdrawn\b", re.IGNORECASE)  # takes a diagnosis back; a drug had been given
# "Was considered but not given", "decided to omit chemotherapy": the denial of what was only thought of.
_NOT_AFTER_ALL = re.compile(
    r"^[^.;]{0,60}\b(?:but|however|though|although|yet),?(?: (?:was|were|is|has|have|had|did|he|she|they|this|it|the|pt|patient|in the end|finally|ultimately|eventually|then|later|so far)){0,5} "
    r"(?:(?:was|did|has|had)n.t|not|never)(?: (?:been|ever|actually|yet)){0,3} (?:given|administered|started|received|commenced|pursued|done|performed|carried out|begun|undertaken|used|"
    r"needed|required|taken up|proceed\w*|go ahead|happen|take place|materiali\w+|t(?:ook|ake) (?:it|this|that|them|the offer) up|took up|attend(?:ed)?|turn(?:ed)? up|came for it|went ahead|"
    r"had it|start(?:ed)? it)\b|"
    r"^[^.;]{0,40}; ?(?:but )?(?:the )?(?:patient|pt|he|she|family) (?:did not|didn.t|never|refused to|declined to|chose not to) (?:attend|come|turn up|show up|take it up|have it|start|"
    r"go ahead|accept)\b",
    re.IGNORECASE,
)
_OMITTED = re.compile(
    r"\b(?:omit(?:ted|ting)?|for(?:e)?go(?:ne|ing)?|dispensed? with|skip(?:ped)?) (?:(?:the|any|further|all) )?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
_ONE_PART = re.compile(r"^ ?(?:from|in|on|for|at|cycle|c\d|dose|day|today|this|due)\b", re.IGNORECASE)


def is_given_up(before: str, rest: str) -> bool:
    """Whether what was thought of was not given in the end; rest is all that follows the name."""
    return bool(_NOT_AFTER_ALL.match(rest) or (_OMITTED.search(before) and not _ONE_PART.match(rest)))


# "Not chemo-naive", "no longer treatment-free" turn a rule's denial round.
_TURNED = re.compile(
    r"\b(?:not|no longer|never|\w+n.t|neither)(?: (?:strictly|really|entirely|quite|completely|truly|fully|exactly|longer))* $",
    re.IGNORECASE,
)
# "Chemo-naive until January", "treatment-naive in 2021": it was so then.
_UNTIL_THEN = re.compile(
    r"^[^.;,]{0,30}\b(?:until|till) (?!now\b|today\b|date\b|this\b|the present\b|coming\b|then\b|referral\b|presentation\b)|"
    r"^(?: disease)? in (?:(?:early|mid|late|[A-Z][a-z]+) )?(?:19|20)\d\d\b|^ at (?:the |her |his |that )?(?:first|initial|previous|last)\b",
)
# What is denied only from some point on: "no further chemotherapy", "no radiotherapy after surgery", "no treatment since".
# "No adjuvant treatment after the excision" is told where none was given at all.
_ADJUVANT = re.compile(r"\badjuvant\b", re.IGNORECASE)
_FURTHER = re.compile(r"\b(?:further|additional|more)\b", re.IGNORECASE)
_FURTHER_BEFORE = re.compile(
    r"\b(?:no|nor|not|without|nil|any) (?:[\w-]+ )?(?:further|additional|more) (?:[\w-]+ )?$", re.IGNORECASE
)
_FROM_THE_FIRST = (
    r"(?:(?:the|her|his|its|their|this|that|first|initial|original|core|open|needle|incisional) )*"
    r"(?:diagnos|onset|biops|presentation|symptom|birth|referral|lump|mass|tumou?r|childhood|discovery|noticing)"
)
_FROM_THEN_ON = re.compile(
    rf"^[^.;,]{{0,30}}\b(?:since|after|following|thereafter|afterwards)\b(?<!or since)(?<!nor since)(?<!and since)(?<!ever since)(?! {_FROM_THE_FIRST})(?! all\b)",
    re.IGNORECASE,
)
_SINCE_BEFORE = re.compile(rf"\bsince (?!{_FROM_THE_FIRST})[^.;]{{0,30}}$", re.IGNORECASE)


def is_only_from_then_on(place: Place) -> bool:
    """Whether a denial holds only from some event on, whose day must be known for it to tell anything."""
    before, after = clause_of(place.sentence, place.mention)
    words = place.mention.words
    if _ADJUVANT.search(f"{before[-30:]} {words}"):
        return False
    return bool(
        _FURTHER.search(words)
        or _FURTHER_BEFORE.search(before)
        or _FROM_THEN_ON.match(after)
        or _SINCE_BEFORE.search(before)
    )


def is_of_the_past(place: Place, name: str, *, by_rule: bool) -> bool:
    """Whether a denial tells what the patient was not given until now; by_rule: the rule's own words deny.

    "Without treatment the outlook is poor", "no chemo today", "patients with no prior treatment",
    "response to prior therapy: none" and "previous treatment: not known" do not.
    """
    sentence, mention = place.sentence, place.mention
    text = sentence.text
    before, after = clause_of(sentence, mention)
    if is_given_up(before, text[mention.to :]):
        return True
    if is_unreal(sentence, mention) or _GENERAL.search(text) or _ORDER.search(before):
        return False
    if _UNTIL_THEN.match(after) or (by_rule and _TURNED.search(before)):
        return False
    if _NOT_KNOWN.search(before) or _OF_A_HARM.search(before) or _HARM_BEHIND.match(text[mention.to :]):
        return False
    if _THIS_DAY.match(after) or _UNKNOWN_ANSWER.match(text[mention.to :]) or _NOT_NOW.search(before):
        return False
    if name != "any_treatment" and has_exception(sentence, mention.to) and not _SAVE_BIOPSY.match(after):
        return False
    return not _is_bare(before, after, mention.words, name)


def _is_bare(before: str, after: str, words: str, name: str) -> bool:
    """Whether "there is no treatment" or "without chemotherapy …" stands without a word of the time until now."""
    if _UNTIL_NOW.search(after[:60]):
        return False
    if name == "any_treatment":
        bare = words.lower() == "treatment for this" or _BARE.match(words)
        return bool(bare and (_THERE_IS_NONE.search(before) or words.lower().startswith("without")))
    return bool(_WITHOUT_IT.fullmatch(before))


def is_denied(mention: Mention, before: str, after: str) -> bool:
    """Whether a cue, or a verb of giving with its "not", denies a treatment whose own day does not close the denial off."""
    cued = mention.assertion.presence == "absent" and not any(
        _STOPPED.search(cue) for cue in mention.assertion.cues
    )
    said = cued or _DENIED_AFTER.match(after) or _DENIED_BEFORE.search(before)
    return bool(said) and not (_own_day(before, after) or _dated_and_closed(mention, before, after))


def _own_day(before: str, after: str) -> bool:
    """Whether an item of a list has its own day, which a denial of the item before it cannot have: "no recurrence, hernia repair 2009"."""
    return bool(
        re.match(r" ?\(?(?:in )?(?:\d{4}\b|\w+ years ago)", after)
        and re.search(r"\bno [\w ]+, (?:[\w ]+, )*$", before)
    )


def _dated_and_closed(mention: Mention, before: str, after: str) -> bool:
    """Whether the denial stands behind the treatment's own day: "hip replacement 2015. None since."."""
    return bool(re.match(r" ?\(?(?:in )?(?:\w{3,9}\.? )?(?:19|20)\d\d\b", after)) and not any(
        cue.lower() in before.lower() for cue in mention.assertion.cues
    )
