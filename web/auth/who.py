"""Who sends this request, and as whom they act."""

from typing import Final

from flask import g, request

from application.accounts import Account
from domain.case.events import Actor
from domain.case.words import Role
from domain.units.state import CENTRE
from web.auth.sessions import current
from web.service import service

# What a page asks by itself says so; of what only ever asks by itself it is known.
PASSIVE_HEADER: Final = "X-Linkage-Passive"
PASSIVE: Final = frozenset({"board.live", "board.wall_live", "desk.news"})


def visitor() -> Account | None:
    """Who is logged in, or None; asked of the accounts once in a request."""
    if "visitor" not in g:
        session = current()
        look = service().accounts.session
        # A board that loads itself anew without a script says so in its address.
        alone = passive() or request.args.get("passive") == "1"
        g.visitor = None if session.fresh else look(session.token, passive=alone)
    found: Account | None = g.visitor
    return found


def passive() -> bool:
    """Whether a page asks by itself: that keeps no session alive, and is sent to no log-in."""
    return request.endpoint in PASSIVE or request.headers.get(PASSIVE_HEADER) == "1"


def account() -> Account:
    """Who is logged in; only for endpoints whose policy asks for a role."""
    found = visitor()
    assert found is not None  # noqa: S101 - the gate let nobody else in
    return found


def actor() -> Actor:
    """As whom a command is given: who is logged in, or who came by a link to one dispatch."""
    if "acting" in g:
        by_link: Actor = g.acting
        return by_link
    found = account()
    return Actor(user=found.username, unit=found.unit or CENTRE, role=found.role)


def role() -> Role:
    """The role of who is logged in."""
    return Role(account().role)
