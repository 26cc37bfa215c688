"""The book of scoring rules: which versions there are, and from which quarter each holds."""
