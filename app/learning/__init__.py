"""What a person must do, and reading modules."""
