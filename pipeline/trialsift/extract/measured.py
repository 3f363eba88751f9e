"""What a size in a sentence measures: the nearest head noun decides, not the mere company of a tumour.

"A 5 cm mass", "mass, 5 cm", "mass in the uterus, which measures 5 cm" measure the mass; "uterus with
a mass", "portion of tumour, 5 cm" and "tumour is 5 cm from the margin" do not.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from trialsift.extract.quantities import Size
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

Thing = Literal["tumour", "nodule", "other", "edge"]

_FILLER = re.compile(
    r"(?: ?,? ?(?:in|at|as)? ?(?:its |the |their )?(?:greatest|maximum|maximal|max\.?|largest|longest|overall|aggregate|widest|gross|single|linear|"
    r"long|short|size|sized|dimensions?|diam(?:eters?)?\.?|dim\.?|extent|axis|across|approximately|each))*+",
    re.IGNORECASE,
)
# Where the noun phrase that a size opens ("a 5 cm firm white mass of …") comes to its end.
_PHRASE_END = re.compile(
    r"[;:()\[\]\"+]|\.(?= |$)| - | -|(?<![\w])(?:in|of|on|at|to(?! (?:poor|moder|well|high|intermed|firm|soft|tan|white|gr[ae]y|pink|yellow|red|brown))|"
    r"with|without|from|by|for|is|was|are|were|has|had|have|and|or|which|that|whose|"
    r"there|it|this|within|into|over|above|below|between|along|involving|measuring|measures|extending|abuts|abutting|arising|overlies|overlying|covers|covering|bearing|"
    r"shows?|contains?|containing(?= (?:an?|the|one|two|multiple|several|\d))|occup\w+|located|attached|replac\w+|invad\w+|seen|noted|identified|present|near|beneath|under|around|beside|the)\b",
    re.IGNORECASE,
)
_OPENS = quick(
    r"(?:^|\b(?:a|an|the|this|that|another|one|two|three|single|solitary|large|small|huge|big|by|irregular|firm|white|tan|well|its|his|her|"
    r"about|approximately|approx\.?|solid|deep|circumscribed|residual|dominant|main|palpable|stable|of a|known|massive|bulky|roughly|ill|poorly|defined|"
    r"grossly|ovoid|oval|round|rounded|lobulated|lobular|exophytic|indurated|delineated|max|maximum|up to|least)) ?(?:\(|,|~|<|>)? ?$",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"(?:measur\w+|siz\w+|dimensions?|diam(?:eters?)?\.?|extent|[:=,(]|-|\bof|\bwith|\bis|\bwas|\bare|\bbeing|\bnow|\bspanning|\bup to|\babout|\bapproximately|\bthan|\bapprox\.?|\bby|"
    r"\bdimension of|\bto|~|<|>|"
    r"\bbeen|\bax[ie]s|\blength|\b[cm]m|\bpre ?-?(?:treatment|op(?:erative(?:ly)?)?|therapy|chemo\w*|radio\w*|RT|biopsy)|\bbaseline|\binitially|"
    r"\bat least|\bestimated|\baggregate|\bhad|\bhas|\bnearly|\balmost|\bpreviously|\bcurrently|\bfrom|\bwere|\bgreatest|\blargest|\bin|\bcirca|\bit as|\bca\.?|\)) ?$",
    re.IGNORECASE,
)
_OBJECT = quick(
    r"\b(?:of|in|on|over|within|involving|occupying|replacing|arising from|arising in|arising within|from|into|through|at|to|near|along|beneath|under|adjacent to|"
    r"displacing|compressing|effacing|overlying|encasing|abutting|attached to|surrounding|invading|infiltrating|(?<!fat )(?<!fluid )containing|for|"
    r"abuts|displaces|infiltrates|invades|encases|close to|behind|between|beside|next to|around|above|below|deep to|medial to|lateral to|anterior to|posterior to|proximal to|distal to|separate from)"
    r"(?: (?:the|a|an|this|her|his|its|both|right|left|rt|lt|r|l))*(?: [\w/]+){0,3} ?$",
    re.IGNORECASE,
)
# "Lump R arm": a side alone puts the lump in what follows.
_SIDED = re.compile(
    r" \(?(?:left|right|L|R|Lt|Rt|both)\)?\.?(?: (?:upper|lower|proximal|distal|mid|medial|lateral|anterior|posterior))* ",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"; |\. (?=[A-Z])|, (?:and|with) (?:a|an|the|attached|also)\b", re.IGNORECASE)
# "A mass of 7 cm containing a cyst of 3 cm": the earlier noun has a size of its own.
_SIZED = re.compile(r"\d ?[cm]m,? (?:which )?contain", re.IGNORECASE)
# What a tumour does with its surroundings: the length after it is the surroundings', unless a measure follows.
_DOES = re.compile(
    r"\b(?:adheres|extends|invades|infiltrates|penetrates|displaces|comes|abuts|reaches|protrudes|approaches|lies|runs|courses|encases|contacts|touches)\b"
    r"(?!.*\b(?:measur|siz|dimension|diameter|greatest|maxim|in length|craniocaudal))",
    re.IGNORECASE,
)
# Where a list that lost its line breaks goes on to the next item.
_ITEM = re.compile(r"[.,] ?-{1,2} ?(?=[A-Z])|\. -(?=[A-Z])")
# A length that is told of a tumour without being its size.
_NO_SIZE_AFTER = re.compile(
    r" ?,? ?\)? ?(?:clear\b(?![ -](?:cell|cut|edge|border|contour))|"
    r"of (?:(?:the|mild|perilesional|surrounding|adjacent|reactive|peritumou?ral) )*(?:o?edema|fluid)\b|"
    r"\(?from\b(?! \w+ to )|\. ?(?-i:from)\b(?! \w+ to )|above|below|beneath|under|away|beyond|proximal\b(?! thigh| (?:arm|leg|femur|forearm))|"
    r"superior to|inferior to|deep to|posterior to|anterior to|caudal to|cranial to|lateral to|medial to|distal to|short of|off|to the|of (?:the )?(?:\w+ )?margin|of clearance|clearance|"
    r"of contact|of (?:midline|shift|clearance|length|the)|margins?\b|of (?:normal|uninvolved|skin|fat|muscle|the|its)\b(?! (?:thigh|calf|arm|forearm|leg|"
    r"buttock|shoulder|back))|thick|in thickness|in depth|(?<!, )deep(?= ?[.,;)]|$)|"
    r"slices?|sections?|intervals?|collimation|cuts|(?:larger|smaller|bigger|longer|shorter|more|less) than|of (?:growth|shrinkage|change)|"
    r"(?<!, )short axis|wall|behind|into\b|incision|skin|anterior margin|rim|per\b|punch|needle|gauge|cannula|port|trocar|stapler|drill|guide|screws?|balloon|scope|increments?)",
    re.IGNORECASE,
)
_NO_SIZE_BEFORE = quick(
    r"\b(?:within|plus|distances?(?: of| is)?|clear by|clearance(?: of)?|margins?(?: of| is| was)?|depth(?: of| is)?|depth of|thickness(?: of| is| was)?|over(?: a (?:length|distance) of)?|"
    r"for(?: (?:a|at least|another))?(?: (?:further|length|distance))(?: of)?|for|(?<!one )(?<!two )(?<!\d )out of|"
    r"away|separated(?: \w+){0,3} by|every|at|length of|extends?(?: for| over| to)?|extending|remote(?: at)?|short axis(?: of| measuring| diameter)?|gap of|displaced by|"
    r"to within|cuff of|further|additional|contact(?: \w+){0,2} (?:over|for|of)|margin of|invad\w+(?: \w+){0,3} by|penetrates(?: \w+){0,4}|close|spanning|additional dimensions?|"
    r"(?:solid|fatty|non ?-?fatty|non ?-?lipogenic|cystic|necrotic|dedifferentiated|enhancing) (?:component|part|portion|area)(?: of)?|"
    r"(?:growth|increas\w+|decreas\w+|reduction|reduced|gr[oe]wn?|shr[iu]nk\w*|difference|enlarged)(?: in size| in (?:the |its )?(?:\w+ ){0,2}(?:diameter|dimension|size))? (?:of|by)|"
    r"slices? of|sectioned at|protrudes|projects|raised|elevated|elevation of) ?(?:about |approximately |approx\.? |up to |some |at least |~ ?|< ?|> ?|less than |more than |"
    r"only |likely |roughly |= ?|\( ?)*$"
    r"|\bcontact (?:between|length)\b[^.;,\d]*$|\b(?:length|extent|area|zone) of contact\b[^.;,\d]*$",
    re.IGNORECASE,
)

_STAYS_AT = re.compile(
    r"\b(?:stable|unchanged|static|constant|remains?|stays?|now|still) at ?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun that a size can measure, where it stands, and the mention it came from."""

    thing: Thing
    at: int
    to: int
    mention: Mention


