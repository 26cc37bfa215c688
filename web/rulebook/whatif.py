"""The page that says what would change for recorded cases if a version held for them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from flask import render_template, request

from application.whatif import AT_ONCE, Counted, Total, WhatIf, totals
from domain.case.state import Case
from domain.case.whatif import Difference
from domain.case.words import Role
from projections.queries.viewer import THE_SERVICE
from projections.queries.whatif import Period, case_ids, count_cases
from web import names, times, words
from web.asking import viewer
from web.auth.who import role
from web.rulebook.routes import blueprint, whole
from web.rulebook.sets import find
from web.service import service
from web.wording import _

ROWS: Final = 100


class Row(NamedTuple):
    """One limit that would be otherwise."""

    number: str
    title: str
    kind: str
    holder: str
    due: str
    then: str
    apart: str
    verdict: str


class Asked(NamedTuple):
    """Which cases, and which part of what would change."""

    period: Period | None
    since: str
    until: str
    part: int
    page: int
    problems: list[tuple[str, str]]

    def address(self, **changes: object) -> dict[str, object]:
        """The same question with some of it changed."""
        asked = {"since": self.since, "until": self.until, "part": self.part, "page": self.page}
        return {name: one for name, one in {**asked, **changes}.items() if one not in ("", 1)}


@blueprint.get("/rules/<name>/<int:version>/what-if")
def set_whatif(name: str, version: int) -> str:
    """Each case, and totals; administrators see the totals only."""
    rules, asked = find(name, version), _asked()
    counted_only = role() == Role.ADMIN
    who = THE_SERVICE if counted_only else viewer()
    with service().read() as connection:
        total = count_cases(connection, viewer=who, period=asked.period)
        skip = (asked.part - 1) * AT_ONCE
        ids = case_ids(connection, viewer=who, period=asked.period, skip=skip, limit=AT_ONCE)
    running_only = asked.period is None
    counted = list(WhatIf(service().desk, rules, running_only=running_only).cases(ids))
    shown = [] if counted_only else [(one.case, limit) for one in counted for limit in one.moved]
    first = (asked.page - 1) * ROWS
    return render_template(
        "rulebook/whatif.html",
        rules=rules,
        asked=asked,
        total=total,
        first=skip + 1,
        last=skip + len(ids),
        parts=-(-total // AT_ONCE),
        totals=_totals(counted),
        counted_only=counted_only,
        moved=len(shown),
        rows=[_row(case, limit) for case, limit in shown[first : first + ROWS]],
        pages=-(-len(shown) // ROWS),
    )


def _asked() -> Asked:
    problems: list[tuple[str, str]] = []
    since, until = (request.args.get(name, "").strip()[:20] for name in ("since", "until"))
    first, last = _day("since", since, problems), _day("until", until, problems)
    if first and last and last < first:
        problems.append(("since", _("The first day lies after the last.")))
    period = None
    if not problems and (first or last):
        period = first or _LONG_AGO, (last or times.now()) + timedelta(days=1)
    part, page = (max(1, whole(request.args.get(name, ""))) for name in ("part", "page"))
    return Asked(period, since, until, part, page, problems)


_LONG_AGO: Final = datetime.fromisoformat("1970-01-02T00:00:00+00:00")


def _day(name: str, text: str, problems: list[tuple[str, str]]) -> datetime | None:
    try:
        return times.midnight(times.day(text)) if text else None
    except (ValueError, OverflowError):
        problems.append((name, _("Write the day as YYYY-MM-DD, for example 2026-03-31.")))
        return None


def _totals(counted: list[Counted]) -> Mapping[str, Total]:
    """By what limits are called, those that would change most first."""
    found = sorted(totals(counted).items(), key=lambda one: -one[1].moved)
    return {words.word(words.CLOCK, kind): total for kind, total in found}


def _row(case: Case, limit: Difference) -> Row:
    return Row(
        number=case.number,
        title=case.title,
        kind=words.word(words.CLOCK, limit.kind),
        holder=names.unit(limit.holder),
        due=times.stamp(limit.due),
        then=times.stamp(limit.then),
        apart=_apart(limit),
        verdict=_verdict(limit),
    )


def _apart(limit: Difference) -> str:
    if limit.due is None:
        return _("only then")
    if limit.then is None:
        return _("no longer")
    if limit.then < limit.due:
        return _("%(span)s earlier", span=times.span(limit.due - limit.then))
    return _("%(span)s later", span=times.span(limit.then - limit.due))


def _verdict(limit: Difference) -> str:
    if limit.would_be_late and not limit.late:
        return _("newly overdue")
    return _("no longer overdue") if limit.late and not limit.would_be_late else ""
