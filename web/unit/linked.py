"""A dispatch opened by a link: the link when it is made, and the pages it leads to."""

from datetime import timedelta
from typing import Final, NamedTuple, cast

import segno
from flask import Response, abort, current_app, g, make_response, render_template, request, url_for

from application.clock import from_ms
from domain.case import links
from domain.case.events import Actor, LinkIssued
from domain.case.words import Role
from domain.errors import DomainError
from web.auth.who import actor
from web.desk.standing import Standing, standing
from web.files.limits import takes_files_if
from web.security import ADDRESS_KEPT
from web.service import service, settings
from web.unit import tokens
from web.unit.pages import Answer, Door, blueprint, open_texts, show, take
from web.unit.throttle import Throttle
from web.unit.tokens import Link

GONE: Final = 410
TOO_MANY: Final = 429
SHOWN_FOR: Final = timedelta(minutes=10)
"""So long whoever made a link can see it."""


class Slowed(NamedTuple):
    """Who is counted: of one address, links that were not made here; of one link, its holders."""

    guesses: Throttle
    requests: Throttle


def slowed() -> Slowed:
    """As this process has counted."""
    made = Slowed(Throttle(20, timedelta(minutes=10)), Throttle(120, timedelta(minutes=1)))
    return cast("Slowed", current_app.extensions.setdefault("links-slowed", made))


class Shut(Exception):
    """The link opens nothing; `code` as HTTP has it."""

    def __init__(self, code: int) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


# --- making one ---


@blueprint.get("/cases/<number>/links/<int:version>")
def link(number: str, version: int) -> Answer:
    """The link, to whoever made it and not for long; it is kept nowhere."""
    found = standing(number)
    event = found.loaded.history[version - 1] if 0 < version <= found.case.version else None
    if not isinstance(event, LinkIssued):
        abort(404)
    address = _address(found, event) if _just_made(found, version) else ""
    return render_template(
        "unit/link.html",
        case=found.case,
        event=event,
        unit=found.case.dispatches[event.dispatch - 1].unit,
        address=address,
        mark=segno.make(address, error="m").svg_data_uri(scale=5) if address else "",
    )


def _just_made(found: Standing, version: int) -> bool:
    event, row = found.loaded.history[version - 1], found.loaded.rows[version - 1]
    return event.by.user == actor().user and found.ctx.now < from_ms(row.recorded) + SHOWN_FOR


def _address(found: Standing, event: LinkIssued) -> str:
    token = tokens.write(Link(found.case.id, event.dispatch, event.link, event.until))
    scheme = "https" if settings().https else request.scheme
    return url_for("unit.linked", token=token, _external=True, _scheme=scheme)


# --- using one ---


@blueprint.get("/d/<token>")
def linked(token: str) -> Answer:
    """The dispatch the link opens."""
    try:
        return _private(show(_door(token)))
    except Shut as shut:
        return _private(render_template("unit/shut.html", code=shut.code), shut.code)


def _made_here() -> bool:
    """Asked before anything of a form is read: the address shows a link of ours."""
    return tokens.read((request.view_args or {}).get("token", "")) is not None


@blueprint.post("/d/<token>/do/<name>")
@takes_files_if(_made_here)
def linked_step(token: str, name: str) -> Answer:
    """Take a step on it; the record says it was by the link."""
    try:
        return _private(take(_door(token), name))
    except Shut as shut:
        return _private(render_template("unit/shut.html", code=shut.code), shut.code)


@blueprint.post("/d/<token>/open")
def linked_opening(token: str) -> Answer:
    """Say what its sealed texts are read for; on record under the link."""
    try:
        return _private(open_texts(_door(token)))
    except Shut as shut:
        return _private(render_template("unit/shut.html", code=shut.code), shut.code)


def _private(answer: Answer, code: int | None = None) -> Response:
    """The address is what opens it: no other site is told of it, and none may list it."""
    response: Response = make_response(answer)
    response.status_code = code or response.status_code
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = ADDRESS_KEPT
    return response


def _door(token: str) -> Door:
    link = _known(token)
    found = _standing(link)
    who = f"{links.BY_LINK}{link.case_id}/{link.number}"
    here = url_for("unit.linked", token=token)
    return Door(
        standing=found,
        dispatch=link.dispatch,
        who=who,
        here=here,
        form=lambda name: url_for("unit.linked_step", token=token, name=name),
        opening=url_for("unit.linked_opening", token=token),
        by_link=True,
    )


def _known(token: str) -> Link:
    """A link that was made here. Errors: `Shut`."""
    now, address = service().desk.clock(), request.remote_addr or ""
    guesses, requests = slowed()
    link = tokens.read(token)
    if link is None:
        full = guesses.full(address, now)
        guesses.count(address, now)
        raise Shut(TOO_MANY if full else 404)
    if requests.full(token, now):
        raise Shut(TOO_MANY)
    requests.count(token, now)
    return link


def _standing(link: Link) -> Standing:
    """The case for the unit the link was made for. Errors: `Shut`."""
    desk = service().desk
    try:
        case = desk.load(link.case_id).case
        sent = links.opened(case, link.number, desk.clock())
        _check(case.links[link.number], link)
        g.acting = Actor(f"{links.BY_LINK}{link.number}", sent.unit, Role.RESPONDER)
        return standing(case.number)
    except DomainError:
        raise Shut(GONE) from None


def _check(kept: object, link: Link) -> None:
    """What the link says is what the record says of it."""
    told = (getattr(kept, "dispatch", 0), int(kept.until.timestamp()))  # type: ignore[attr-defined]
    if told != (link.dispatch, int(link.until.timestamp())):
        raise Shut(GONE)
