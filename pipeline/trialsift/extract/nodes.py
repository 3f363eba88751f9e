"""Lymph nodes with tumour out of those examined, as each statement of a report gives them.

Parts are not added up: a total is a fact only where the text gives one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialsift.extract.making import fact_from
from trialsift.extract.node_pairs import pairs
from trialsift.extract.node_specimens import single_nodes
from trialsift.extract.node_words import COUNT, KIND, NODE, NUMBER, number
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, Nodes
from trialsift.packs.rules import Packs

_IMAGING = frozenset({"mri", "ct", "pet", "ultrasound", "imaging"})
_CLEAN = r"(?:benign|negative|reactive|unremarkable|tumou?r free|uninvolved|non ?neoplastic|free|hyperplastic|normal|non metastatic)"
_CLEAR = (
    r"(?:(?:(?!\d+ (?:\w+ )?(?:lymph |nodes))\w+,? ){0,4}?(?:negative|benign|reactive|uninvolved|unremarkable|free of|free from|tumou?r free|"
    r"without|with no|with reactive|no evidence of|no (?:evidence|metasta\w*|tumou?r|carcinoma|"
    r"malignan\w+|sarcoma|neoplasm|melanoma)|show(?:s|ing)? no|not involved|(?:is|are|were|was|all) (?:all )?(?:clear|free)|not identified))"
)
_TUMOUR = r"(?:metasta\w+|carcinoma|adenocarcinoma|tumou?r|sarcoma|melanoma|malignan\w+|disease|deposits?|neoplas\w+|involved|positive|involvement)"
_FRACTION = quick(r"(?<![\w./-])(?P<positive>\d{1,3}) ?/ ?(?P<examined>\d{1,3})(?![\w/]|\.\d)")
_OF = quick(
    # "I of 20" and "l of 20" are how scanners read "1 of 20".
    rf"(?P<positive>{NUMBER}|(?<![\w.])(?<!Page )(?<!page )[lIL](?= of \d)) ?(?:{NODE})? ?(?:positive |involved )?"
    rf"(?:out )?(?:of|from|in)(?: the| a total of)? (?P<examined>(?!no\b|none\b|a single\b|single\b|all\b){NUMBER})"
    r"(?! (?:sections|blocks|levels|slides|cores|hpf|containers))",
    re.IGNORECASE,
)
_CLEAN_NODES = quick(
    rf"(?P<examined>{NUMBER}),? (?:\w+ ){{0,2}}?{_CLEAN},?(?: \w+){{0,4}}? (?:{NODE})\b", re.IGNORECASE
)
_NODES_CLEAR = quick(
    rf"(?P<examined>{NUMBER}){KIND} ?(?:{NODE})\b ?(?:\(?\d{{1,3}} ?/ ?\d{{1,3}}\)? ?)?[ ,;:.-]*{_CLEAR}",
    re.IGNORECASE,
)
_NONE_IN = quick(
    rf"\b(?:no|negative for|free of|without|absence of)\b(?:[ .]{{1,2}}\w+){{0,6}}[ .]{{1,2}}(?:in|of|among|within)(?: the| all| any of| all of)? (?P<examined>{NUMBER}){KIND} ?(?:{NODE})\b",
    re.IGNORECASE,
)
# "… in any of 5 left groin nodes or 3 iliac nodes": the denial goes on.
_NOR_IN = re.compile(
    rf"(?: (?:in|from|of|along)(?: the)?(?: [a-z]+){{1,3}}[.,]?| (?:tested|examined|identified))?,? (?:or|and|nor)(?: in| any of| of)* (?P<examined>{NUMBER}){KIND} ?(?:{NODE})\b",
    re.IGNORECASE,
)
_TIMES_CLEAR = quick(rf"(?:{NODE})\b,? ?\(? ?x ?(?P<examined>\d{{1,3}})\)?[ ,;:-]*{_CLEAR}", re.IGNORECASE)
_TUMOUR_IN = quick(
    rf"\b{_TUMOUR}\b(?: \w+){{0,4}}? (?:in|to|involving|(?<!out )(?<! [lIL] )of)(?: the)? (?P<positive>{NUMBER}){KIND} ?(?:{NODE})\b",
    re.IGNORECASE,
)
_NODES_TUMOUR = quick(
    rf"(?P<positive>{NUMBER})(?: \w+){{0,3}}? (?:{NODE})\b,? ?(?:(?!{COUNT}\b)\w+ ){{0,2}}?(?:positive|with metasta\w+|involved|show(?:s|ing)? metasta\w+|contain\w* metasta\w+|with tumou?r|"
    r"(?:completely |almost )?replaced by)"
    r"(?! for (?:isolated|individual))",
    re.IGNORECASE,
)
_NOT_NODES = quick(
    r"\b(?:grade|score|sbr|nottingham|gleason|richardson|g|her ?2|er|pr|stain\w*|cassettes?|blocks?|level|slides?|ps|ecog|pain|power|mib|station|part|"
    r"mitos\w+|nuclei|tubul\w+|necrosis|differentiation|fnclcc|tumou?rs?|margins?|bp|on|dated?)[ :=(]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r" ?(?:hpf|mm|cm|months?|weeks?|days?|years?|yrs?|hours?|power|pain|systolic|murmur|\( ?mild)",
    re.IGNORECASE,
)
# Single cells seen with a stain leave a node negative (AJCC pN0(i+)).
_ISOLATED = r"(?:rare |scattered |few |only |occasional )*(?:isolated|individual) (?:tumou?r|cytokeratin|keratin|malignant|cells?)"
_ISOLATED_NEXT = re.compile(
    rf"[\w ()/]{{0,24}}?\b(?:positive for|with|contain\w*|show(?:s|ing)?) {_ISOLATED}", re.IGNORECASE
)
_NODES_ISOLATED = quick(
    rf"(?P<examined>{NUMBER}){KIND} ?(?:{NODE})\b[ ,:-]*(?:positive for|with|contain\w*|show(?:s|ing)?) {_ISOLATED}",
    re.IGNORECASE,
)
# "(see parts D and E)": the count tells once more what those parts tell.
REFERS = re.compile(
    r"[^;]{0,60}?\(?\b(?:see )?(?:parts?|specimens?) (?P<parts>\"?[A-Z]\b[^()]{0,30}?)(?: above| below)? ?\)",
    re.IGNORECASE,
)
_NOT_ANY = re.compile(r"\b(?:no|not|negative for|without)\b[\w ]{0,30}$", re.IGNORECASE)
_OPENS = re.compile(r"(?:[:-] ?|^\W*)$")
_AWAY = 110
_MOST_NODES = 200
_FIELDS_APART = 4  # sentences between the two fields of one form
_IN_BRACKETS = re.compile(r"\( ?(?P<positive>\d{1,3}) ?/ ?(?P<examined>\d{1,3}) ?\)")
# "Metastasis in 4 to 6 nodes" is what pN2 means, not what was found.
_RANGE = re.compile(r"\b\d+ ?(?:-|to|or) ?$", re.IGNORECASE)
_RANGE_NEXT = re.compile(r" ?(?:-|to|or) ?(?:\d|more\b)", re.IGNORECASE)
_FORM = quick(r"\b(?:total )?number of [\w '/]{3,70}(?:\([^()]{1,30}\) ?)?[:=] ?$", re.IGNORECASE)
_LABEL_NUMBER = re.compile(
    rf"^ ?(?:\([^)]*\) ?)?[:=.-]{{0,2}} ?(?P<number>{COUNT})(?![\w/-]|\.\d| ?/)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Count:
    positive: int | None
    examined: int | None
    at: int
    to: int


@dataclass(frozen=True, slots=True)
class _Field:
    """One number of a form; clean is the last line before it that calls nodes benign."""

    sentence: Sentence
    mention: Mention
    number: int
    clean: Sentence | None

    @property
    def role(self) -> str:
        return self.mention.role


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Node counts; nodes that are only listed, measured or put in cassettes give none."""
    if reading.document in _IMAGING:
        return []
    found: list[Fact] = []
    title: Sentence | None = None
    for sentence in reading.sentences:
        nodes = [
            mention for mention in sentence.mentions if mention.kind == "nodes" and mention.role == "node"
        ]
        counts = _counts(sentence.text, nodes) if nodes else []
        found += [_fact(reading, sentence, _nearest(nodes, count), count) for count in counts]
        if title and not nodes and (below := _below_title(reading, title, sentence)):
            found.append(below)
        title = sentence if nodes and not counts else None
    found += _labelled(reading)
    return found + list(single_nodes(reading, found))


