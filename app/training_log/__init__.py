"""The training log on the page and as files."""
