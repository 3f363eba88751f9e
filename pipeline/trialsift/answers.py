"""What was answered: yes, no or unknown for each criterion, what it rests on and what is missing."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trialsift.facts import Fact

Truth = Literal["yes", "no", "unknown"]
Flag = Literal["candidate", "excluded", "open"]
Silence = Literal["documented_absent", "looked_but_silent", "no_document", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A fact that would decide, how the notes are silent on it, and the question to whom it may concern.

    documented_absent: the notes say that it is not so (that is a no); looked_but_silent: a document of
    the right sort is there but does not say; no_document: there is none; undecided: the notes speak
    of it, but in doubt, in contradiction, on the limit or without a date.
    """

    what: str
    silence: Silence
    who: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one criterion. answer says whether its statement is true of the patient.

    passes: an inclusion passes on yes, an exclusion on no, None is open. because is a sentence for
    staff; used are the facts it rests on; warnings tell of conflicts and values on a limit.
    """

    criterion: str
    answer: Truth
    passes: bool | None
    because: str
    used: tuple[Fact, ...] = ()
    missing: tuple[Missing, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to somebody: who, the words, and the criteria that it settles."""

    who: str
    question: str
    settles: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.who}: {self.question}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """All answers of one patient for one trial on one date.

    flag: excluded when a criterion fails, candidate when nothing fails and every deciding criterion
    passes, else open. reasons name the failing criteria (excluded) or the open deciding ones (open).
    flip_list holds the fewest questions that would make an open patient a candidate; checklist what
    is otherwise still to be asked. on_from says where the screening date comes from.
    """

    patient_id: str
    trial: str
    on: dt.date
    on_from: str = ""
    flag: Flag
    reasons: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    flip_list: tuple[Ask, ...] = ()
    checklist: tuple[Ask, ...] = ()
    warnings: tuple[str, ...] = ()
    pack_hash: str = ""
    trial_hash: str = ""
    code_hash: str = ""

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Everything to be asked, in the order of asking: notes to be had again, the flip list, the checklist.

        Of an excluded patient only the notes that could not be read are asked for.
        """
        again = tuple(item for item in self.checklist if not item.settles)
        if self.flag == "excluded":
            return again
        return (*again, *self.flip_list, *(item for item in self.checklist if item.settles))
