"""Requirements and assignments in words, for whoever reads them."""
