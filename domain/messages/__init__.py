"""Messages that leave the service: by which channels and in which words, nothing of the matter."""

from domain.messages.events import MessagesEvent
from domain.messages.wording import Wording, WordingWrong, check, fill

__all__ = ["MessagesEvent", "Wording", "WordingWrong", "check", "fill"]