def _below_title(reading: Reading, title: Sentence, sentence: Sentence) -> Fact | None:
    """ "Lymph nodes, station 5:" | "No carcinoma identified (0/2)": the fraction in brackets counts the nodes above."""
    said = next((item for item in sentence.mentions if item.kind == "nodes" and item.role == "verdict"), None)
    match = _IN_BRACKETS.search(sentence.text)
    if said is None or match is None or sentence.index - title.index != 1 or sentence.part != title.part:
        return None
    positive, examined = int(match["positive"]), int(match["examined"])
    if not 0 < examined < _MOST_NODES or positive > examined:
        return None
    return _fact(reading, sentence, said, _Count(positive, examined, match.start(), match.end()))


def _fact(reading: Reading, sentence: Sentence, mention: Mention, count: _Count) -> Fact:
    doubt = mention.assertion.presence == "uncertain"
    other = reading.document != "pathology" and bool(_OTHER_CANCER.search(sentence.text))
    retold = REFERS.match(sentence.text, count.to)
    return fact_from(
        reading, sentence, [mention], kind="nodes", value=Nodes(positive=count.positive, examined=count.examined),
        at=count.at, to=retold.end() if retold else count.to, presence="uncertain" if doubt else "present",
        about="other_tumour" if other else "this_tumour",
    )  # fmt: skip


