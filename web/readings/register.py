"""The register of readings: who opened what, when and what for, with what is unusual marked."""

from typing import Final, NamedTuple

from flask import render_template, request, url_for

from application.readings import Found, found
from application.readings.looking import Looking
from web import names, times
from web.auth.who import actor
from web.desk.values import people
from web.readings.asked import Asked, read
from web.readings.routes import UNPROCESSABLE, Answer, blueprint
from web.readings.words import Line, by_person, line
from web.service import service

SHOWN: Final = 30
LOOKED_AT: Final = 60  # readings whose cases are loaded for one page


class Sheet(NamedTuple):
    """A page of the register; `further` is the position from which the next one goes on."""

    lines: list[Line]
    further: int


@blueprint.get("/audit/readings")
def register() -> Answer:
    """The latest first."""
    asked = read(request.args)
    if asked.problems:
        return _show(asked, Found([], 0), Sheet([], 0)), UNPROCESSABLE
    all_found = found(service().desk.log, asked.wanted, asked.before)
    return _show(asked, all_found, _sheet(asked, all_found))


def _sheet(asked: Asked, all_found: Found) -> Sheet:
    """So many of them as are shown, or as may be looked at."""
    looking = Looking(service().desk, actor(), times.now())
    lines: list[Line] = []
    for one in all_found.readings[:LOOKED_AT]:
        looked = looking.at(one)
        if looked is not None and (looked.marks or not asked.unusual):
            lines.append(line(looked))
        if len(lines) == SHOWN:
            return Sheet(lines, one.seq - 1)
    if len(all_found.readings) > LOOKED_AT:
        return Sheet(lines, all_found.readings[LOOKED_AT - 1].seq - 1)
    return Sheet(lines, all_found.further)


def _show(asked: Asked, all_found: Found, sheet: Sheet) -> str:
    further = url_for("readings.register", **asked.address(before=sheet.further))
    return render_template(
        "readings/register.html",
        asked=asked,
        lines=sheet.lines,
        further=further if sheet.further else "",
        by_person=by_person(all_found.readings),
        counted=len(all_found.readings),
        more=bool(all_found.further),
        people=sorted(people().items()),
        units=names.units().values(),
        rule=service().desk.retention.readings(),
    )
