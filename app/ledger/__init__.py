"""The one way into the training log: append and verify."""
