"""What the desk is told while it registers: an open matter of the number, and matters alike."""

from collections.abc import Sequence
from typing import NamedTuple

from application import openmatters
from application.openmatters import AskedTooOften
from domain.case.intake import Screen
from domain.case.rights import ROLES
from domain.units import CENTRE
from projections.queries.likeness import Alike, Draft, alike
from web import names, times, words
from web.asking import viewer
from web.auth.who import actor, role
from web.service import service
from web.wording import _, _n


class Likeness(NamedTuple):
    """Matters that may be the same; `may_link`: who registers may link them at once."""

    found: Sequence[Alike]
    may_link: bool


def known(phone: str) -> str:
    """The sentence on an open matter from this number; "" when there is no number to ask for."""
    if not phone.strip():
        return ""
    try:
        found = openmatters.exists(service().desk, phone, actor())
    except AskedTooOften as refused:
        return _n(
            "Asked too often. It can be asked again in %(num)d minute.",
            "Asked too often. It can be asked again in %(num)d minutes.",
            refused.minutes,
        )
    if found:
        return _("An open matter from this number exists.")
    return _("No open matter from this number.")


def exists(phone: str) -> bool:
    """Whether to say on the slip's page that an open matter exists."""
    try:
        return bool(phone) and openmatters.exists(service().desk, phone, actor())
    except AskedTooOften:
        return False


def likeness(draft: Draft) -> Likeness:
    """Open matters the viewer may see that may be the same as the one being registered."""
    with service().read() as connection:
        found = alike(connection, draft, service().desk.clock(), viewer=viewer())
    return Likeness(found, may_link())


def may_link() -> bool:
    """Screening a case as a duplicate is the desk's."""
    return role() in ROLES[Screen] and actor().unit == CENTRE


def about(one: Alike) -> str:
    """Where and what it is, and how far it has come."""
    row = one.row
    parts = (
        times.short(row["received_at"]),
        row["place"],
        names.category(row["category"]),
        words.word(words.STAGE, row["stage"]),
    )
    return " · ".join(part for part in parts if part)
