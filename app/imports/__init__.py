"""Old records and earlier learning: how they come into the training log."""
