"""Makes the commands of a step out of what its form brought."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import msgspec
from marshmallow import ValidationError

from application.sealing import build
from domain.case import events as e
from domain.case.command import Command
from domain.case.contesting import ContestFailing
from domain.case.dispatch import Dispatch
from domain.case.links import IssueLink
from domain.case.planning import ActivatePlan
from domain.case.record import Attach
from domain.case.words import DispatchRole
from web.desk import contests, corrections
from web.desk.forms import Form
from web.desk.standing import Standing
from web.desk.standing import standing as visible_case
from web.service import service, settings

Given = Mapping[str, Any]

# Fields in which somebody writes another's name.
PEOPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "AppointHandler": ("leader", "person"),
    "ChangeHandler": ("person",),
    "Pause": ("approver",),
}


def commands(standing: Standing, form: Form, given: Given) -> list[Command]:
    """One command; a dispatch to several units is one for each, recorded together or not at all.

    Errors: `ValidationError`, `msgspec.ValidationError`, a `DomainError`.
    """
    if form.name == "Correct":
        return [corrections.command(standing, given)]
    if form.command is Attach:
        return []  # the files are all there is
    if form.command is Dispatch:
        return dispatches(standing, given)
    if form.command is ContestFailing:
        given = contests.named(standing, given)
        return [build(service().desk.keys, form.command, standing.case.id, given)]
    if given.get("duplicate_of"):
        visible_case(given["duplicate_of"])  # a case hidden from the viewer is not to be found here
    values = {**_filled_in(standing, form), **named(form, _nested(form, given))}
    if form.command is ActivatePlan:
        values.setdefault("units", ())  # nobody ticked is nobody, not everybody
    keys, history = service().desk.keys, standing.loaded.history
    return [build(keys, form.command, standing.case.id, values, history)]


def named(form: Form, values: Given) -> Given:
    """People who have an account by that account: the rules know who handled a matter by it."""
    asked = PEOPLE.get(form.name, ())
    return {
        name: corrections.username(value) if name in asked else value
        for name, value in values.items()
    }


def dispatches(standing: Standing, given: Given) -> list[Command]:
    """The lead first, then those in support, each with its own copy of the instruction."""
    lead = given.get("unit", "")
    supports = [unit for unit in given.get("supports", []) if unit != lead]
    if not lead and not (supports and standing.case.lead):
        raise ValidationError({"supports" if standing.case.lead else "unit": ["field:required"]})
    asked = [(lead, DispatchRole.LEAD)] if lead else []
    asked += [(unit, DispatchRole.SUPPORT) for unit in supports]
    keys, case_id = service().desk.keys, standing.case.id
    same = {name: given[name] for name in ("zone", "instruction") if name in given}
    return [
        build(keys, Dispatch, case_id, {"unit": unit, "role": role, **same}) for unit, role in asked
    ]


def _filled_in(standing: Standing, form: Form) -> dict[str, Any]:
    """The file's list of documents is what was attached; a link ends when the centre says."""
    if form.command is IssueLink:
        return {"ends": standing.ctx.now + timedelta(hours=settings().link_hours)}
    if form.name != "Archive":
        return {}
    attached = (one for one in standing.loaded.history if isinstance(one, e.Attached))
    return {"manifest": [e.Paper(sha256=one.sha256, name=one.name) for one in attached]}


def _nested(form: Form, given: Given) -> dict[str, Any]:
    """Values as the command has them: a clock as its kind and number, a group as one thing."""
    names = {one.part or one.name for one in form.fields}
    values = {**_empty_groups(form), **{name: given[name] for name in names if name in given}}
    if "clock" in values:
        kind, _, ref = values.pop("clock").rpartition(".")
        values.update(kind=kind, ref=int(ref))
    return values


def _empty_groups(form: Form) -> dict[str, Any]:
    """A group the command can't do without is there even when nothing of it was filled in."""
    required = {one.name for one in msgspec.structs.fields(form.command) if one.required}
    return {one.part: {} for one in form.fields if one.part in required}
