"""What is held about a person: their training record, who looked at it, all of it in one file, and how it goes."""
