"""值班台账: all shifts, the latest first, with who had them and what they left to the next."""

from datetime import datetime
from typing import Final, NamedTuple

from flask import render_template, request

from domain.case.words import Role
from domain.duty.state import Duty, Note, Shift
from web import times
from web.auth.who import account, role
from web.board import duty, staff
from web.board.asked import page_of
from web.board.routes import blueprint
from web.times import exact

ROWS: Final = 50


class Entry(NamedTuple):
    """One shift in the ledger; `told` is its note, for those who may read it and have."""

    shift: Shift
    leader: str
    officers: str
    lasted: str
    note: Note | None
    told: duty.Told | None
    writer: str
    readers: list[tuple[str, datetime]]
    may_read: bool


@blueprint.get("/board/shifts")
def shifts() -> str:
    """A page of the ledger."""
    known = duty.duty()
    last_page = max(1, -(-len(known.shifts) // ROWS))
    page = min(page_of(request.args.get("page", "")), last_page)
    return render_template(
        "board/shifts.html",
        entries=[_entry(one) for one in _of_page(known, page)],
        page=page,
        last_page=last_page,
        total=len(known.shifts),
        now=times.now(),
        acts=duty.acts(),
    )


def _of_page(known: Duty, page: int) -> list[Shift]:
    latest = known.shifts[::-1]
    return list(latest[(page - 1) * ROWS : page * ROWS])


def _entry(shift: Shift) -> Entry:
    note = shift.note
    readers = [(staff.name(user), at) for user, at in note.readers] if note else []
    may_read = note is not None and _may_read()
    return Entry(
        shift,
        staff.name(shift.leader),
        staff.names(shift.officers),
        exact((shift.ended_at - shift.begun_at).total_seconds()) if shift.ended_at else "",
        note,
        duty.told(shift, note) if note and may_read and _knows(note) else None,
        staff.name(note.by) if note else "",
        readers,
        may_read,
    )


def _may_read() -> bool:
    """Who opens notes: the centre's desk, and the inspection office."""
    return duty.acts() or role() == Role.SUPERVISOR


def _knows(note: Note) -> bool:
    """Each reading is on record before the text is shown; who wrote it knows it anyway."""
    user = account().username
    return note.by == user or note.read_by(user)
