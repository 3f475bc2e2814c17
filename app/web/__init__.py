"""What pages share: who may see them, when it is, how they look, what goes wrong."""
