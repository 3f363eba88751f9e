"""What the engine hands to the fact kinds: the parts of a note that matter, with what was matched there.

No spaCy object is in here. A Sentence shows its words as normalised text (single spaces, repaired
OCR words, folded dashes and quotes) and maps every place of it back to the note as received.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from trialsift.facts import Presence, Time, Whose
from trialsift.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What the words around a mention say of it; cues are those words, in text order."""

    presence: Presence = "present"
    time: Time = "now"
    person: Whose = "patient"
    cues: tuple[str, ...] = ()


class Mention(NamedTuple):
    """One place where a pack rule or vocabulary term matched.

    at/to are characters of the sentence's normalised text; start/end characters of the note.
    kind is the fact kind (or "cue"), role the part that the words play in it ("value" if the
    pack says nothing), value the pack's value as plain data, slots the texts of {number}, {size} …
    """

    rule_id: str
    kind: str
    role: str
    value: object
    at: int
    to: int
    start: int
    end: int
    words: str
    slots: tuple[tuple[str, str], ...] = ()
    assertion: Assertion = Assertion()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, list item, `Label: value` pair or table row.

    text is normalised; starts[i]/ends[i] are the note offsets of the i-th word, at[i] its place
    in text. label is the text before the colon of a pair ("" elsewhere); cells the columns of a
    table row as (at, to) in text. index counts the note's sentences, so that neighbours are known.
    label_to is where the value of a pair begins in text. section is the pack's section name ("diagnosis", "family_history"),
    heading the words of that heading; part the specimen part ("A"). block counts paragraphs. ticked is the
    presence that a form's row has by the column of its mark; its cells are question, mark and comment.
    """

    text: str
    at: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    section: str = ""
    heading: str = ""
    part: str = ""
    label: str = ""
    cells: tuple[tuple[int, int], ...] = ()
    header: tuple[str, ...] = ()
    ticked: str = ""
    block: int = 0
    index: int = 0
    label_to: int = 0
    mentions: tuple[Mention, ...] = ()

    def start_of(self, at: int) -> int:
        """The note offset of a character of the normalised text."""
        word = max(bisect_right(self.at, at) - 1, 0)
        return min(self.starts[word] + max(at - self.at[word], 0), self.ends[word])

    def end_of(self, to: int) -> int:
        """The note offset just after the normalised character before `to`."""
        word = max(bisect_right(self.at, to - 1) - 1, 0)
        next_at = self.at[word + 1] - 1 if word + 1 < len(self.at) else len(self.text)
        if to >= next_at:
            return self.ends[word]
        return min(self.starts[word] + to - self.at[word], self.ends[word])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A note as read: its sentences in text order (only those that hold a mention or a pair).

    document is the kind of document ("pathology", "mri", "ct", "clinic", "labs", …), from the
    note_type or, failing that, the headings. partly_read names rules that could not be finished.
    """

    note: Note
    document: str
    sentences: tuple[Sentence, ...]
    partly_read: tuple[str, ...] = ()
