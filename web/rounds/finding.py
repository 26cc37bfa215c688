"""A registration that is a finding of a round: which round its form belongs to."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import request, url_for

from web.rounds import shown

LONGEST = 100


class Asked(NamedTuple):
    """The round, as the form of the registration shows it."""

    code: str
    title: str
    url: str


def round_asked() -> Asked | None:
    """The round the address or the form names; 404 where the viewer's unit owes it no report."""
    code = round_of(request.values)
    if not code:
        return None
    known = shown.require_own(code)
    return Asked(code, shown.title(known.opened), url_for("rounds.report", code=code))


def round_of(sent: Mapping[str, str]) -> str:
    """The code a form carries; "" for a registration that is no finding."""
    return sent.get("round", "")[:LONGEST]
