"""The rules of the field: pure decisions and folds over events."""
