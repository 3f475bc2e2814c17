"""Lists of staff as an HR system writes them: how they are read, and what they would change."""
