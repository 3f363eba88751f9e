"""Note -> Facts. The only folder that imports spaCy or medspaCy; one file per fact kind."""
