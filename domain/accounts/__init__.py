"""Accounts of the staff, as far as the log tells of them: what was done to whom, and by whom."""
