"""What is read in a measurement: generated notes, or the public texts beside the checkout."""

import gzip
import json
from pathlib import Path

from trialsift.note import Note

_REPORT = """PATHOLOGY REPORT {number}

Clinical history: mass of the left thigh, {size} cm, growing for {months} months.

Final diagnosis:
Left thigh, wide excision: Undifferentiated pleomorphic sarcoma, FNCLCC grade {grade}.
Tumour size: {size} x 4.2 x 3.1 cm. Necrosis is present in about {necrosis} % of the tumour.
The deep margin is clear by {margin} mm; all other margins are negative.
Lymphovascular invasion is not identified. Mitoses: 1{grade} per 10 HPF.
There is no evidence of metastasis in the 3 lymph nodes examined (0/3).
"""
_FILLER = (
    "The specimen was received fresh, oriented by the surgeon and inked on all sides before it was cut. "
    "The report was read and signed by two consultants of the department on the same afternoon. "
)
_LETTER = (
    "Dear colleague, thank you for asking us to see this pleasant gentleman, who came with his wife. "
    "He sleeps well, walks his dog every morning and enjoys his garden. We talked about his work and his plans. "
    "He would like to travel again when the weather is warmer. We shall gladly see him again whenever he wishes. "
)
# The kinds of an archive search for tumours: what the first trial's deciding criteria ask.
ARCHIVE_KINDS = ("histology",)


def report(number: int, *, pages: int = 1) -> Note:
    """A generated report of about 350 words a page, dense with targets."""
    page = [  # each with figures of its own
        _REPORT.format(
            number=number + at,
            size=3 + (number + at) % 9,
            months=2 + number % 7,
            grade=1 + number % 3,
            necrosis=10 + number % 50,
            margin=1 + number % 12,
        )
        + _FILLER * 6
        for at in range(pages)
    ]
    return Note(note_id=f"r{number}", patient_id=f"r{number}", note_type="pathology", text="\n\n".join(page))


def letter(number: int) -> Note:
    """A generated letter of about 400 words about nothing that a rule knows."""
    return Note(note_id=f"l{number}", patient_id=f"l{number}", note_type="letter", text=_LETTER * 7)


def archive(reports: list[Note], others: list[Note]) -> list[Note]:
    """One report among twenty notes: 5 % are relevant."""
    mixed: list[Note] = []
    for at, note in enumerate(reports):
        mixed += [note, *others[at * 19 : at * 19 + 19]]
    return mixed


def public(data: Path, name: str, count: int) -> list[Note]:
    """The first notes of a public set."""
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(count), strict=False)]
    return [Note(note_id=f"{name}{at}", patient_id=name, text=text) for at, text in enumerate(texts)]
