"""Screening rounds (排查): units look for disputes and hazards, and report what they found."""

from domain.rounds.plan import RoundPlan
from domain.rounds.round import Round
from domain.rounds.state import Plans

__all__ = ["Plans", "Round", "RoundPlan"]
