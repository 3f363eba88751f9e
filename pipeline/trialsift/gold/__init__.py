"""Gold notes: what a careful reader marked, and how far the extraction and the screening agree with it."""
