"""Coverage: of those whom a requirement binds, how many are in date, where the gaps are, and since when."""
