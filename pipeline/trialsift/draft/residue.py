"""Which words of a criterion no condition stands for.

A criterion is modelled only when all its words are accounted for: by the terms, bounds and windows of its
conditions, or because they are of the frame that all criteria share ("patients must have a history of …").
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence

from trialsift.draft.bounds import bounds_in
from trialsift.draft.frame import ACTIVE_WORDS, CONCEPT_WORDS, FRAME_WORDS, KIND_WORDS
from trialsift.draft.nodes import Node
from trialsift.draft.variables import names_in

Span = tuple[int, int]

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*")
_FRAME = frozenset(FRAME_WORDS.split())
_PHRASES = re.compile(
    r"\b(?:due|owing)\s+to\s+(?:the\s+)?risk\b[^.;]*|\b(?:that|which)?\s*(?:are\s+|is\s+|may\s+|would\s+|could\s+)?(?:likely\s+to\s+)?interfer(?:e|ing)\s+with\b[^.;,]*"
    r"|\b(?:that|which)\s+(?:would|may|might|could)?\s*(?:prohibits?|precludes?|limits?)\s+(?:obtaining|giving|compliance|informed|study)\b[^.;,]*|\(?\be\.\s?g\.?(?:\([^()]*\)|[^.;()])*|\bexamples?\s+(?:of\s+\w+\s+)?(?:include|are)\b"
    r"|\b(?:at|on|before|after|until|since)\s+(?:the\s+)?(?:time|day|date|moment)?\s*(?:of\s+|that\s+|when\s+)?(?:the\s+)?(?:signing\s+(?:of\s+)?|signature\s+of\s+|providing\s+|giving\s+)?(?:the\s+|an?\s+|written\s+)*(?:informed\s+)?consent(?:\s+form)?(?:\s*\(ICF\))?"
    r"|\b(?:but\s+)?(?:are\s+)?not\s+limited\s+to\b|\bin\s+the\s+opinion\s+of\s+the\s+(?:treating\s+)?investigator|\b(?:e\.\s?g|i\.\s?e|etc)\.?"
    r"|\b(?:first|last)\s+(?:dose|administration|day)\s+of\s+(?:the\s+)?(?:study|trial|investigational|protocol)\s+(?:drug|treatment|therapy|intervention|medication|agent)s?"
    r"|\b(?:in|per|by)\s+(?:the\s+)?(?:treating\s+|local\s+|site\s+)*investigator(?:'s)?(?:\s*/\s*radiology)?(?:\s+(?:judge?ment|opinion|assessment))?"
    r"|\ballogene?ic\s+(?:tissue\s*(?:/|or)\s*)?(?:solid\s+)?(?=organ\b)|\bha?ematopoietic\s+(?=stem\s+cell)"
    r"|\b(?:and\s+)?(?:patients?|participants?|subjects?)\s+must\s+have\s+recovered\s+from\b[^.;]*"
    r"|\b(?:study|trial|protocol)[\s-]+(?:specific\s+)?(?:procedures?|drugs?|treatments?|therap(?:y|ies)|interventions?|medications?)\b",
    re.IGNORECASE,
)
_KIND = re.compile(r"(?<!sympt)(?<!sarc)omas?$|^leuka?emias?$", re.IGNORECASE)
# Words that turn what is asked, and further illnesses of a list: never let pass as one odd word.
_TURNS = re.compile(
    r"(?:cortico)?steroids?|immunosuppress\w+|intravenous|iv|parenteral|grades?|severe|life-threatening|hospitali[sz]\w+|palliative|complications?|deteriorat\w+"
    r"|progressive|direct|pure|mixed|arterial|autologous|allogene?ic|abdominal|pelvic|limb|plan(?:s|ning)?|children|not-\w+"
    r"|\w{3,}(?:itis|osis|pathy|pathies|rrh?o?ea|emia|illnesses)|inflammatory|pulmonary|diarrhoea",
    re.IGNORECASE,
)
SPARE = 0.15  # share of the asking words that may go unaccounted for: a long list, one odd word
_NAMED = 8  # words of the rest that a note names


def rest_of(
    text: str,
    covered: Iterable[Span],
    nodes: Sequence[Node],
    *,
    bounds: Collection[str],
    spare: float = SPARE,
) -> tuple[str, ...]:
    """The content words that nothing covers, in order, none twice; () for a few among many.

    covered are the places of terms, nodes the conditions made of them; bounds names the
    variables whose bounds are part of a condition; spare is the share of words that may go.
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
    kinds = [
        word for word in rest if _KIND.search(word) and '"histology":' in json.dumps(nodes)
    ]  # none of a list of tumours may be lost
    turned = any(_TURNS.fullmatch(word) for word in rest)
    return tuple(dict.fromkeys(rest)) if kinds or turned or len(rest) > spare * len(asked) else ()


def _words_beside(nodes: Sequence[Node]) -> frozenset[str]:
    shown = json.dumps(nodes)
    held = [words for kind, words in KIND_WORDS.items() if f'"{kind}":' in shown]
    held += [words for concept, words in CONCEPT_WORDS.items() if f'"{concept}"' in shown]
    held += [ACTIVE_WORDS] if '"status": "active"' in shown else []
    return frozenset(" ".join(held).split())


def in_words(rest: Sequence[str]) -> str:
    """ "the words bone, marrow, biopsy": what a note says of a rest."""
    shown = ", ".join(rest[:_NAMED])
    return f"the words {shown}{' …' if len(rest) > _NAMED else ''}"
