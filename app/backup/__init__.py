"""Everything that is kept, in one file; and back from it. The same file for SQLite and for PostgreSQL."""
