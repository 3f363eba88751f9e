"""Files, tables and messages -> Notes. `read_notes` is the one way in."""

from trialsift.readers.read import read_notes

__all__ = ["read_notes"]
