"""Sitting a quiz."""
