"""Cases as process mining reads them: what happened, in which order, and what it was about."""
