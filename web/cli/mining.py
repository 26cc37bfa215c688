"""What the commands for process mining have in common: which cases, as of when, and by whom."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from application.mining.wanted import Wanted
from application.staff import COMMAND_LINE
from domain.case.words import Track
from projections.bootstrap import Service
from projections.flow.unseen import unseen
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import begins, ends
from web.cli.narrowing import narrowed, period, require_known
from web.cli.reading import as_of, position
from web.cli.room import actor, viewer
from web.cli.spoken import option

READING = Text("Events", "正在读取")
NO_TRACK = Text(
    "There is no track {track}: write emergency, hotline, petition or dispute.",
    "没有类型 {track}，请写 emergency、hotline、petition 或 dispute。",
)

Decorated = Callable[..., Any]


class Asked(NamedTuple):
    """Which cases, up to which position, and who asks."""

    wanted: Wanted
    until: int
    by: str


def narrowing(function: Decorated) -> Decorated:
    """Give a command its period, its codes and its position."""
    options = (
        period("--from", "--to"),
        narrowed("unit", "category", "track"),
        as_of,
        option(
            "--as",
            "user",
            default="",
            en="Who asks: a user name; cases that accuse them stay out.",
            zh="操作人账号；涉及其本人或本单位的检举控告不计入。",
        ),
    )
    for give in reversed(options):
        function = give(function)
    return function


def asked(
    service: Service,
    *,
    since: date | None,
    until: date | None,
    at: datetime | int | None,
    user: str,
    **codes: str,
) -> Asked:
    """The options, read. Errors: `Failure`."""
    if codes["track"] and codes["track"] not in set(Track):
        raise Failure(NO_TRACK(track=codes["track"]))
    require_known(service, codes)
    by = actor(service, user).user if user else COMMAND_LINE
    who = viewer(service, user)
    with service.read() as connection:
        without = unseen(connection, who)
    wanted = Wanted(since=begins(since), until=ends(until), without=without, **codes)
    return Asked(wanted, position(service, at), by)
