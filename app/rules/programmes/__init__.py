"""Who must do what, by when, and who has: values in, values out."""