_OTHER_CANCER = re.compile(
    r"\b(?:breast|colon|bowel|prostate|lung|carcinoma|melanoma|dcis|ductal)\b", re.IGNORECASE
)


def _nearest(nodes: list[Mention], count: _Count) -> Mention:
    return min(nodes, key=lambda item: min(abs(item.at - count.to), abs(count.at - item.to)))


def _counts(text: str, nodes: list[Mention]) -> list[_Count]:
    """The counts of a sentence, each once: "two of five nodes (2/5)" is one."""
    kept: list[_Count] = []
    for count in sorted(_all_counts(text), key=lambda item: (item.examined is None, item.at)):
        near = any(min(abs(item.at - count.to), abs(count.at - item.to)) < _AWAY for item in nodes)
        if near and not any(_same(count, other, text) for other in kept):
            kept.append(count)
    return sorted(kept, key=lambda item: item.at)


def _same(count: _Count, other: _Count, text: str) -> bool:
    """Whether two counts overlap, or one stands in brackets behind the other and says the same."""
    if count.at < other.to and other.at < count.to:
        return True
    first, second = sorted((count, other), key=lambda item: item.at)
    between = text[first.to : second.at]
    alike = first.examined in {second.examined, None} or first.positive == second.positive == None  # noqa: E711
    return alike and len(between) < 90 and not re.search(r"; | - |\d", between)


def _all_counts(text: str) -> Iterator[_Count]:
    for pair in pairs(text):
        yield _Count(*pair)
    yield from _ratios(text)
    for match in _NONE_IN.finditer(text):
        yield from _nor_in(text, match)
    for pattern in (_CLEAN_NODES, _NODES_CLEAR, _NONE_IN, _TIMES_CLEAR, _NODES_ISOLATED):
        for match in pattern.finditer(text):
            examined = number(match["examined"])
            if examined and not _NOT_NODES.search(text[: match.start()]):
                yield _Count(0, examined, match.start(), match.end())
    for pattern in (_TUMOUR_IN, _NODES_TUMOUR):
        for match in pattern.finditer(text):
            positive = None if _is_range(text, match) else number(match["positive"])
            if positive and not _NOT_ANY.search(text[: match.start()]):
                # "Sentinel node, biopsy: one lymph node positive" describes all that the specimen held.
                whole = pattern is _NODES_TUMOUR and _OPENS.search(text[: match.start()])
                yield _Count(positive, positive if whole else None, match.start(), match.end())


