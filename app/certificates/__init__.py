"""Certificates for their owners, and the public check."""
