"""Criterion answers of a screening against what careful readers answered, patient by patient.

A truth file (expected.json or truth.json) holds {"overall", "criteria": {"I1": {"answer", "accept": [..]}}}.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from trialsift.errors import Fault, GoldError
from trialsift.gold.statistics import Share

Verdict = Literal["right", "wrong yes", "wrong no", "unknown instead", "not answered"]
VERDICTS: Sequence[Verdict] = ("right", "wrong yes", "wrong no", "unknown instead", "not answered")
TRUTH_NAMES = ("expected.json", "truth.json")
_VERDICT_OF: Mapping[str, Verdict] = {"yes": "wrong yes", "no": "wrong no", "unknown": "unknown instead"}


class CriterionTruth(BaseModel):
    """One criterion: the reader's answer, and every answer that a careful reader may give."""

    answer: Literal["yes", "no", "unknown"]
    accept: list[Literal["yes", "no", "unknown"]]
    why: str = ""


class Truth(BaseModel):
    """A truth file; keys beside these (quotes, facts) are for other scores."""

    overall: Literal["candidate", "excluded", "open"]
    criteria: dict[str, CriterionTruth]


class _Record(BaseModel):
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOutcome:
    """One criterion of one patient: what was accepted, what was answered, and the screening's reason."""

    patient_id: str
    criterion: str
    verdict: Verdict
    accept: tuple[str, ...]
    answer: str
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagOutcome:
    """The flag of one patient against the truth; answer "" when the patient was not screened."""

    patient_id: str
    expected: str
    answer: str

    @property
    def right(self) -> bool:
        """Whether they are the same."""
        return self.expected == self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersScore:
    """Every criterion of every patient that has a truth, and every flag."""

    outcomes: tuple[AnswerOutcome, ...]
    flags: tuple[FlagOutcome, ...]

    def count(self, verdict: Verdict, *, criterion: str | None = None) -> int:
        """How many outcomes have a verdict, of one criterion or of all."""
        return sum(item.verdict == verdict and criterion in (None, item.criterion) for item in self.outcomes)

    def share(self, *, criterion: str | None = None) -> Share:
        """Of the answers asked for, how many are right."""
        total = sum(criterion in (None, item.criterion) for item in self.outcomes)
        return Share(hits=self.count("right", criterion=criterion), total=total)

    @property
    def flag_share(self) -> Share:
        """Of the patients, how many have the right flag."""
        return Share(hits=sum(item.right for item in self.flags), total=len(self.flags))

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria asked for, in the order of the first truth file that names them."""
        return tuple(dict.fromkeys(item.criterion for item in self.outcomes))

    def plain(self) -> dict[str, Any]:
        """The score for JSON."""
        rows: list[tuple[str, str | None]] = [(name, name) for name in self.criteria]
        return {
            "criteria": {name: self._plain(of) for name, of in rows},
            "all": self._plain(None),
            "flags": self.flag_share.plain(),
        }

    def _plain(self, criterion: str | None) -> dict[str, Any]:
        counts = {verdict.replace(" ", "_"): self.count(verdict, criterion=criterion) for verdict in VERDICTS}
        return counts | {"share": self.share(criterion=criterion).plain()}


def answers_score(rows: Iterable[Mapping[str, Any]], truths: Mapping[str, Truth]) -> AnswersScore:
    """Rows of screening.jsonl against truths by patient id; rows of patients without a truth are passed over."""
    by_patient = {str(row["patient_id"]): row for row in rows}
    outcomes: list[AnswerOutcome] = []
    flags: list[FlagOutcome] = []
    for patient_id, truth in truths.items():
        row = by_patient.get(patient_id, {})
        flags.append(
            FlagOutcome(patient_id=patient_id, expected=truth.overall, answer=str(row.get("flag", "")))
        )
        given = {str(item["criterion"]): item for item in row.get("answers", ())}
        outcomes += [
            _outcome(patient_id, name, said, given.get(name, {})) for name, said in truth.criteria.items()
        ]
    return AnswersScore(outcomes=tuple(outcomes), flags=tuple(flags))


def _outcome(patient_id: str, name: str, truth: CriterionTruth, given: Mapping[str, Any]) -> AnswerOutcome:
    answer = str(given.get("answer", ""))
    accept = tuple(truth.accept) or (truth.answer,)
    return AnswerOutcome(
        patient_id=patient_id,
        criterion=name,
        verdict="right" if answer in accept else _VERDICT_OF.get(answer, "not answered"),
        accept=accept,
        answer=answer,
        because=str(given.get("because", "")),
    )


def truths_in(folder: Path) -> dict[str, Truth]:
    """The truth of every patient folder below, by the id that its patient.json or its name gives."""
    found: dict[str, Truth] = {}
    faults: list[Fault] = []
    for path in sorted(path for name in TRUTH_NAMES for path in folder.rglob(name)):
        try:
            found[_patient_id(path.parent)] = Truth.model_validate_json(path.read_text(encoding="utf-8"))
        except ValidationError as error:
            told = "; ".join(
                f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()[:3]
            )
            faults.append(Fault(file=str(path), line=1, what=f"cannot be used: {told}"))
    if faults:
        raise GoldError(faults)
    return found


def _patient_id(folder: Path) -> str:
    record = folder / "patient.json"
    if not record.is_file():
        return folder.name
    return _Record.model_validate_json(record.read_text(encoding="utf-8")).id or folder.name


def answer_errors(score: AnswersScore) -> list[str]:
    """One line a wrong answer, the most frequent kind of mistake first: yes and no that are wrong, then unknowns."""
    order = ("wrong yes", "wrong no", "not answered", "unknown instead")
    wrong = [item for item in score.outcomes if item.verdict != "right"]
    lines = [
        f"{item.patient_id}  {item.criterion}  {item.verdict}  accepted {' or '.join(item.accept)}  {item.because}".rstrip()
        for item in sorted(wrong, key=lambda item: order.index(item.verdict))
    ]
    flags = [item for item in score.flags if not item.right]
    return lines + [
        f"{item.patient_id}  flag  expected {item.expected}  found {item.answer or 'nothing'}"
        for item in flags
    ]
