"""A file as it arrives: held in memory, as far as there is room for it."""

from io import BytesIO
from typing import Any


class Room:
    """How much may be held of one file, and of all files of a request together, bytes."""

    def __init__(self, of_one: int, of_all: int) -> None:
        """Nothing is held yet."""
        self.of_one = of_one
        self.left = of_all


class Arriving(BytesIO):
    """What there is room for; `length` is how long the file is that came."""

    def __init__(self, room: Room) -> None:
        """Nothing came yet."""
        super().__init__()
        self._room = room
        self.length = 0

    def write(self, data: Any) -> int:
        """Takes it all, and holds what there is room for."""
        kept = min(len(data), self._room.left, max(0, self._room.of_one - self.length))
        super().write(data[:kept])
        self._room.left -= kept
        self.length += len(data)
        return len(data)


def length(stream: object) -> int:
    """How long the file is that came."""
    return stream.length if isinstance(stream, Arriving) else 0
