"""What reading a note brings into a process: spaCy and the parts of medspaCy that are used, and not what they drag along."""

import subprocess
import sys

_READ = """
import sys
from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.load import load_packs
note = Note(note_id="n", patient_id="p", text="Undifferentiated pleomorphic sarcoma (UPS). ECOG 1. No UPS left.")
assert facts_in(note, load_packs())
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_reading_a_note_loads_no_statistics_and_no_learning() -> None:
    done = subprocess.run([sys.executable, "-c", _READ], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"spacy", "medspacy"} <= loaded
    assert not {"scipy", "sklearn", "joblib", "nmslib", "pandas", "pyarrow"} & loaded


def test_what_is_put_off_is_there_when_it_is_used() -> None:
    words = "import trialsift.extract.medspacy_parts, nltk; print(nltk.edit_distance('node', 'nodes'))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
