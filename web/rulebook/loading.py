"""The page that loads a year of the working calendar: every changed day is shown first."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for

from application.calendaryears import Proposed, load_years, propose, year_text
from domain.calendar.events import YearLoaded
from domain.errors import DomainError
from domain.rules.model import RuleError
from web import messages, times
from web.auth.who import account
from web.rulebook import given, mistakes
from web.rulebook.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, whole
from web.service import service
from web.wording import LazyString, _, _lp

SORTS: dict[str, LazyString] = {
    "rest": _lp("day", "holiday"),
    "work": _lp("day", "worked weekend day"),
    "": _lp("day", "as the week has it"),
}


class Changed(NamedTuple):
    """A day that would be of another sort."""

    day: str
    was: str
    now: str


class Shown(NamedTuple):
    """A year of the text and what it changes."""

    year: int
    version: int
    source: str
    changes: list[Changed]


@blueprint.get("/calendar/load")
def year_load() -> str:
    """An empty form, or one that begins with a year on record."""
    found = service().desk.calendars.years().year(whole(request.args.get("year", "")))
    return _form(year_text(found) if found is not None else "")


@blueprint.post("/calendar/load")
def year_loaded() -> Answer:
    """Show what would change, or load it; with a mistake the text stays to be mended."""
    text = request.form.get("text", "")
    try:
        text = given.text()
        if request.form.get("do") != "load":
            return _form(text, proposed=propose(service().desk, text))
        events = load_years(service().desk, text, account().username, _seen())
    except given.Unreadable as error:
        return _form(text, problem=error.text), UNPROCESSABLE
    except RuleError as error:
        return _form(text, problem=mistakes.told(error)), UNPROCESSABLE
    except DomainError as error:
        problem = messages.explain(error).text
        proposed = propose(service().desk, text)
        return _form(text, problem=problem, proposed=proposed), UNPROCESSABLE
    loaded = [one for one in events if isinstance(one, YearLoaded)]
    if not loaded:
        flash(_("It was on record like this already; nothing changed."), "info")
        return redirect(url_for("rulebook.years"), SEE_OTHER)
    flash(
        _("Loaded. Limits that start from now on are counted with it; none that runs moves."),
        "success",
    )
    return redirect(url_for("rulebook.year", year=loaded[0].days.year), SEE_OTHER)


def _seen() -> int | None:
    seen = request.form.get("seen", "")
    return whole(seen) if seen else None


def _form(text: str, *, proposed: list[Proposed] | None = None, problem: str = "") -> str:
    return render_template(
        "rulebook/load.html",
        text=text,
        proposed=[_shown(one) for one in proposed] if proposed is not None else None,
        seen=service().desk.calendars.years().version,
        problem=problem,
        problems=[("f-text", problem)] if problem else [],
    )


def _shown(one: Proposed) -> Shown:
    changes = [
        Changed(
            f"{change.day.isoformat()} {times.weekday(change.day)}",
            str(SORTS[change.was]),
            str(SORTS[change.now]),
        )
        for change in one.changes
    ]
    return Shown(one.file.year, one.version, one.file.source, changes)
