"""Over all cases: what waits to be decided, what is held or erased, and how the key is kept."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple, TypeVar

from flask import flash, redirect, render_template, request, url_for

from application.custody.book import custody
from application.desk import Act
from application.erasing.deciding import carried_out, erase_several
from application.keys import Keks
from application.opening import exists_for
from domain.case.events import DataErased, ErasureAsked
from domain.custody.state import Copy
from domain.errors import DomainError
from domain.privacy.events import AskedListed, ErasedListed, RegisterEvent
from domain.privacy.state import Place
from web import messages, times
from web.auth.who import actor
from web.desk import values
from web.privacy.routes import SEE_OTHER, UNPROCESSABLE, Answer, basis_of, blueprint, whose
from web.service import service
from web.wording import _, _n

E = TypeVar("E", bound=RegisterEvent)
MOST: Final = 50  # of each list on the page


class Waiting(NamedTuple):
    """A request: `id` is what its tick sends. `own`: the viewer made it and can't decide."""

    id: str
    number: str
    record: int
    whose: str
    basis: str
    reason: str
    identity: str
    by: str
    at: str
    own: bool
    chosen: bool


class Line(NamedTuple):
    """A hold, or an erasure: `how`, on which article and by whose decision."""

    number: str
    at: str
    about: str
    how: str = ""
    left: tuple[str, ...] = ()


class Keeper(NamedTuple):
    """A copy of the key: whose, since when, and when it was last tried."""

    custodian: str
    at: str
    drilled: str


@blueprint.get("/")
def page() -> str:
    """The register."""
    return _show()


@blueprint.post("/decide")
def decide() -> Answer:
    """Erase what several requests ask; each is decided by itself."""
    chosen = [place for place in map(_place, request.form.getlist("request")) if place is not None]
    problem = _problem(chosen)
    if problem:
        return _show([("decide", problem)]), UNPROCESSABLE
    try:
        done = erase_several(service().desk, chosen, Act(by=actor()))
    except DomainError as error:
        return _show([("decide", messages.explain(error).text)]), UNPROCESSABLE
    if all(carried_out(service().desk, one.case_id) for one in done):
        flash(_n("%(num)d request is carried out.", "%(num)d requests are carried out.", len(done)))
    return redirect(url_for("privacy.page"), SEE_OTHER)


def _problem(chosen: list[Place]) -> str:
    if not chosen:
        return _("Tick what is to be erased.")
    if request.form.get("sure") != "yes":
        return _("Tick that you know: what is erased can't be brought back by anybody.")
    return ""


def _place(text: str) -> Place | None:
    """Only what waits, and exists for the viewer."""
    register = service().desk.register.now()
    case_id, _sep, record = text.partition(".")
    place = Place(case_id, int(record) if record.isdecimal() and len(record) < MOST else 0)
    known = place in register.waiting and exists_for(service().desk, case_id, actor())
    return place if known else None


def _show(problems: list[tuple[str, str]] | None = None) -> str:
    register = service().desk.register.now()
    kek = Keks(service().settings).current.id
    copies = custody(service().desk.log).of(kek)
    return render_template(
        "privacy/index.html",
        waiting=[_waiting(one) for one in _seen(register.waiting.values())],
        holds=[
            Line(one.number, times.stamp(one.at), str(one.hold))
            for one in _seen(register.holds.values())
        ],
        erased=[
            Line(one.number, times.stamp(one.at), whose(one.person), _how(one), _left(one))
            for one in _seen(reversed(list(register.erased.values())))
        ],
        unfinished=len(register.unfinished),
        kek=kek,
        keepers=[_keeper(one) for one in copies],
        decides=actor().role == "supervisor",
        problems=problems or [],
        most=MOST,
    )


def _seen(events: Iterable[E]) -> Iterator[E]:
    """Those of cases that exist for the viewer, no more than a page shows."""
    desk, by = service().desk, actor()
    return islice((one for one in events if exists_for(desk, one.case, by)), MOST)


def _waiting(one: AskedListed) -> Waiting:
    event = service().desk.load(one.case).history[one.record - 1]
    assert isinstance(event, ErasureAsked)  # noqa: S101 - recorded together
    return Waiting(
        f"{one.case}.{one.record}",
        one.number,
        one.record,
        whose(event.person),
        basis_of(event.basis),
        event.reason,
        event.identity,
        values.person(event.by.user),
        times.stamp(event.at),
        event.by.user == actor().user,
        f"{one.case}.{one.record}" in request.form.getlist("request"),
    )


def _how(one: ErasedListed) -> str:
    event = service().desk.load(one.case).history[one.record - 1]
    assert isinstance(event, DataErased)  # noqa: S101 - recorded together
    return " · ".join((event.basis, values.person(event.by.user)))


def _left(one: ErasedListed) -> tuple[str, ...]:
    purged = service().desk.register.now().purged.get(Place(one.case, one.record))
    return ("purge",) if purged is None else purged.left


def _keeper(copy: Copy) -> Keeper:
    drilled = "" if copy.drilled is None else times.stamp(copy.drilled)
    return Keeper(copy.custodian, times.stamp(copy.at), drilled)
