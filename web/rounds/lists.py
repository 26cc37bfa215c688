"""Rounds that run and rounds that are over, and one of them with what each unit reported."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import render_template, request

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
        reports = queries.reports(connection, code, viewer=viewer())
        found = queries.findings(connection, code, viewer=viewer())
        seen = queries.seen_numbers(connection, known.numbers, viewer=viewer())
    return render_template(
        "rounds/round.html",
        known=known,
        round=known.opened,
        title=shown.title(known.opened),
        reports=[_report(row) for row in reports],
        counts=_counts(reports),
        findings=found,
        history=telling.told(known, [row["unit"] for row in reports], seen),
        mark=shown.mark,
        may_call_off=shown.leads_the_centre() and known.state.called_off_at is None,
        problems=problems,
        reason=reason,
    )


def require(code: str) -> None:
    """404 where there is no such round for the viewer."""
    shown.known(code)


def _report(row: Mapping[Any, Any]) -> dict[str, Any]:
    by_name = values.person(row["met_by"]) if row["met_by"] else ""
    return {**row, "name": unit(row["unit"]), "by_name": by_name}


def _counts(rows: Sequence[Mapping[Any, Any]]) -> dict[str, int]:
    return {
        "units": len(rows),
        "reported": sum(row["state"] == "met" for row in rows),
        "missed": sum(row["state"] == "missed" for row in rows),
        "zero": sum(bool(row["zero"]) for row in rows),
        "findings": sum(row["findings"] for row in rows),
    }


def _page() -> int:
    text = request.args.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len("100000") else 1
    return number if 0 < number <= PAGES_MOST else 1
