"""Programmes as training leads write them: who must do what, by when, in YAML."""
