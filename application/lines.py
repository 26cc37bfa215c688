"""Lines to others that are cut when their time is over, however much drips in."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer


class Lines:
    """Those opened within the time."""

    def __init__(self) -> None:
        """None yet."""
        self._open: list[socket.socket] = []
        self.late = False

    def add(self, line: socket.socket) -> None:
        """One more, or one again under the encryption it has now; cut at once if it is late."""
        self._open.append(line)
        if self.late:
            self.cut()

    def cut(self) -> None:
        """Whoever reads them finds them at their end."""
        self.late = True
        for line in self._open:
            with suppress(OSError):  # over by itself, or no longer the one that is spoken on
                # Not an encrypted line's own way, which changes it under whoever reads it.
                socket.socket.shutdown(line, socket.SHUT_RDWR)


@contextmanager
def in_time(seconds: float) -> Iterator[Lines]:
    """What is opened within is cut after so many seconds, unless that was over before."""
    lines = Lines()
    timer = Timer(seconds, lines.cut)
    timer.daemon = True
    timer.start()
    try:
        yield lines
    finally:
        timer.cancel()
