"""Signing in and out, and what a person may change about their own account."""