def nouns_in(sentence: Sentence, *, benign: Collection[str]) -> tuple[Noun, ...]:
    """The nouns of a sentence in text order; one inside a longer one is left out ("tissue" in "soft tissue mass").

    A named tumour type is a tumour, unless its term is one of the benign ones.
    """
    found = [
        noun
        for mention in sentence.mentions
        if (noun := _noun(mention, benign)) and not _ADJECTIVE.match(sentence.text, noun.to)
    ]
    outer = [
        noun
        for noun in found
        if not any(
            other.at <= noun.at
            and noun.to <= other.to
            and (
                other.to - other.at > noun.to - noun.at or (other.thing == "other" and noun.thing != "other")
            )
            for other in found
        )
    ]
    return tuple(sorted(outer, key=lambda noun: (noun.at, noun.thing != "other")))


# "A fat containing mass": the word only describes what follows.
_ADJECTIVE = re.compile(
    r"[ -](?:containing|density|intensity|attenuation|signal|echogenicity|bearing|forming|rich|poor|like|based)\b|(?<=extension) ?(?:[:=]|(?:is|of) \d)",
    re.IGNORECASE,
)
_ROLES: Mapping[str, Thing] = {"tumour": "tumour", "nodule": "nodule", "other": "other", "edge": "edge"}


