"""Publishing what trainers write."""
