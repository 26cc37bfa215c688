"""Rounds that run and rounds that are over, and one of them with what each unit reported."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from flask import render_template, request

from domain.rounds.round import Report
from projections.queries import rounds as queries
from web import times
from web.asking import viewer
from web.desk import values
from web.names import unit
from web.rounds import shown, telling
from web.rounds.routes import blueprint
from web.service import service

PAGES_MOST: Final = 10_000


@blueprint.get("/")
def rounds() -> str:
    """What runs on top, then what is over, page by page."""
    page = _page()
    with service().read() as connection:
        running = queries.running(connection, viewer=viewer(), now=times.now())
        past = queries.past(connection, viewer=viewer(), now=times.now(), page=page)
        own = queries.own_reports(
            connection, [row["code"] for row in (*running.rows, *past.rows)], unit=viewer().unit
        )
    return render_template(
        "rounds/rounds.html",
        running=running.rows,
        past=past,
        page=page,
        own=own,
        of_unit=viewer().of_unit,
        mark=shown.mark,
        title_of=shown.title,
        may_open=shown.at_the_desk(),
        may_plan=shown.leads_the_centre(),
    )


@blueprint.get("/<code>")
def round_page(code: str) -> str:
    """One round: what is looked for, who has reported what, what was found, what was done."""
    return show(code)


def show(code: str, problems: Sequence[tuple[str, str]] = (), reason: str = "") -> str:
    """The page of a round; `problems` with the form by which it is called off."""
    known = shown.known(code)
    with service().read() as connection:
        found = queries.findings(connection, code, viewer=viewer())
        seen = queries.seen_numbers(connection, known.numbers, viewer=viewer())
    return render_template(
        "rounds/round.html",
        known=known,
        round=known.opened,
        title=shown.title(known.opened),
        reports=sorted((_line(known, one) for one in known.seen), key=_urgency),
        counts=_counts(known),
        findings=found,
        history=telling.told(known, [one.unit for one in known.seen], seen),
        mark=shown.mark,
        may_call_off=shown.leads_the_centre() and known.state.called_off_at is None,
        problems=problems,
        reason=reason,
    )


def require(code: str) -> None:
    """404 where there is no such round for the viewer."""
    shown.known(code)


class Line(NamedTuple):
    """The report of one unit, as the page of the round has it."""

    name: str
    stand: str
    report: Report
    by: str


def _line(known: shown.Known, one: Report) -> Line:
    by = values.person(one.met_by) if one.met_by else ""
    return Line(unit(one.unit), shown.stand_of(known, one), one, by)


def _urgency(line: Line) -> tuple[int, str]:
    """What is missing first, then what is still to come, then what came late."""
    first = ("missed", "open", "late")
    place = first.index(line.stand) if line.stand in first else len(first)
    return place, line.report.unit


def _counts(known: shown.Known) -> dict[str, int]:
    states = [known.state.state(one) for one in known.seen]
    return {
        "units": len(states),
        "reported": states.count("met"),
        "missed": states.count("missed"),
        "zero": sum(one.nothing for one in known.seen),
        "findings": sum(len(one.findings) for one in known.seen),
    }


def _page() -> int:
    text = request.args.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len("100000") else 1
    return number if 0 < number <= PAGES_MOST else 1