def _noun(mention: Mention, benign: Collection[str]) -> Noun | None:
    if mention.kind == "tumour_size" and mention.role in _ROLES:
        return Noun(thing=_ROLES[mention.role], at=mention.at, to=mention.to, mention=mention)
    if mention.kind == "histology" and mention.role == "histology":
        harmless = str(mention.value) in benign or "cyst" in mention.words.lower()
        thing: Thing = "other" if harmless else "tumour"
        return Noun(thing=thing, at=mention.at, to=mention.to, mention=mention)
    return None


_LENGTHWISE = frozenset({"craniocaudal", "craniocaudally", "cranio caudal", "longitudinal", "longitudinally"})
_DEPTHS = frozenset({"depth", "deep", "thick", "thickness", "height", "high", "tall"})


def is_no_size(text: str, size: Size) -> bool:
    """Whether the words beside a length say that it is a distance, a depth, an extent or a device."""
    if len(size.dims_mm) == 1 and _DEPTHS.intersection(size.axes):
        return True
    before = _NO_SIZE_BEFORE.search(text, max(0, size.at - 60), size.at)
    if before and _STAYS_AT.search(text, 0, size.at):
        before = None
    if before and len(size.dims_mm) > 1 and len(size.axes) > 1:
        before = None  # "extends over 8 cm craniocaudally, 6 cm transverse": two named axes are no distance
    if before and before.group().startswith("extend") and _LENGTHWISE.intersection(size.axes):
        before = None  # "extends craniocaudally over 7 cm"
    after = _NO_SIZE_AFTER.match(text, size.to)
    if after and _WHERE.fullmatch(after.group()) and (len(size.dims_mm) > 1 or "," in after.group()):
        after = None
    return bool(before or after)


# "8 x 6 cm, deep to the fascia": where it lies, not how far away.
_WHERE = re.compile(
    r" ?,? ?(?:above|below|beneath|under|behind|proximal|(?:deep|superior|inferior|posterior|anterior|caudal|cranial|lateral|medial|distal) to)",
    re.IGNORECASE,
)


