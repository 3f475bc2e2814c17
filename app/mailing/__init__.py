"""Mail: what is to go out, when, and its sending."""
