"""The organisation's people and teams, as training leads keep them, and accounts, as administrators do."""
