"""The working calendar's years: each version of a year is a fact with its source and author."""

from domain.calendar.events import CalendarEvent
from domain.calendar.state import Years

__all__ = ["CalendarEvent", "Years"]
