"""Why a time limit of a case is due when it is: as a page, and as data."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from flask import url_for

from domain.case.reckoning import Move, Reckoning, reckon
from domain.plans.model import plan_of
from domain.rules.calendar import Calendar
from domain.rules.reckoning import Line
from web import names, times, words
from web.deadlines import Mark
from web.desk import facts, plannames, told, values
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.texts.reckoning import CAUSES, LINES, ONE, ONE_DAY
from web.service import service
from web.wording import LazyString, _


class Told(NamedTuple):
    """One due time: what gave it, the record it stands in, where it is written, the count."""

    cause: str
    event: int
    title: str  # "" when the viewer does not see that record
    start: str
    due: str
    holder: str
    rule: str
    plan: str  # the response plan the rule stands in; "" for one of the rule set
    article: str
    local: bool
    lines: list[str]
    calendar: str  # "" when no rest day was looked up
    today: str


class LimitPage(NamedTuple):
    """The page of one limit."""

    number: int
    what: str
    holder: str
    due: str
    mark: Mark
    rules: str
    rules_url: str
    title: str
    moves: list[Told]


def reckonings(shown: Standing) -> list[Reckoning]:
    """How every limit of the case was counted, in their order."""
    calendars, case, rows = service().desk.calendars, shown.case, shown.loaded.rows

    def then(version: int) -> Calendar:
        return calendars.at(rows[version - 1].seq)

    plans = service().desk.plans.get
    return reckon(case.id, shown.loaded.history, shown.rules, calendars.now(), then, plans=plans)


def page(found: Reckoning, shown: Standing, sight: Sight, now: datetime) -> LimitPage:
    """Told to a person; `now` is the moment the case is looked at."""
    limit = found.limit
    return LimitPage(
        number=found.number,
        what=words.word(words.CLOCK, limit.kind),
        holder=names.unit(limit.holder),
        due=_moment(limit.due),
        mark=facts.limit_mark(limit, shown.case, now),
        rules=shown.rules.ref,
        rules_url=url_for("rulebook.set_version", name=shown.rules.id, version=shown.rules.version),
        title=shown.rules.title,
        moves=[_told(move, shown, sight) for move in found.moves],
    )


def _told(move: Move, shown: Standing, sight: Sight) -> Told:
    event = shown.loaded.history[move.event - 1]
    return Told(
        cause=str(CAUSES[move.cause]),
        event=move.event,
        title="" if sight.hides(event) else told.title(event),
        start=_moment(move.start),
        due=_moment(move.due),
        holder=names.unit(move.holder),
        rule=move.rule,
        plan=plannames.title(plan_of(move.rule)) if plan_of(move.rule) else "",
        article=move.article,
        local=move.local,
        lines=[sentence(line) for line in move.lines],
        calendar=_versions(move.calendar),
        today=_moment(move.today) if move.today else "",
    )


def sentence(line: Line) -> str:
    """One line of a count, in the language of the page."""
    filled = {"from": _day(line.day), "to": _day(line.last), "number": line.number}
    return str(_pattern(line)) % filled


def _versions(years: Iterable[tuple[int, int]]) -> str:
    told = (_("%(year)d, version %(number)d", year=year, number=number) for year, number in years)
    return values.joined(told)


def _pattern(line: Line) -> LazyString:
    if line.what in ONE_DAY and line.day == line.last:
        return ONE_DAY[line.what]
    return (ONE if line.number == 1 and line.what in ONE else LINES)[line.what]


def _day(day: date | None) -> str:
    if day is None:
        return ""
    return _("%(day)s (%(weekday)s)", day=day.isoformat(), weekday=times.weekday(day))


def _moment(moment: datetime) -> str:
    """To the second: limits end with the last one of a day."""
    return times.local(moment).strftime("%Y-%m-%d %H:%M:%S")


def data(found: Reckoning, shown: Standing) -> dict[str, object]:
    """As data: codes and numbers, times with their zone."""
    limit = found.limit
    return {
        "case": shown.case.number,
        "limit": found.number,
        "kind": limit.kind,
        "holder": limit.holder,
        "due": _iso(limit.due),
        "rules": shown.rules.ref,
        "moves": [_move(move) for move in found.moves],
    }


def _move(move: Move) -> dict[str, object]:
    return {
        "event": move.event,
        "cause": move.cause,
        "start": _iso(move.start),
        "due": _iso(move.due),
        "holder": move.holder,
        "rule": move.rule,
        **({"plan": plan_of(move.rule)} if plan_of(move.rule) else {}),
        "article": move.article,
        "local": move.local,
        "count": [_counted(line) for line in move.lines],
        "calendar": [{"year": year, "version": version} for year, version in move.calendar],
        "today": _iso(move.today) if move.today else None,
    }


def _counted(line: Line) -> dict[str, object]:
    days = {"from": line.day, "to": line.last}
    told: dict[str, object] = {name: day.isoformat() for name, day in days.items() if day}
    return {"what": line.what, **told, **({"number": line.number} if line.number else {})}


def _iso(moment: datetime) -> str:
    return times.local(moment).isoformat()
