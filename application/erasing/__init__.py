"""Erasing personal data: the register over all cases, the purge, and the list kept outside."""
