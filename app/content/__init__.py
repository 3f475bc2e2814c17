"""Markdown and quiz sources in; checked, rendered editions out."""
