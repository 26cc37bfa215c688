"""A case replayed: step by step, two moments side by side, its times, and who saw it."""

from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

from flask import redirect, render_template, request, url_for

from application.clock import from_ms
from domain.errors import CaseUnknown
from projections.queries.search import LONGEST, search
from web import names
from web.asking import viewer
from web.audit.corrections import corrections
from web.audit.home import ways
from web.audit.looking import Asked, Shut, moment
from web.audit.replaying import beside, grouped, lag, replay
from web.audit.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.audit.seen import seen
from web.desk import facts
from web.desk.standing import Standing, can_be_opened, standing
from web.service import service
from web.timeline import Entry, records
from web.wording import _

MANY: Final = 20  # matters that are offered where a number is written in part


class Timed(NamedTuple):
    """A record with its second time, and how long that lies after the first."""

    entry: Entry
    recorded: datetime
    lag: str


@blueprint.get("/cases")
def find() -> Answer:
    """To the case somebody asks for, at the moment they ask for."""
    sought, at = request.args.get("number", "").strip()[:LONGEST], request.args.get("at", "")
    if _is_there(sought):
        return _to(sought, at)
    with service().read() as connection:
        found = search(connection, sought, viewer=viewer(), codes=names.codes())
    if found.exact:
        return _to(found.rows[0]["number"], at)
    page = render_template(
        "audit/index.html",
        ways=list(ways()),
        typed=sought,
        at=at,
        rows=found.rows[:MANY],
        more=len(found.rows) > MANY,
        problems=[] if found.rows else [("number", _not_found(sought))],
    )
    return page if found.rows else (page, UNPROCESSABLE)


def _to(number: str, at: str) -> Answer:
    return redirect(url_for("audit.case", number=number, at=at.strip() or None), SEE_OTHER)


def _is_there(number: str) -> bool:
    """It is the whole number of a case that exists for the viewer."""
    try:
        return can_be_opened(number)
    except CaseUnknown:
        return False


def _not_found(sought: str) -> str:
    if not sought:
        return _("Write the number of a case, for example QS2026-00037.")
    return _(
        "Nothing was found for “%(sought)s”. Check the number, or write a part of it.",
        sought=sought,
    )


@blueprint.get("/cases/<number>")
def case(number: str) -> Answer:
    """One record after the other."""
    now = standing(number)
    asked = moment(request.args.get("at", ""), now.loaded.rows)
    shown = replay(now, Shut(now), asked.version or now.case.version)
    return _answered(
        "audit/case.html",
        now,
        [("at", asked)],
        replay=shown,
        step=shown.step,
        changes=grouped(shown.step.changes),
        at=asked.typed,
    )


@blueprint.get("/cases/<number>/compare")
def compare(number: str) -> Answer:
    """Two moments side by side; without any, the first record and the last."""
    now = standing(number)
    rows, sight = now.loaded.rows, Shut(now)
    asked = {name: moment(request.args.get(name, ""), rows) for name in ("before", "after")}
    before = asked["before"].version if asked["before"].typed else 1
    before, after = before or 1, asked["after"].version or len(rows)
    first, last = sorted((before, after))
    entries = records(now, sight)
    return _answered(
        "audit/compare.html",
        now,
        [(name, _named(name, one)) for name, one in asked.items()],
        typed={name: one.typed for name, one in asked.items()},
        sides=[rows[before - 1], rows[after - 1]],
        groups=grouped(beside(now, sight, before, after)),
        between=[entry for entry in entries if first < entry.version <= last],
        whole=request.args.get("whole") == "1",
    )


def _named(name: str, asked: Asked) -> Asked:
    """What is wrong says with which of the two."""
    label = _("One moment") if name == "before" else _("The other")
    problem = _("%(label)s: %(problem)s", label=label, problem=asked.problem)
    return asked._replace(problem=problem) if asked.problem else asked


@blueprint.get("/cases/<number>/times")
def both_times(number: str) -> Answer:
    """Both times of every record, what came late, what was put right."""
    now = standing(number)
    timed = list(map(partial(_timed, now), records(now, Shut(now))))
    return _answered(
        "audit/times.html",
        now,
        [],
        records=timed,
        late=sum(one.entry.is_late for one in timed),
        corrections=corrections(now, Shut(now)),
    )


def _timed(now: Standing, entry: Entry) -> Timed:
    recorded = from_ms(now.loaded.rows[entry.version - 1].recorded)
    return Timed(entry, recorded, lag(recorded - entry.at))


@blueprint.get("/cases/<number>/seen")
def seen_by(number: str) -> Answer:
    """Who saw it."""
    now = standing(number)
    return _answered("audit/seen.html", now, [], seen=seen(now, Shut(now)))


def _answered(
    template: str, now: Standing, asked: list[tuple[str, Asked]], **shown: object
) -> Answer:
    """The page; where a moment can't be shown it says why, and shows the nearest there is."""
    problems = [(name, one.problem) for name, one in asked if one.problem]
    page = render_template(
        template,
        case=now.case,
        number=now.case.number,
        stage=facts.stage(now.case),
        problems=problems,
        **shown,
    )
    return (page, UNPROCESSABLE) if problems else page
