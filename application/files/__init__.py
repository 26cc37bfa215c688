"""Files people attach to a case: taken by what they are, cleaned, sealed, and given back."""
