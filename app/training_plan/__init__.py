"""An organisation's training plan for a year."""
