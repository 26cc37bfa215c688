"""Found records as the page shows them, as far as what they are of exists for the viewer."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple

import msgspec
from flask import url_for

from application.audit.searching import Hit, lag
from application.codec import Unreadable, decode
from application.opening import look
from domain.case.command import TIMEKEEPER
from domain.case.rights import may_see
from domain.errors import CaseUnknown
from domain.sealed import Sealed
from web import names, times, words
from web.admin.telling import author
from web.auth.who import actor
from web.desk import values
from web.events import fields, texts
from web.service import service
from web.wording import _

SHORT: Final = 30
LONGEST: Final = 200  # signs of one value; the whole text of a rule set is no line of a list
SAID: Final = frozenset({"at", "by", "late", "source", "form"})
_NUMBER: Final = re.compile(r"[A-Za-z0-9]*[A-Za-z]\d{4}-\d{1,9}")


class Row(NamedTuple):
    """One record. `url` leads to its case as of it; `details` are the fields of one of no case."""

    seq: int
    title: str
    topic: str
    number: str
    about: str
    url: str
    who: str
    at: str
    recorded: str
    lag: str
    late: str
    source: str
    details: list[tuple[str, str]]

    @property
    def summary(self) -> str:
        """The first of what it says."""
        label, text = self.details[0]
        return f"{label} {text if len(text) <= SHORT else text[:SHORT] + '…'}"


class Rows:
    """Looks up each case once."""

    def __init__(self) -> None:
        """Nothing is looked up yet."""
        self._desk, self._by = service().desk, actor()
        self._known: dict[str, tuple[str, str] | None] = {}

    def shown(self, hits: Iterable[Hit]) -> Iterator[Row]:
        """Those that exist for the viewer; of a case that accuses them nothing is said."""
        for hit in hits:
            try:
                yield from self._told(hit)
            except Unreadable:
                yield self._row(hit, "", _("can't be read: have the log verified"), [])

    def _told(self, hit: Hit) -> Iterator[Row]:
        """Errors: `Unreadable` where it, or a record of its case, can't be read."""
        if not texts.is_of_case(hit.topic):
            yield self._row(hit, "", "", list(self._details(hit)))
            return
        known = self._case(hit.stream)
        if known is not None:
            yield self._row(hit, *known, [])

    def _case(self, case_id: str) -> tuple[str, str] | None:
        """Number and title; None where there is none for the viewer."""
        if case_id not in self._known:
            self._known[case_id] = self._looked_up(case_id)
        return self._known[case_id]

    def _looked_up(self, name: str) -> tuple[str, str] | None:
        try:
            work, ctx = look(self._desk, self._desk.find(name), self._by)
        except CaseUnknown:
            return None
        return (work.case.number, work.case.title) if may_see(work.case, ctx) else None

    def _row(self, hit: Hit, number: str, about: str, details: list[tuple[str, str]]) -> Row:
        minutes = lag(hit)
        url = url_for("audit.case", number=number, at=hit.seq) if number else ""
        return Row(
            hit.seq,
            texts.title(hit.topic),
            hit.topic,
            number,
            about,
            url,
            _who(hit),
            times.stamp(hit.at),
            times.stamp(hit.recorded),
            times.span(timedelta(minutes=minutes)) if minutes else "",
            hit.late,
            values.write("source", hit.source),
            details,
        )

    def _details(self, hit: Hit) -> Iterator[tuple[str, str]]:
        event = decode(hit.topic, hit.state)
        for name in event.__struct_fields__:
            value = getattr(event, name) if name not in SAID else None
            text = self._without_hidden(_plain(value))
            if text:
                shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
                yield fields.label(name), shown

    def _without_hidden(self, text: str) -> str:
        """Numbers of matters that do not exist for the viewer are left out."""
        return _NUMBER.sub(lambda found: found[0] if self._may_show(found[0]) else "—", text)

    def _may_show(self, number: str) -> bool:
        if number not in self._known:
            self._known[number] = self._looked_up(number)
        return self._known[number] is not None or not self._is_case(number)

    def _is_case(self, number: str) -> bool:
        try:
            return bool(self._desk.find(number))
        except CaseUnknown:
            return False


def _who(hit: Hit) -> str:
    if hit.role == TIMEKEEPER:
        return values.person(hit.user)
    role = words.word(words.ROLE, hit.role) if hit.role else ""
    unit = names.unit(hit.unit) if hit.unit else ""
    return " · ".join(part for part in (author(hit.user), role, unit) if part)


def _plain(value: Any) -> str:
    """A value as one reads it; what is sealed stays so."""
    if isinstance(value, Sealed):
        return _("(sealed)")
    return _of_builtins(msgspec.to_builtins(value))


def _of_builtins(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_of_builtins(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_of_builtins, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
