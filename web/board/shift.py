"""Taking the desk over and handing it over: the forms, and what they make happen."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from application import duty as commands
from domain.duty.decisions import Crew, Open
from domain.errors import DomainError
from projections.queries.board import SOON
from projections.queries.open_cases import Wanted, page, view_of
from web import messages, times
from web.asking import viewer
from web.auth.who import actor
from web.board import duty, staff
from web.board.routes import SEE_OTHER, UNPROCESSABLE, blueprint
from web.board.rows import kind_of
from web.desk.forms import TEXT_MOST
from web.desk.schemas import Moment, Text
from web.onward import local_path
from web.service import service
from web.wording import LazyString, _, _l

OFFERED: Final = 8  # matters of each sort that a note may name
SORTS: Final[dict[str, LazyString]] = {
    "urgent": _l("Urgent"),
    "overdue": _l("Overdue"),
    "waiting": _l("To be dispatched"),
}
CHECKED: Final = frozenset({"urgent", "overdue"})

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]


class Matter(NamedTuple):
    """An open case the note may name."""

    number: str
    about: str
    title: str


class Left(NamedTuple):
    """Open matters of one sort: how many in all, and the first of them."""

    sort: str
    label: str
    total: int
    matters: list[Matter]


class Typed(NamedTuple):
    """What a form brought, or what it begins with."""

    leader: str
    officers: Sequence[str]
    until: str = ""
    note: str = ""
    matters: Sequence[str] = ()


@blueprint.get("/board/shift")
def shift() -> Answer:
    """Both forms."""
    return _page(_begin(), [])


@blueprint.post("/board/shift/take-over")
def take_over() -> Answer:
    """Begin a shift; the one that ran ends."""
    return _try(_take_over, _("The shift is yours."))


@blueprint.post("/board/shift/hand-over")
def hand_over() -> Answer:
    """Leave the note for the next shift."""
    return _try(_hand_over, _("The note is on the board for the next shift."))


@blueprint.post("/board/shift/end")
def end_shift() -> Answer:
    """Nobody follows; the desk stands empty."""
    return _try(lambda _: commands.end_shift(service().desk, actor()), _("The shift has ended."))


@blueprint.post("/board/shifts/<int:shift>/read")
def read_note(shift: int) -> Answer:
    """Say that a note was read."""
    commands.read_note(service().desk, shift, actor())
    back = local_path(request.form.get("next", "")) or url_for("board.board_page")
    return redirect(back, SEE_OTHER)


class Wrong(Exception):
    """Something in the form is to be mended."""

    def __init__(self, problems: Problems) -> None:
        """What, and in which field."""
        super().__init__(problems)
        self.problems = problems


def _try(act: Callable[[Typed], None], said: str) -> Answer:
    typed = _typed(_begin())
    try:
        act(typed)
    except Wrong as wrong:
        return _page(typed, wrong.problems), UNPROCESSABLE
    except DomainError as refusal:
        message = messages.explain(refusal)
        return _page(typed, [(_place(refusal), message.text)]), UNPROCESSABLE
    flash(said, "success")
    return redirect(url_for("board.board_page"), SEE_OTHER)


def _take_over(typed: Typed) -> None:
    problems = _missing("leader", typed.leader) + _missing("officers", typed.officers)
    until, wrong = _moment(typed.until)
    if problems or wrong:
        raise Wrong(problems + wrong)
    crew = Crew(typed.leader, typed.officers, until)
    commands.take_over(service().desk, crew, staff.staff(), actor())


def _hand_over(typed: Typed) -> None:
    if len(typed.note) > TEXT_MOST:
        raise Wrong([("note", _said("field:too-long", "note", most=TEXT_MOST))])
    problems = _missing("note", typed.note)
    if problems:
        raise Wrong(problems)
    left = left_open()
    counts = {one.sort: one.total for one in left}
    known = {matter.number for one in left for matter in one.matters}
    named = [number for number in typed.matters if number in known]
    commands.hand_over(service().desk, typed.note, Open(**counts, matters=named), actor())


def _missing(field: str, value: object) -> Problems:
    return [] if value else [(field, _said("field:required", field))]


def _moment(typed: str) -> tuple[datetime | None, Problems]:
    if not typed:
        return None, []
    try:
        return Moment().deserialize(typed), []
    except ValidationError:
        return None, [("until", _said("field:not-a-time", "until"))]


def _said(code: str, field: str, **limits: object) -> str:
    return messages.explain_field(code, _labels()[field], limits)


def _labels() -> dict[str, str]:
    return {
        "leader": _("Duty leader"),
        "officers": _("Duty officers"),
        "until": _("Until"),
        "note": _("Note for the next shift"),
    }


def _place(refusal: DomainError) -> str:
    """The field of the forms a refusal is about."""
    places = {"shift-over": "until", "forbidden-task": "note", "not-of-the-desk": "officers"}
    return places.get(refusal.code, "")


def _begin() -> Typed:
    """As the forms stand when nobody has typed: oneself, and what is urgent or late."""
    me = actor().user
    leaders = [one.user for one in staff.leading()]
    running = duty.duty().running
    leader = me if me in leaders else (running.leader if running else "")
    named = [m.number for one in left_open() if one.sort in CHECKED for m in one.matters]
    return Typed(leader, [me], matters=list(dict.fromkeys(named)))


def _typed(begin: Typed) -> Typed:
    """What came with the form that was sent; the other one stands as it began."""
    form = request.form
    if request.endpoint == "board.take_over":
        officers = [_clean(one) for one in form.getlist("officers")]
        leader, until = _clean(form.get("leader", "")), _clean(form.get("until", ""))
        return begin._replace(leader=leader, officers=list(dict.fromkeys(officers)), until=until)
    note, matters = _clean(form.get("note", "")), list(dict.fromkeys(form.getlist("matters")))
    return begin._replace(note=note, matters=matters)


def _clean(typed: str) -> str:
    text: str = Text().deserialize(typed)
    return text


def left_open() -> list[Left]:
    """What is urgent, late or waits at this moment, as the viewer sees it; each matter once."""
    now, view = times.now(), view_of(viewer())
    found: list[Left] = []
    named: set[str] = set()
    with service().read() as connection:
        for sort, label in SORTS.items():
            wanted = Wanted(show=sort, most=OFFERED + len(named))
            rows = page(connection, view, wanted, now=now, soon=SOON)
            matters = [_matter(row) for row in rows.rows if row["number"] not in named][:OFFERED]
            named.update(matter.number for matter in matters)
            found.append(Left(sort, str(label), rows.total, matters))
    return found


def _matter(row: Any) -> Matter:
    return Matter(row["number"], kind_of(row["category"], row["track"]), row["title"])


def _page(typed: Typed, problems: Problems) -> str:
    if not duty.acts():
        abort(403)
    known = duty.duty()
    return render_template(
        "board/shift.html",
        head=duty.head(known),
        note=duty.told(known.running, known.running.note)
        if known.running and known.running.note
        else None,
        left=left_open(),
        leaders=staff.leading(),
        officers=staff.of_the_desk(),
        typed=typed,
        problems=problems,
        wrong=dict(problems),
        labels=_labels(),
        most=TEXT_MOST,
    )