def _nor_in(text: str, match: re.Match[str]) -> Iterator[_Count]:
    """The further nodes that a denial goes on to: "in any of 12 ileal nodes or 34 colic nodes"."""
    while following := _NOR_IN.match(text, match.end()):
        if examined := number(following["examined"]):
            yield _Count(0, examined, following.start("examined"), following.end())
        match = following


def _is_range(text: str, match: re.Match[str]) -> bool:
    at, to = match.span("positive")
    return bool(_RANGE.search(text[:at]) or _RANGE_NEXT.match(text, to))


def _ratios(text: str) -> Iterator[_Count]:
    for pattern in (_FRACTION, _OF):
        for match in pattern.finditer(text):
            positive, examined = number(match["positive"]), number(match["examined"])
            if positive is None or examined is None or not _is_of_nodes(text, match):
                continue
            positive = examined if match["positive"].lower() == "all" else positive
            positive = 0 if _ISOLATED_NEXT.match(text, match.end()) else positive
            if positive <= examined and 0 < examined < _MOST_NODES:
                form = _FORM.search(text[: match.start()])
                yield _Count(positive, examined, form.start() if form else match.start(), match.end())


def _is_of_nodes(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    return not _NOT_NODES.search(before) and not _AFTER.match(text, match.end())


def _labelled(reading: Reading) -> Iterator[Fact]:
    """The two fields of a form, "number examined" and "number involved", as one count.

    A number examined alone is of clean nodes where the line above says so ("Benign lymph nodes").
    """
    held: _Field | None = None
    clean: Sentence | None = None
    for sentence in reading.sentences:
        for mention in sentence.mentions:
            if _is_clean(mention):
                clean = sentence
            counted = _after_label(sentence, mention)
            if counted is None:
                continue
            field = _Field(sentence, mention, counted, clean)
            if held and held.role != field.role and sentence.index - held.sentence.index <= _FIELDS_APART:
                yield _pair(reading, held, field)
                held = None
                continue
            yield from _alone(reading, held)
            held = field
    yield from _alone(reading, held)


def _is_clean(mention: Mention) -> bool:
    return mention.kind == "nodes" and mention.role == "verdict" and mention.value == "negative"


def _alone(reading: Reading, field: _Field | None) -> Iterator[Fact]:
    """A field without its other half."""
    if field is None:
        return
    mention, clean = field.mention, field.clean
    if field.role == "involved":
        yield _fact(reading, field.sentence, mention, _Count(field.number, None, mention.at, mention.to))
    elif (
        clean
        and field.number
        and clean.part == field.sentence.part
        and field.sentence.index - clean.index <= _FIELDS_APART
    ):
        yield _fact(reading, field.sentence, mention, _Count(0, field.number, mention.at, mention.to))


def _after_label(sentence: Sentence, mention: Mention) -> int | None:
    if mention.kind != "nodes" or mention.role not in {"examined", "involved"}:
        return None
    match = _LABEL_NUMBER.match(sentence.text[mention.to :])
    return number(match["number"]) if match else None


def _pair(reading: Reading, first: _Field, second: _Field) -> Fact:
    numbers = {first.role: first.number, second.role: second.number}
    # More involved than examined: the two answers have changed places.
    value = Nodes(positive=min(numbers.values()), examined=max(numbers.values()))
    same = first.sentence.index == second.sentence.index
    mentions = [first.mention, second.mention] if same else [second.mention]
    return fact_from(reading, second.sentence, mentions, kind="nodes", value=value)
