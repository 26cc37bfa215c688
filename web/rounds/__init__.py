"""排查: rounds in which units look for disputes and hazards, their reports, and their plans."""

from web.rounds import lists, opening, owed, plans, reporting
from web.rounds.routes import blueprint

__all__ = ["blueprint", "lists", "opening", "owed", "plans", "reporting"]
