"""What one case holds of people, and what is done about it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import abort, render_template

from application.erasing.looking import Look, look
from domain.case.command import Command
from domain.case.erasure import AskErasure, EraseData, LiftHold, RefuseErasure, SetHold
from domain.case.events import Actor, ErasureAsked
from domain.case.rights import BEYOND_UNITS, ROLES
from domain.case.sealing import ALL
from domain.units import CENTRE
from web import times, words
from web.auth.gate import allowed
from web.auth.who import actor, visitor
from web.desk import schemas, values
from web.desk.standing import Standing, standing
from web.desk.texts import terms
from web.privacy.routes import LINE_MOST, REASON_MOST, basis_of, blueprint, named, whose
from web.service import service

blueprint.app_context_processor(lambda: {"may_see_privacy": may_look})

Problem = tuple[str, str]  # id of the field, and the sentence


class Asked(NamedTuple):
    """A request that waits: by which record, and what that says. `own`: the viewer made it."""

    record: int
    whose: str
    basis: str
    reason: str
    identity: str
    by: str
    at: str
    own: bool


class Held(NamedTuple):
    """A hold that lasts."""

    number: int
    reason: str
    authority: str
    by: str
    at: str


class Went(NamedTuple):
    """What left the service: nobody but those who have it can erase it there."""

    record: int
    what: str
    purpose: str
    by: str
    at: str


@blueprint.get("/cases/<number>")
def case(number: str) -> str:
    """As it stands."""
    return show(whole(number))


def whole(number: str) -> Standing:
    """A case all of which the viewer may know. Errors: 404, as if there were none."""
    now = standing(number)
    if not _has_all(now.ctx.by.role, now.ctx.by.unit):
        abort(404)
    return now


def _has_all(role: str, unit: str) -> bool:
    return role in BEYOND_UNITS or unit in ("", CENTRE)


def may_look() -> bool:
    """Whether the viewer has this page of a case they can open."""
    who = visitor()
    return allowed("privacy.case", who) and who is not None and _has_all(who.role, who.unit)


def show(
    now: Standing, problems: Sequence[Problem] = (), typed: Mapping[str, str] | None = None
) -> str:
    """The page; what was refused stands in its form again."""
    found = look(service().desk, now.case, now.loaded.history)
    view = service().desk.retention.view()
    return render_template(
        "privacy/case.html",
        case=now.case,
        people=[(one, whose(one.person)) for one in found.people],
        choices=_choices(found),
        bases=[] if view.rules is None else view.rules.bases,
        named=named,
        kept=found.kept,
        until=_until(found),
        confirmed=view.confirmed,
        asked=_asked(now, found),
        holds=_holds(found),
        went=_went(found),
        may=_may(actor()),
        problems=list(problems),
        typed=typed or {},
        token=schemas.new_token(),
        reason_most=REASON_MOST,
        line_most=LINE_MOST,
    )


def _choices(found: Look) -> list[tuple[str, str]]:
    """Whose data there is to erase, and everybody's where that is more."""
    there = [one.person for one in found.people if not one.erased]
    several = [ALL] if len(there) > 1 else []
    return [(one, whose(one)) for one in (*there, *several)]


def _until(found: Look) -> str:
    until = None if found.kept is None else found.kept.until
    return "" if until is None else f"{until:%Y-%m-%d}"


def _asked(now: Standing, found: Look) -> list[Asked]:
    return [_request(now, record) for record in found.asked]


def _request(now: Standing, record: int) -> Asked:
    event = now.loaded.history[record - 1]
    assert isinstance(event, ErasureAsked)  # noqa: S101 - the state says so
    return Asked(
        record,
        whose(event.person),
        basis_of(event.basis),
        event.reason,
        event.identity,
        values.person(event.by.user),
        times.stamp(event.at),
        event.by.user == actor().user,
    )


def _holds(found: Look) -> list[Held]:
    return [
        Held(
            number,
            event.reason,
            event.authority,
            values.person(event.by.user),
            times.stamp(event.at),
        )
        for number, event in found.holds
    ]


def _went(found: Look) -> list[Went]:
    return [
        Went(
            record,
            words.word(terms.LEFT, event.what),
            event.purpose,
            values.person(event.by.user),
            times.stamp(event.at),
        )
        for record, event in found.left
    ]


def _may(by: Actor) -> dict[str, bool]:
    """Which acts the viewer's role has; the decisions themselves say the rest."""
    kinds: tuple[type[Command], ...] = (AskErasure, RefuseErasure, EraseData, SetHold, LiftHold)
    return {kind.__name__: by.role in ROLES[kind] for kind in kinds}
