"""Files, tables and messages -> Notes. `read_notes` is the one way in."""

from trialsift.readers.read import count_of, read_notes

__all__ = ["count_of", "read_notes"]
