"""Who sends this request, and as whom they act."""

from flask import g

from application.accounts import Account
from domain.case.events import Actor
from domain.case.words import Role
from domain.units.state import CENTRE
from web.auth.sessions import current
from web.service import service


def visitor() -> Account | None:
    """Who is logged in, or None; asked of the accounts once in a request."""
    if "visitor" not in g:
        session = current()
        g.visitor = None if session.fresh else service().accounts.session(session.token)
    found: Account | None = g.visitor
    return found


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
