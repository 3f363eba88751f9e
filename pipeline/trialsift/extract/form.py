"""What stands beside a name: the answer on a form, the clause in running text, the words that make it no finding.

A form says `Seizures: none`, `Diabetes N   Kidneys N`, `HIV 1/2 Ag/Ab    Not detected`, `Fits? [x] no`.
A name whose answer is missing, or that still shows its options ("Y / N"), says nothing.
"""

import re
from dataclasses import dataclass

from trialsift.extract.marked_answer import marked_answer, marked_before
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

_NO = (
    r"(?:no|none|nil|nothing (?:significant|of (?:note|interest|significance)|relevant|to note|special|particular|remarkable|abnormal|major|known)|not known to have any|nobody|"
    r"no ?-? ?one|nope|nad|(?:(?:pt|patient|he|she|they) )?(?:denie[sd]|deny)|never|negative|neg|nr|absent|"
    r"not (?:yet|to date|so far|as yet|ever)|unremarkable|non ?-? ?contributory|not present|not detected|"
    r"non ?-? ?reactive|nonreactive|0|negate[sd]|nkda|nka|nkma|n|- ?ve|\(-\)|nee|nein|non|nej|nei|nie|geen|keine?s?|nessun\w*|ningun\w*|aucune?|nenhum\w*|hay[iı]r|nada|n[aã]o|nega)"
)
# What may follow a "no" that answers; "no longer", "none since", "no growth" answer something else.
_NO_GOES_ON = (
    r"known|history|hx|h/o|of interest|of significance|evidence|previous|past|prior|such|significant|problems?|issues?|concerns?|symptoms?|complaints?|ever|of note|"
    r"relevant|reported|noted|to date|at all|any|at present|currently|to (?:any |drugs|medic)|allerg\w*|drug|disease|disorders?|had|been|"
    r"difficult\w+|transfused|and|or|but|not|in (?:the |his |her )?family"
)
_DENIED = re.compile(
    rf"(?!n ?/ ?a\b|n\.a\b){_NO}(?!\w|[.,]\d)(?= ?(?:$|[.,;:)(/|+\-\[]|(?:{_NO_GOES_ON})\b|[a-z]+(?: [a-z]+)? ?:)|"
    r" +Q ?\d| +\d{1,2}[.)] ?(?:[A-Z]|$)|(?-i: (?:The|He|She|We|His|Her|This|There|ECOG|PS|Weight|Bloods|On|BP|I)\b))",
    re.IGNORECASE,
)
# "Comorbidities:", and on the next line "No allergies", "No difficulty with walking": the answer to another question.
_TO_ANOTHER = re.compile(r"(?:no|nil) (?:known )?(?:allerg|drug allerg|difficult)", re.IGNORECASE)
_AFFIRMED = re.compile(
    r"(?:yes|ja|oui|sim|tak|y|positive|pos|reactive|detected|present|known|\+ ?ve|\+|\(\+\))(?!\w)",
    re.IGNORECASE,
)
_NAY = r"(?:neg(?:ative)?|non ?-? ?reactive|no?|absent|nil)"
_YEA = r"(?:y(?:es)?|pos(?:itive)?|reactive|present)"
_TEMPLATE = re.compile(
    rf"^[ :?=(\[]*(?:{_NAY} ?[/|] ?{_YEA}|{_YEA} ?[/|] ?{_NAY})\b(?! ?[:=-] ?\w)", re.IGNORECASE
)
_PRESENCE = {"-": "absent", "+": "present"}
_TICKED = r"[xX\u2713\u2714\u221a*]"
_BOX = rf"(?:[\[(] ?{_TICKED}? ?[\])]|[\u2610-\u2612\u25a1\u25a0])"
_BOX_OPENS = re.compile(r"[\[(\u2610-\u2612\u25a1\u25a0]")
_OPTION = r"(?:yes|no|y|n)"
# Both options of a form with a box each, and the words that are left of the name: "Fits/faints  Y[ ]  N[x]".
_BOXES = re.compile(
    rf"^(?:[/,&]? ?[a-z]+){{0,3}}[ :?|.-]*(?:(?P<first>{_OPTION}) ?(?P<first_box>{_BOX})[ |/,]*(?P<second>{_OPTION}) ?(?P<second_box>{_BOX})|"
    rf"(?P<box_first>{_BOX}) ?(?P<one>{_OPTION})[ |/,]+(?P<box_second>{_BOX}) ?(?P<two>{_OPTION})\b)",
    re.IGNORECASE,
)
# An answer without a colon ends its item: "Diabetes N  Kidneys N", "Sz disorder 0. Asthma 0."
_BARE_ANSWER = re.compile(
    r"(?: (?:disorders?|diseases?|ds|dz|history|hx|problems?))? (?P<answer>(?:N|Y|NEG|Neg|neg|nil)(?= *(?:[,;./|]|$)| +[A-Z])|"
    r"(?:0|none|nil|no|neg|yes|denied|denies|No|None|Nil|Yes|NO|NONE|NIL|YES|[Nn]ever)(?= ?(?:[,;]|\.(?!\d)|$))|(?:yes|Yes|YES)(?= [(\u2013-])|(?:NO|YES|NIL|NONE)(?= +[A-Z][a-z])|"
    # … and so does one in a run of names with an answer each: "HPT 0 DM 0 asthma 0", "DM nil HT nil".
    r"(?:0|nil|no(?! longer)|neg|none|No(?! longer)|None|N|NEG)(?= [A-Za-z][\w/]*(?: [a-z]+)? ?[:=-]? ?(?:0|nil|no|neg|none|No|None|Yes|N|NEG|\+)(?!\w)))"
)
# "DM -, HTN -", "HTN - DM - epilepsy -": a sign behind each name; a dash between names is none. In a bracket
# it is one whatever follows: "DM(-)HTN(+)", "dysphagia (-) weight loss (+)", "DM (in family too) (-)", "DM) (-)".
_SIGNED = re.compile(
    r"(?: ?\([A-Za-z][^()]{0,30}\)|\))? ?[(\[] ?(?P<bracketed>[-+]) ?[)\]](?! ?since\b)|"
    r" ?(?P<sign>[-+])(?= ?(?:$|[,;/|]|\.(?!\d)| [A-Za-z]\w* ?\()| [A-Za-z]+[^.;,\d]{0,60} ?[-+]\)? ?(?:$|[,;.]))"
)
_SIGN = re.compile("[-+]")
_SIGN_BEFORE = re.compile(r"(?:^|[,;.:]) ?[-+] ?[^.;,]*$")
# "(-) dysphagia (+) cough": the list begins with a sign, so that each stands before its name.
_SIGNS_FIRST = re.compile(r"(?:^|[.;:,]) ?\( ?[-+] ?\)[^.;:]*$")
_SIGN_RIGHT_BEFORE = re.compile(r"\( ?(?P<sign>[-+]) ?\) ?$")
# "HTN/DM/TB (+/-/-)", "HTN/DM: (-)/(+)": as many signs as names; one minus denies them all.
_SOME_NAME = r"[A-Za-z][\w-]{0,25}(?: [\w-]{1,25}){0,3}"
_JOINT_SIGNS = quick(
    rf"(?P<names>{_SOME_NAME}(?: ?[/&] ?{_SOME_NAME})+)(?: ?[:)] ?| )?"
    r"(?P<signs>[(\[] ?[-+](?: ?/ ?[-+])+ ?[)\]]|[-+](?:/[-+])+(?=$|[,.;])|\( ?[-+] ?\)(?:(?: ?/ ?| )?\( ?[-+] ?\))*)(?=$|[ ,.;/])"
)
# "Fits/faints N[x]", "Diabetes [x] no": the box makes the letter an answer, whatever stands before it.
_TICKED_ANSWER = re.compile(
    rf"(?:[/,&]? ?[a-z]+){{0,3}}[ ?]*(?P<answer>{_OPTION} ?(?!\[ ?\]){_BOX}|(?!\[ ?\]){_BOX} ?{_OPTION}\b)",
    re.IGNORECASE,
)
_TICK = re.compile(r"^(?:[ :?=.]|\[ ?[xX\u2713\u2714\u221a*] ?\]|\( ?[xX] ?\)|[\u2611\u2612\u2714\u25a0])+")
_NO_ANSWER = (
    r"(?:n ?/ ?[ak]|see (?:below|above|letters?|notes?|attached|overleaf|list|gp|pmhx?|previous|referral|history|under)|pending|awaited|to follow(?! ?-? ?up)|"
    r"not (?:known|asked|recorded|stated|applicable|sure|assessed|documented|discussed|obtained|mentioned|available|taken|enquired|inquired)|"
    r"unknown|unsure|uncertain|"
    r"tbc|tba|to be (?:confirmed|asked|clarified)|declined to answer|prefers? not to|cannot (?:say|recall|remember)|can.t (?:say|recall|remember)|"
    r"unable to (?:assess|say|recall|answer|obtain|ascertain)|could not (?:say|recall|be (?:assessed|obtained|asked))|(?:do(?:es)?|did)(?: not|n.t) (?:know|recall|remember|"
    r"ask)|never asked|blank|status (?:(?:is|was|currently) )?(?:unknown|unclear|uncertain|not (?:known|clear|recorded|"
    r"documented|available|checked|established)|to be \w+|pending))"
)
_UNASKED = re.compile(
    rf"(?: ?[/,&] ?[A-Za-z][\w -]{{1,24}}){{1,3}} ?[:?] ?[_. ]*$| ?[:?] ?[_. ]*$| ?[:?]? ?(?:_{{2,}}|\.{{4,}})(?![. _]*(?:(?-i:[a-z+-])|(?:yes|no|nil|none|y|n|neg|pos|nr)\b))|"
    rf" ?[:=-]? ?{_NO_ANSWER}(?!\w)",
    re.IGNORECASE,
)
_UNASKED_LABEL = re.compile(
    rf"[ :?=.-]*(?:{_NO_ANSWER}(?!\w)(?! (?:to|of|for)\b)|\(? ?(?:if (?:none|nil|no|yes)|(?:please )?(?:delete|circle|tick|specify|list|write))[ ,])",
    re.IGNORECASE,
)
_JOINED_NAMES = re.compile(
    r"(?:/[A-Za-z]+){1,3}(?= ?:)|(?: (?:or|and/or|and ?/ ?or|and) (?!no\b|not\b)[A-Za-z][\w' -]{1,40}?){1,3}(?= ?: ?(?:no|none|nil|denie[sd]|neg(?:ative)?|never|n)(?: ?[.,;)]|$))",
    re.IGNORECASE,
)  # "Prior TKI/IO: N" answers for both
# Begins with the letters themselves, which a search skips to.
_SPLIT = re.compile(
    r"[.;BbHhAa](?:(?<=[.;])(?<!\.[.;])(?![\d.]|\) +(?:below|not|un|neg|pos|[<>\d]))|(?i:(?<=\bb)ut\b|(?<=\bh)owever\b|(?<=\ba)lthough\b))"
)
_IN_FAMILY = re.compile(
    r"^ \((?:in )?(?:the )?(?:family|fam|fhx?)\)|^ (?:in|among) (?:the |her |his |their )?(?:family|relatives)(?= ?[:?])",
    re.IGNORECASE,
)
_FAMILY_AFTER = re.compile(
    r"^ (?:in|among) (?:the |her |his |their |your )?(?:family|relatives)\b", re.IGNORECASE
)
_BLANK = re.compile(
    r"^[\s_.:?=\-]*(?:(?:not (?:given|answered|stated|provided|available|recorded|asked|specified)|unknown|unspecified)\b[\s.,;)]*)?$",
    re.IGNORECASE,
)
_BEFORE_UNREAL = quick(
    r"\b(?:if|should (?:she|he|they|you|the patient)|in case of|in the event (?:of|that)|risks?(?! factors?\b)|chances? of|to (?:exclude|rule out|prevent|avoid|"
    r"screen for|look for|check for|reduce|minimi[sz]e)|prevention of|prophylaxis|screen(?:ing|ed)? for|complications?|vaccin\w+|"
    r"immuni[sz]\w+|advised|warned|monitor(?:ed|ing)? for|watch(?:ed|ing)? for|predispos\w+|eligib\w+|criteri\w+|"
    r"(?:trial|study|protocol)s? (?:needs?|requires?|demands?|asks?|says?|states?|allows?|wants?|excludes?|excluded)|exclu(?:sion|des)|inclusion|unless|"
    r"whether|(?:side[ -]?effects?|adverse (?:effects?|events?|reactions?)|toxicit(?:y|ies)|symptoms) (?:which |that )?(?:include|includes|included|including|such as|like|are|"
    r"were|of \w+ (?:are|include))|red flags?(?: \w+)? (?:for|of)|safety[ -]net\w*(?: for| re| about| regarding)?|worried about|fear of|should not|must not|before becoming|"
    r"avoid(?:ing)?|rule out|work ?up for|test(?:s|ing)? for|"
    r"precautions?|(?:patients|participants|subjects|people|women|men|patient|participant|subject) (?:must|should|have to|has to|need to)|"
    r"(?:may|could|might|can) (?:\w+ )?(?:develop|cause|get|have|lead to|result in|set off|trigger|provoke|induce|worsen|raise|precipitate))\b[^.;:]{0,90}$|"
    r"\b(?:ex|in)clusion(?: criteri\w+)? ?: [^.;:]{0,90}$|"
    r"\b(?:risks|(?<!post op )(?<!postop )(?<!postoperative )(?<!post operative )complications)\b.{0,300}$|"
    r"\bshould (?:the|an?|any) $|"
    r"\b(?:must|has to|have to|needs? to|should|please|advised to|told to|asked to|reminded to) (?:be )?(?:able to |capable of |always )?$",
    re.IGNORECASE,
)
_AFTER_UNREAL = re.compile(
    r"^[ -]*(?:prophylaxis|screening|risks?|vaccin\w+|immuni[sz]\w+|precautions?|clinic|service|ward|nurse|specialist|control|team|unit|"
    r"department|prevention|insurance|research|charity|kills|scale|questionnaire|score|surface antibod\w+|medication review|trial unit|program(?:me)?|support|guidelines?|"
    r"(?:should|must|ought to|is to|are to) (?:\w+ )?(?:be )?(?:avoided|prevented|stopped|discontinued)|to be (?:avoided|arranged|started|offered|provided|considered)|"
    r"(?:can|may|could|might|would) (?:\w+ )?(?:be|occur|develop|happen|extend|need|require|cause|result|spread))\b|"
    r"^[^.;]{0,70}\b(?:were|was|had been|have been|has been) (?:explained|discussed|outlined|reviewed with|talked)\b",
    re.IGNORECASE,
)

