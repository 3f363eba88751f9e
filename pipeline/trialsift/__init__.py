"""trialsift reads clinical notes and says which criteria of a trial they meet, with the words."""

__version__ = "0.1.0"
