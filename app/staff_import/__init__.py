"""Lists of staff out of an HR system: checked, shown, and taken over."""
