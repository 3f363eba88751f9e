"""How fast trialsift reads, measured against a stock medspaCy pipeline with the same rules."""
