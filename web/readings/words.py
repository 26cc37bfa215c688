"""A reading, what makes it unusual, and the readings of each person, in the reader's words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from flask import url_for

from application.readings import Reading
from application.readings.looking import Looked
from application.readings.register import NOTE
from application.readings.unusual import Mark
from domain.case import events as e
from web import names, times, words
from web.desk import values
from web.wording import LazyString, _, _lp

MARKS: Final[Mapping[Mark, LazyString]] = {
    Mark.MANY: _lp("reading", "many cases at a stretch"),
    Mark.OFF_SHIFT: _lp("reading", "on no shift"),
    Mark.NO_STEP: _lp("reading", "no step of theirs"),
}


class Line(NamedTuple):
    """One reading; `url` leads to the record, "" for a shift's note."""

    seq: int
    at: str
    who: str
    user: str
    number: str
    title: str
    url: str
    what: str
    purpose: str
    marks: list[str]


class ByPerson(NamedTuple):
    """How often somebody read, and how many cases."""

    user: str
    name: str
    unit: str
    times: int
    cases: int


def line(looked: Looked) -> Line:
    """As the register shows it."""
    one, case = looked.reading, looked.case
    number = "" if case is None else case.number
    return Line(
        seq=one.seq,
        at=times.stamp(one.recorded),
        who=_who(one),
        user=one.user,
        number=number,
        title=_("Note of shift %(number)d", number=one.records[0]) if case is None else case.title,
        url=_record(number, one.version) if number else "",
        what=_what(one),
        purpose=_purpose(one),
        marks=[str(MARKS[mark]) for mark in looked.marks],
    )


def _record(number: str, version: int) -> str:
    return url_for("desk.case", number=number, show="access", _anchor=f"e{version}")


def _who(one: Reading) -> str:
    unit = names.unit(one.unit) if one.unit else ""
    said = (values.person(one.user), words.word(words.ROLE, one.role), unit)
    return " · ".join(part for part in said if part)


def _what(one: Reading) -> str:
    if one.taken:
        taken = values.write("what", one.taken, e.DataExported.__name__)
        return _("taken away: %(what)s", what=taken)
    if one.fields == (NOTE,):
        return _("note left to the next shift")
    return values.write("fields", one.fields)


def _purpose(one: Reading) -> str:
    if one.fields == (NOTE,):
        return _("taking over the shift")
    return values.write("purpose", one.purpose, e.DataRead.__name__)


def by_person(readings: Iterable[Reading]) -> list[ByPerson]:
    """Who read most cases comes first."""
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in readings:
        seen[one.user, one.unit].append(one.stream if one.of_case else "")
    people = [
        ByPerson(user, values.person(user), names.unit(unit), len(of), len({*of} - {""}))
        for (user, unit), of in seen.items()
    ]
    return sorted(people, key=lambda one: (-one.cases, -one.times, one.user))
