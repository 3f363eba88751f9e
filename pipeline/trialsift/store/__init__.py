"""The store: one SQLite file with the notes read, their facts, and every patient's screenings."""

from trialsift.store.changes import changed_criteria, reason_of
from trialsift.store.held import Listed, NoteRows, Store, fingerprint
from trialsift.store.screened import Screened, screened

__all__ = [
    "Listed",
    "NoteRows",
    "Screened",
    "Store",
    "changed_criteria",
    "fingerprint",
    "reason_of",
    "screened",
]
