"""Duty shifts of the centre: who sits at the desk, who leads, what one shift leaves to the next."""

from domain.duty.events import DutyEvent
from domain.duty.state import Duty, Note, Shift, Wall

__all__ = ["Duty", "DutyEvent", "Note", "Shift", "Wall"]
