"""The shift in the head of the board, and the note it has to read."""

from datetime import datetime
from typing import NamedTuple, cast

from flask import current_app

from application.duty import DutyBook, open_note
from application.keys import ACTIVE, SealBroken
from domain.duty.decisions import DESK
from domain.duty.state import Duty, Note, Shift
from domain.units.state import CENTRE
from web.auth.who import account
from web.board import staff
from web.service import service
from web.wording import _


class Head(NamedTuple):
    """Who is on duty; `leader` and `officers` are names."""

    leader: str
    officers: str
    since: datetime
    until: datetime | None
    handed_over: bool


class Told(NamedTuple):
    """A note as it is read; `readers` are names with the times they read it."""

    shift: int
    at: datetime
    by: str
    text: str
    note: Note
    readers: list[tuple[str, datetime]]


def duty() -> Duty:
    """The shifts as they stand."""
    app = current_app
    book = app.extensions.setdefault("duty", DutyBook(service().desk.log))
    return cast("DutyBook", book).now()


def acts() -> bool:
    """Whether the viewer is of the desk: takes shifts over and hands them over."""
    who = account()
    return who.role in DESK and (who.unit or CENTRE) == CENTRE


def head(known: Duty) -> Head | None:
    """The running shift, or None."""
    running = known.running
    if running is None:
        return None
    return Head(
        staff.name(running.leader),
        staff.names(running.officers),
        running.begun_at,
        running.until,
        running.note is not None,
    )


def unread(known: Duty) -> Told | None:
    """The last shift's note, for somebody of the desk who has neither written nor read it yet."""
    left = known.left if acts() else None
    if left is None or left.note is None:
        return None
    user = account().username
    if left.note.by == user or left.note.read_by(user):
        return None
    return told(left, left.note)


def told(shift: Shift, note: Note) -> Told:
    """A note with its text."""
    readers = [(staff.name(user), at) for user, at in note.readers]
    return Told(shift.number, note.at, staff.name(note.by), text_of(note), note, readers)


def text_of(note: Note) -> str:
    """The text, or what stands in its place."""
    try:
        opened = open_note(service().desk, note)
    except SealBroken:
        return _("(can't be opened: altered, or sealed with another key)")
    return opened.text if opened.state == ACTIVE else _("(erased)")
