"""The one way into the training log: append, correct, verify; and what of it counts."""
