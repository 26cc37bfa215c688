"""Somebody asks what a case holds of them: their identity is checked, on record, then printed."""

from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.desk import Act
from domain.case.events import DataExported
from domain.case.readings import people
from domain.case.record import ExportPerson
from domain.case.rights import BEYOND_UNITS
from domain.errors import DomainError
from domain.units import CENTRE
from web import messages, times
from web.auth.gate import allowed
from web.auth.who import actor, visitor
from web.desk import schemas, values
from web.desk.standing import Standing, standing
from web.readings import copied
from web.readings.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.service import service

ASKED: Final = ("person", "identity")

blueprint.app_context_processor(lambda: {"may_copy": may_copy})


@blueprint.get("/cases/<number>/person-export")
def person_asking(number: str) -> str:
    """Whose data, and how it was made sure of that it is they who ask."""
    return _form(_whole(number))


@blueprint.post("/cases/<number>/person-export")
def person_export(number: str) -> Answer:
    """Put on record that it is given out, then show the copy to print."""
    now, typed = _whole(number), {name: request.form.get(name, "") for name in ASKED}
    command = ExportPerson(person=typed["person"], identity=typed["identity"].strip())
    token = schemas.token(request.form)
    key = f"{actor().user}/{now.case.number}/ExportPerson/{token}" if token else ""
    try:
        service().desk.execute(now.case.id, command, Act(by=actor(), key=key))
    except DomainError as refused:
        told = messages.explain(refused, ExportPerson.__name__)
        return _form(now, typed, (told.field or "person", told.text)), UNPROCESSABLE
    to = url_for("readings.person_copy", number=number, person=command.person)
    return redirect(to, SEE_OTHER)


@blueprint.get("/cases/<number>/person-export/<person>")
def person_copy(number: str, person: str) -> str | Response:
    """The copy, to whoever just gave it out; anybody else says first who asks for it."""
    now = _whole(number)
    found = copied.given(now, person)
    if found is None:
        return redirect(url_for("readings.person_asking", number=number), SEE_OTHER)
    copy = copied.copy_of(now, person, found[0])
    return render_template("readings/copy.html", copy=copy, printed=times.stamp(times.now()))


def may_copy() -> bool:
    """Whether the viewer may give somebody what a case holds of them."""
    who = visitor()
    return allowed("readings.person_asking", who) and who is not None and _is_of(who.role, who.unit)


def _is_of(role: str, unit: str) -> bool:
    return role in BEYOND_UNITS or unit in ("", CENTRE)


def _whole(number: str) -> Standing:
    """A case the viewer may see all of. Errors: 404, as if there were none."""
    now = standing(number)
    if not _is_of(now.ctx.by.role, now.ctx.by.unit):
        abort(404)
    return now


def _form(
    now: Standing, typed: dict[str, str] | None = None, wrong: tuple[str, str] | None = None
) -> str:
    kind = DataExported.__name__
    choices = [(one, values.write("person", one, kind)) for one in people(now.loaded.history)]
    return render_template(
        "readings/person.html",
        case=now.case,
        choices=choices,
        typed=typed or {"person": choices[0][0] if len(choices) == 1 else "", "identity": ""},
        problems=[] if wrong is None else [wrong],
        wrong=dict([wrong] if wrong is not None else []),
        token_of_form=schemas.kept(request.form),
    )
