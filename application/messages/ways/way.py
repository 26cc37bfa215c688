"""What every way out can do."""

from typing import Protocol

from application.messages.compose import Message
from application.messages.reaching import Target


class Way(Protocol):
    """Takes messages of one channel, one after the other."""

    def send(self, message: Message, target: Target) -> None:
        """Errors: `Failed`."""

    def close(self) -> None:
        """Let go of what was kept open between messages."""
