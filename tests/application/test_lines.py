"""Lines that are cut when their time is over, whenever they were opened."""

import socket
from collections.abc import Iterator

import pytest

from application.lines import Lines, in_time

SOON = 10  # seconds; a line that isn't cut would be waited for so long, and the test fails


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends."""
    ours, theirs = socket.socketpair()
    ours.settimeout(SOON)
    with ours, theirs:
        yield ours, theirs


def test_who_reads_a_line_finds_its_end_when_the_time_is_over(
    line: tuple[socket.socket, socket.socket],
) -> None:
    with in_time(0.05) as lines:
        lines.add(line[0])
        assert line[0].recv(1) == b""
        assert lines.late


def test_a_line_that_comes_too_late_is_cut_at_once(
    line: tuple[socket.socket, socket.socket],
) -> None:
    lines = Lines()
    lines.cut()
    lines.add(line[0])
    assert line[0].recv(1) == b""


def test_what_was_over_in_time_is_left_alone(line: tuple[socket.socket, socket.socket]) -> None:
    with in_time(SOON) as lines:
        lines.add(line[0])
    line[1].send(b"x")
    assert line[0].recv(1) == b"x"
    assert not lines.late
