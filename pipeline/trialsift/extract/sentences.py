"""Words of a piece -> the Sentence that fact kinds see, with its mentions."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from trialsift.extract.assertion import Cue, assertion_of
from trialsift.extract.components import Target
from trialsift.extract.layout import Piece
from trialsift.extract.reading import Mention, Sentence
from trialsift.extract.words import Word, spaced
from trialsift.packs.rules import FactRule


class Worded(NamedTuple):
    """A piece as words: its number among the note's pieces, the normalised text, where each word begins in it."""

    number: int
    piece: Piece
    words: list[Word]
    text: str
    at: tuple[int, ...]


def worded(number: int, piece: Piece, words: list[Word]) -> Worded:
    """A piece with its words and their text."""
    text, at = spaced(words)
    return Worded(number, piece, words, text, at)


def sentence_of(item: Worded, label: tuple[str, int], mentions: Sequence[Mention]) -> Sentence:
    """The sentence of a piece; label is its label and where its value begins (see `label_of`)."""
    _, starts, ends = zip(*item.words, strict=True)
    piece = item.piece
    return Sentence(
        text=item.text, at=item.at, starts=starts, ends=ends,
        section=piece.section, heading=piece.heading, part=piece.part, label=label[0], label_to=label[1],
        cells=tuple(_cell(cell, starts, item.at, item.text) for cell in piece.cells),
        header=piece.header, ticked=piece.ticked, block=piece.block, index=item.number,
        mentions=tuple(sorted(mentions, key=_place)),
    )  # fmt: skip


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.at, mention.to, mention.rule_id


def label_of(item: Worded) -> tuple[str, int]:
    """The label of a pair (or a table row's first cell) in normal form, and where its value begins."""
    piece, words, text, at = item.piece, item.words, item.text, item.at
    place = piece.label or (piece.cells[0] if piece.cells else None)
    if place is None:
        return "", 0
    after = word_after(words, place[1])
    label = text[: at[after] if after < len(at) else len(text)]
    if piece.label and after < len(words) and words[after].text in {":", "."}:
        after += 1
        while after < len(words) and words[after].text in {":", ".", "_"}:
            after += 1
    return label.strip(), at[after] if after < len(at) else len(text)


def _cell(cell: tuple[int, int], starts: tuple[int, ...], at: tuple[int, ...], text: str) -> tuple[int, int]:
    first, last = bisect_left(starts, cell[0]), bisect_left(starts, cell[1])
    begin = at[first] if first < len(at) else len(text)
    end = at[last] if last < len(at) else len(text)
    return begin, begin + len(text[begin:end].rstrip())


def _starts(word: Word) -> int:
    return word.start


def word_after(words: Sequence[Word], place: int) -> int:
    """The number of the first word that begins at or after a place of the note."""
    return bisect_left(words, place, key=_starts)


def mention_of(span: Target, item: Worded, offset: int) -> Mention:
    """A target as kinds see it; offset is the number of the sentence's first token."""
    rule: dict[str, Any] = span.rule.metadata if span.rule else {}
    words, text = item.words, item.text
    first, last = span.start - offset, span.end - offset - 1
    at, to = item.at[first], item.at[last] + len(words[last].text)
    cues = cues_of(span, item, offset) if span.modifiers else ()
    return Mention(
        rule_id=rule["id"], kind=rule["kind"], role=rule["role"], value=rule["value"], at=at, to=to,
        start=words[first].start, end=words[last].end, words=text[at:to], slots=span.slots,
        assertion=assertion_of(cues, section_sets=item.piece.sets),
    )  # fmt: skip


def _stretch(item: Worded, first: int, last: int) -> tuple[int, int]:
    """Where some words begin and end in the normalised text."""
    return item.at[first], item.at[last] + len(item.words[last].text)


def cues_of(span: Target, item: Worded, offset: int) -> list[Cue]:
    """The cues in whose scope a target stands, with their words."""
    return [_cue(modifier, span, item, offset) for modifier in span.modifiers]


def _cue(modifier: Any, span: Target, item: Worded, offset: int) -> Cue:
    start, end = modifier.modifier_span
    before = start < span.start
    at, to = _stretch(item, start - offset, end - offset - 1)
    return Cue(
        sets=modifier.rule.metadata["sets"],
        words=item.text[at:to],
        start=start,
        distance=span.start - end if before else start - span.end,
        before=before,
    )


def label_mention(rule: FactRule, item: Worded, label: str) -> Mention:
    """What a pack's `labels:` rule says of the label before the colon or in the first column."""
    sentence = sentence_of(item, ("", 0), ())
    return Mention(
        rule_id=rule.id, kind=rule.kind, role=rule.role, value=rule.value, at=0, to=len(label),
        start=item.words[0].start, end=sentence.end_of(len(label)), words=label,
    )  # fmt: skip
