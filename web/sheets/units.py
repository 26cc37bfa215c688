"""Findings as those see them who answer for a unit: what is theirs to answer, and the answer."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from flask import abort, flash, redirect, render_template, url_for

from application import audit as commands
from application.audit.matters import line_of
from domain.audit.finding import Reply
from domain.audit.rights import answers_for
from domain.audit.state import Finding, Sheet
from domain.case.words import Role
from domain.errors import DomainError, NotYourUnit
from web import times
from web.admin.forms import Refused, read
from web.admin.forms import shown as form_of
from web.auth.who import actor, visitor
from web.desk.standing import can_be_opened
from web.service import service
from web.sheets import fields, shown, telling
from web.sheets.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, sheet_named
from web.wording import _

ANSWERING: Final = frozenset({Role.LEADER, Role.SUPERVISOR})


class Owed(NamedTuple):
    """A finding, the sheet it is on, and whether the viewer answers it."""

    sheet: Sheet
    found: shown.Found
    own: bool


@blueprint.get("/findings")
def findings() -> str:
    """What is to be answered first, then everything else."""
    every = sorted(_seen(), key=_urgency)
    return render_template("sheets/findings.html", findings=every, now=times.now())


@blueprint.get("/findings/<code>/<int:finding>")
def own_finding(code: str, finding: int) -> str:
    """One, with the form to answer it."""
    return _show(_known(code, finding), {})


@blueprint.post("/findings/<code>/<int:finding>")
def answer(code: str, finding: int) -> Answer:
    """What the unit says to it."""
    one = _known(code, finding)
    try:
        given: dict[str, Any] = read(fields.REPLY, fields.options())
        reply = Reply(given["agreed"] == "yes", given["text"])
        try:
            commands.answer_finding(service().desk, code, finding, reply, actor())
        except NotYourUnit as error:
            text = _("The unit itself answers this finding; you may read it.")
            raise Refused({"": text}) from error
        except DomainError as error:
            raise fields.refused(error) from None
    except Refused as wrong:
        return _show(one, wrong.wrong), UNPROCESSABLE
    flash(_("The answer is on record; the auditor looks at it."), "success")
    return redirect(url_for("sheets.own_finding", code=code, finding=finding), SEE_OTHER)


def waiting() -> list[Owed]:
    """For templates: the findings of running audits that the viewer has to answer."""
    who = visitor()
    if who is None or who.role not in ANSWERING:
        return []
    owed = [
        Owed(sheet, shown.found(one), own=True)
        for sheet in service().desk.sheets.running()
        for one in sheet.findings
        if one.state == "open" and _answers(one) and _exists(one)
    ]
    return sorted(owed, key=_urgency)


def _seen() -> Iterator[Owed]:
    for sheet in service().desk.sheets.sheets():
        yield from _of(sheet)


def _of(sheet: Sheet) -> Iterator[Owed]:
    """Those the viewer may see: the inspection office all, a leader those of units below."""
    for one in sheet.findings:
        own = _answers(one)
        if (own or actor().role == Role.SUPERVISOR) and _exists(one):
            yield Owed(sheet, shown.found(one), own)


def _answers(one: Finding) -> bool:
    unit = one.noted.unit
    return answers_for(actor(), unit, line_of(service().desk, unit))


def _exists(one: Finding) -> bool:
    return not one.noted.number or can_be_opened(one.noted.number)


def _known(code: str, number: int) -> Owed:
    """404 where there is none for the viewer."""
    found = [one for one in _of(sheet_named(code)) if one.found.id == number]
    return found[0] if found else abort(404)


def _urgency(one: Owed) -> tuple[Any, ...]:
    finding = one.found.finding
    due = finding.due or finding.noted.due
    return not one.own, finding.state != "open", due


def _show(one: Owed, wrong: Mapping[str, str]) -> str:
    return render_template(
        "sheets/answer.html",
        one=one,
        finding=one.found.finding,
        opened=one.sheet.known,
        telling=telling,
        form=form_of(fields.REPLY, fields.options(), {}, wrong=wrong),
        may=one.own and one.found.finding.waits and one.sheet.closed is None,
    )
