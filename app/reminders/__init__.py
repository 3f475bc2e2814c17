"""Mail as training leads see it: what goes out, what went out, what did not."""