_WHOLE = re.compile(
    r"(?: \w+)?[,;(-] ?(?:with |its |of )?(?:(?:total|overall|entire) (?:dimensions?|size|diameters?|measurements?)|(?:dimensions?|measuring|measures) in (?:total|all))(?: (?:of|is|are))?:? ?",
    re.IGNORECASE,
)
UNKNOWN: Literal["unknown"] = "unknown"


def head_of(text: str, size: Size, nouns: Sequence[Noun]) -> Noun | Literal["unknown"] | None:
    """The noun that a size measures; "unknown" for a noun no rule knows; None when the sentence names none."""
    ahead = _ahead(text, size, nouns)
    if ahead is not None:
        return ahead
    return _behind(text, size, [noun for noun in nouns if noun.to <= size.at])


_TOLD_OF_IT = re.compile(r"\W*(?:it|this|which) (?:now |currently )?measures\b[^.;]{0,30}$", re.IGNORECASE)


def _ahead(text: str, size: Size, nouns: Sequence[Noun]) -> Noun | Literal["unknown"] | None:
    """The head of the phrase that the size opens: the last known noun before the phrase ends."""
    filler = _FILLER.match(text, size.to)
    start = filler.end() if filler else size.to
    ends = (match.start() for match in _PHRASE_END.finditer(text, start))
    # "Ellipse of skin" is one noun.
    stretch_end = next((end for end in ends if not any(noun.at < end < noun.to for noun in nouns)), len(text))
    inside = [noun for noun in nouns if start <= noun.at and noun.to <= stretch_end]
    # "5 cm firm, white mass, skin intact": commas part adjectives before the noun, and end the phrase after it.
    comma = text.find(",", inside[0].to if inside else start, stretch_end)
    if comma >= 0:
        stretch_end = comma
        inside = [noun for noun in inside if noun.to <= stretch_end]
    words = text[start:stretch_end].strip(" ,.")
    opens = bool(_OPENS.search(text[: size.at]))
    first = not any(noun.to <= size.at for noun in nouns) or text[: size.at].rstrip().endswith(":")
    first = first and not _TOLD_OF_IT.match(text[: size.at])
    if not opens and not first and text.startswith((",", " ,"), start):
        return None  # "mass 5 cm, femoral artery …": the comma closes what "mass" began
    if inside and (opens or first or not _MEASURES.search(text[: size.at])):
        return inside[-1]
    if opens and words and size.at > 0 and not _MEASURES.search(text[: size.at]):
        return UNKNOWN
    return None


# Where a mass lies: "lesion in the upper third of the leg involving soleus, 11 x 9 x 9 cm".
SEATS = frozenset({"arm", "leg", "limb", "finger", "toe", "muscle", "segment"})


def _but_a_seat(nouns: Sequence[Noun]) -> Noun:
    """The last noun; a tumour before it where the last only says in which part of the body it lies."""
    lasting = [noun for noun in nouns if noun.thing != "other" or noun.mention.words.lower() not in SEATS]
    return lasting[-1] if lasting and lasting[-1].thing == "tumour" else nouns[-1]


def _behind(text: str, size: Size, nouns: Sequence[Noun]) -> Noun | Literal["unknown"] | None:
    """The subject before the size: the nearest noun, or the one that the nearest only describes."""
    if not nouns:
        return None
    nearest = _but_a_seat(nouns)
    between = text[nearest.to : size.at]
    if _WHOLE.fullmatch(between):
        return nouns[0]  # "a mass between the muscles and the chest wall, total dimensions 14 x 9 cm"
    if _ITEM.search(between):
        return None
    if nearest.thing == "edge":
        return nearest
    if len(between.split()) > 3 and not _MEASURES.search(text[: size.at]):
        return UNKNOWN
    if _DOES.search(between):
        return UNKNOWN
    for earlier in reversed(nouns[:-1]):
        link = text[earlier.to : nearest.at]
        placed = _OBJECT.search(link.rstrip()[-80:] + " ") or _SIDED.fullmatch(link)
        if _CLAUSE.search(link) or not placed or len(link.split()) > 12 or _SIZED.search(link):
            break
        if earlier.thing == "edge":
            return earlier
        nearest = earlier
    return UNKNOWN if _DOES.search(text[nearest.to : size.at]) else nearest
