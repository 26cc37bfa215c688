"""Whom the log is vouched for by: the key its checkpoints are signed with, witnesses beside it."""

from domain.trust.events import TrustEvent
from domain.trust.state import Trust, fold

__all__ = ["Trust", "TrustEvent", "fold"]
