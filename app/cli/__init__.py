"""The flask commands, one group a file."""
