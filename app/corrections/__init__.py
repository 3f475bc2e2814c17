"""An entry of the training log: what it says, what became of it, and putting it right."""