# "Heart", "Heart / lungs", "Heart problems" ask for the organ; "Heart attack" asks for one illness of it.
_WHOLE_QUESTION = re.compile(
    r" ?(?:$|[/,;&?(:.-]|(?:or|and|problems?|diseases?|troubles?|conditions?|disorders?|issues?|illness(?:es)?|complaints?|ever|now)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form's answer says, and where it ends in the sentence's text."""

    presence: str
    to: int


def answer_of(sentence: Sentence, mention: Mention) -> str | None:
    """The presence that a form's answer gives: `Seizures: none`, `Diabetes N`, `Pregnant? no`."""
    found = answer_at(sentence, mention)
    return found.presence if found else None


def answer_at(sentence: Sentence, mention: Mention) -> Answer | None:
    """The same with the answer's place; of two boxes the ticked one counts, and of none or both neither."""
    if sentence.ticked == "open":
        return None
    if sentence.ticked and mention.to <= sentence.cells[0][1]:
        return Answer(sentence.ticked, sentence.cells[1][1])
    if boxes := _boxes(sentence, mention):
        ticked = _ticked(boxes)
        return Answer(ticked, mention.to + boxes.end()) if ticked else None
    if sign := _sign(sentence, mention):
        return sign
    if marked := _marked(sentence, mention):
        return marked
    for rest, at in _rests(sentence, mention):
        bare = _TICK.sub("", rest)
        if bare.startswith("- ") and not bare.startswith("- ve"):
            bare = bare[2:]
        for presence, words in (("absent", _DENIED), ("present", _AFFIRMED)):
            found = words.match(bare)
            if found and not (_TO_ANOTHER.match(bare) and "allerg" not in str(mention.value)):
                return Answer(presence, at + len(rest) - len(bare) + found.end())
    return None


def _marked(sentence: Sentence, mention: Mention) -> Answer | None:
    """The answer of a mark without a box: a cross before the name, a ring or dots behind it."""
    if before := marked_before(sentence.text[: mention.at]):
        return Answer(before, mention.to)
    after = marked_answer(sentence.text[mention.to :])
    return Answer(after[0], mention.to + after[1]) if after else None


def _sign(sentence: Sentence, mention: Mention) -> Answer | None:
    """The plus or minus behind a name; a list whose items begin with a dash has none."""
    if sentence.cells or not _SIGN.search(sentence.text):
        return None
    if joint := _joint_sign(sentence, mention):
        return joint
    before = sentence.text[: mention.at]
    if _SIGNS_FIRST.search(before):
        own = _SIGN_RIGHT_BEFORE.search(before)
        return Answer(_PRESENCE[own["sign"]], mention.to) if own else None
    found = _SIGNED.match(sentence.text, mention.to)
    if not found or _in_label(sentence, mention) or _SIGN_BEFORE.search(before):
        return None
    return Answer(_PRESENCE[found["bracketed"] or found["sign"]], found.end())


def _joint_sign(sentence: Sentence, mention: Mention) -> Answer | None:
    """Its own of the signs behind a row of names, by its place in the row."""
    for row in _JOINT_SIGNS.finditer(sentence.text):
        if row.start("names") <= mention.at and mention.to <= row.end("names"):
            signs = re.findall(r"[-+]", row["signs"])
            parted = re.compile(r"[/&]")
            number = len(parted.findall(sentence.text, row.start("names"), mention.at))
            if len(signs) == len(parted.findall(row["names"])) + 1:
                return Answer(_PRESENCE[signs[number]], row.end("signs"))
            return Answer("absent", row.end("signs")) if signs == ["-"] else None
    return None


def _boxes(sentence: Sentence, mention: Mention) -> re.Match[str] | None:
    after = sentence.text[mention.to : mention.to + 80]
    return _BOXES.match(after) if _BOX_OPENS.search(after) else None


def _ticked(boxes: re.Match[str]) -> str | None:
    """What the one ticked box of two says: "Y[x] N[ ]" is present."""
    said = (
        [(boxes["first"], boxes["first_box"]), (boxes["second"], boxes["second_box"])]
        if boxes["first"]
        else [(boxes["one"], boxes["box_first"]), (boxes["two"], boxes["box_second"])]
    )
    chosen = {word.lower()[0] for word, box in said if re.search(rf"{_TICKED}|[\u2611\u2612\u25a0]", box)}
    return {"y": "present", "n": "absent"}[chosen.pop()] if len(chosen) == 1 else None


def is_unanswered(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name on a form has no answer, or still shows the options to choose from."""
    if sentence.ticked:
        return sentence.ticked == "open"
    if boxes := _boxes(sentence, mention):
        return _ticked(boxes) is None
    after = _FAMILY_AFTER.sub("", sentence.text[mention.to :])
    if marked_answer(after):
        return False
    if re.match(r" ?\[ ?\]", after):
        return True
    if _TEMPLATE.match(after) or _TEMPLATE.match(
        sentence.text[sentence.label_to :] if _in_label(sentence, mention) else ""
    ):
        return True
    if _in_label(sentence, mention) and not sentence.cells:
        said = sentence.text[sentence.label_to :]
        return bool(_BLANK.match(said) or _UNASKED_LABEL.match(said))
    return bool(_UNASKED.match(after))


def is_whole_question(sentence: Sentence, mention: Mention) -> bool:
    """Whether a marked row asks for all illness of the organ that a mention names."""
    return bool(_WHOLE_QUESTION.match(sentence.text[mention.to : sentence.cells[0][1]]))


def _rests(sentence: Sentence, mention: Mention) -> list[tuple[str, int]]:
    """The stretches in which the answer to a name may stand with their places, nearest first."""
    text = sentence.text
    number = next((n for n, cell in enumerate(sentence.cells) if cell[0] <= mention.at < cell[1]), None)
    if number is not None:
        own = (text[mention.to : sentence.cells[number][1]], mention.to)
        after = [cell for cell in sentence.cells[number + 1 :] if cell[1] > cell[0]][:1]
        return [own, *((text[at:to], at) for at, to in after)]
    if _in_label(sentence, mention):
        return [(text[sentence.label_to :], sentence.label_to)]
    after_it = text[mention.to :]
    if passed := _IN_FAMILY.match(after_it):
        after_it = after_it[passed.end() :]
    if joined := _JOINED_NAMES.match(after_it):
        after_it = after_it[joined.end() :]
    if re.match(r" ?[:?=]| - | ?[-=]> ?| ?\u2192| ?\((?:no|none|nil|yes)\)", after_it, re.IGNORECASE):
        after_it = re.sub(r"^ ?\(", "", after_it)
        return [(after_it, len(text) - len(after_it))]
    if bare := _BARE_ANSWER.match(after_it):
        return [(bare["answer"], mention.to + bare.start("answer"))]
    found = _TICKED_ANSWER.match(after_it) if _BOX_OPENS.search(after_it) else None
    return [(after_it[found.start("answer") :], mention.to + found.start("answer"))] if found else []


def _in_label(sentence: Sentence, mention: Mention) -> bool:
    return bool(sentence.label_to) and mention.to <= sentence.label_to


def clause_of(sentence: Sentence, mention: Mention) -> tuple[str, str]:
    """The words before and after a mention that belong to the same clause."""
    before = _SPLIT.split(sentence.text[: mention.at])[-1]
    after = _SPLIT.split(sentence.text[mention.to :], maxsplit=1)[0]
    return before, after


# "Long QT, sudden death in family: pt does not know".
_NOBODY_KNOWS = re.compile(
    r"[^.;:?\d]{0,40}[:?(-] ?(?:(?:the )?(?:pt|patient)|he|she|they)?,? ?(?:(?:does|do|did)(?: not|n.t) (?:know|recall|remember)|(?:is |was )?(?:not sure|unsure|unaware)\b|unknown to\b)",
    re.IGNORECASE,
)


_ITS_CONTROL = re.compile(r"^ control\b", re.IGNORECASE)
_HOW_WELL = re.compile(
    r"\b(?:good|excellent|poor|adequate|fair|reasonable|tight|bad|satisfactory|stable|inadequate)(?: \w+)? $",
    re.IGNORECASE,
)


def is_unreal(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention is only a risk, a precaution, a condition, the name of a service, or asked and not known."""
    before, after = clause_of(sentence, mention)
    asked = _NOBODY_KNOWS.match(sentence.text, mention.to)
    if _ITS_CONTROL.match(after) and _HOW_WELL.search(before):
        return False  # "good diabetes control"
    return bool(asked or _BEFORE_UNREAL.search(before) or _AFTER_UNREAL.match(after))
