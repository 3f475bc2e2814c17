"""What organisations of a partnership see of each other: counts."""
