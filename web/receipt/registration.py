"""Registering a matter: the form's fields and choices, and what the form makes happen."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from application import numbers
from application.desk import Act, Recorded
from application.registry import Units
from application.sealing import build
from domain.case.dispatch import Dispatch
from domain.case.intake import Receive
from domain.case.rights import ROLES
from domain.case.words import Track
from domain.errors import DomainError
from domain.rules.model import RuleSet
from domain.units import CENTRE
from web import messages, names, times
from web.auth.who import actor, role
from web.desk import choices, schemas, values
from web.desk.forms import LINE_MOST, REASON_MOST, TEXT_MOST, Field, Form, Kind, Option
from web.desk.steps import Input
from web.desk.texts.fields import HINTS
from web.service import service, settings

OWN: Final = "Receive"
TITLE_MOST: Final = 120

FORM: Final = Form(
    Receive,
    (
        Field("track", Kind.CHOICE, required=True, source="Track"),
        Field("channel", Kind.CHOICE, required=True, source="Channel", default="phone"),
        Field("at", Kind.TIME, required=True),
        Field("late", Kind.LINE, most=REASON_MOST),
        Field("reference", Kind.LINE, most=LINE_MOST),
        Field("title", Kind.LINE, required=True, most=TITLE_MOST),
        Field("category", Kind.CHOICE, source="categories"),
        Field("place", Kind.LINE, most=LINE_MOST),
        Field("grade", Kind.CHOICE, source="grades"),
        Field("people", Kind.NUMBER, default="1"),
        Field("narrative", Kind.TEXT, most=TEXT_MOST),
        Field("name", Kind.LINE, most=LINE_MOST),
        Field("phone", Kind.LINE, most=LINE_MOST),
        Field("address", Kind.LINE, most=LINE_MOST),
        Field("anonymous", Kind.TICK),
        Field("kind", Kind.CHOICE, source="PetitionKind"),
        Field("accused", Kind.SEVERAL, source="units"),
        Field("unit", Kind.CHOICE, source="units"),
        Field("zone", Kind.CHOICE, source="zones"),
    ),
)
OF_DISPATCH: Final = frozenset({"unit", "zone"})
ENVELOPE: Final = frozenset({"token", "at", "late", "seen"})


class Shown(NamedTuple):
    """The registration form as it is shown."""

    inputs: Mapping[str, Input]
    may_dispatch: bool
    problems: list[tuple[str, str]]


class Refused(Exception):
    """Nothing was registered; `form` says why and holds what was typed."""

    def __init__(self, form: Shown) -> None:
        """Keep the form to show again."""
        super().__init__(OWN)
        self.form = form


class Registered(NamedTuple):
    """Where the case stands, and what became of the dispatch if that was asked for too.

    `refused` says why the dispatch was; `unit_missing`: nobody to dispatch to was chosen.
    """

    recorded: Recorded
    dispatched: bool = False
    refused: str = ""
    unit_missing: bool = False


def shown(typed: Mapping[str, Any] | None = None, wrong: Mapping[str, str] | None = None) -> Shown:
    """The form, empty or as it was filled in."""
    said = wrong or {}
    inputs = {one.name: _asked(one, typed, said.get(one.name, "")) for one in FORM.fields}
    problems = [(inputs[name].id if name in inputs else "", text) for name, text in said.items()]
    return Shown(inputs, _may_dispatch(), problems)


def _asked(field: Field, typed: Mapping[str, Any] | None, problem: str) -> Input:
    before = times.stamp(times.now()) if field.name == "at" else field.default or ""
    return Input(
        field=field,
        id=f"new-{field.name}",
        label=values.label(field.name, OWN),
        hint=str(HINTS.get(f"{OWN}.{field.name}") or HINTS.get(field.name, "")),
        options=list(_options(field.source)) if field.source else [],
        typed=before if typed is None else typed.get(field.name, ""),
        problem=problem,
    )


def _may_dispatch() -> bool:
    return role() in ROLES[Dispatch] and actor().unit == CENTRE


def rules() -> RuleSet:
    """The rule set a case registered now is pinned to."""
    return service().desk.rules.active(settings().rules)


def _options(source: str) -> Iterator[Option]:
    if source == "categories":
        yield from choices.categories()
    elif source == "grades":
        for grade in rules().grades:
            group = values.write("track", grade.track)
            yield Option(f"{grade.track}:{grade.code}", _name(grade, "grade"), group)
    elif source == "zones":
        yield from (Option(zone.code, _name(zone, "zone")) for zone in rules().zones)
    elif source == "units":
        yield from (Option(o.code, o.shown) for o in names.units().values() if not o.dissolved)
    else:
        yield from choices.vocabulary(source)


def _name(entry: Any, kind: str) -> str:
    return values.write(kind, entry.code, "", rules())


def places() -> list[str]:
    """Places to offer while one is typed: those of the units, then the units' own names."""
    units = Units(service().desk.log)
    found = [place for code in names.units() for place in units[code].places]
    return list(dict.fromkeys(found))


# --- registering ---


def register(sent: MultiDict[str, str], *, dispatch: bool) -> Registered:
    """Register the matter; dispatch it too when asked and a unit is chosen. Errors: `Refused`."""
    typed = schemas.brought(sent, frozenset({"accused"}))
    try:
        given = schemas.schema(FORM, _values).load(typed)
        _check_track(given)
        recorded = _receive(given)
    except ValidationError as error:
        raise Refused(shown(typed, _wrong(error))) from None
    except DomainError as refusal:
        message = messages.explain(refusal, OWN)
        raise Refused(shown(typed, {message.field: message.text})) from None
    if not (dispatch and _may_dispatch()):
        return Registered(recorded)
    if not given.get("unit"):
        return Registered(recorded, unit_missing=True)
    return _dispatch(recorded, given)


def _check_track(given: Mapping[str, Any]) -> None:
    """What was chosen for another track before the track was changed is to be looked at again."""
    track = given["track"]
    leaves = {leaf.code: leaf for _, group in names.groups() for leaf in group}
    wrong = {
        "grade": not given.get("grade", track).startswith(track),
        "category": "category" in given and track not in leaves[given["category"]].tracks,
        "kind": "kind" in given and track != Track.PETITION,
    }
    found = {name: ["field:of-another-track"] for name, is_wrong in wrong.items() if is_wrong}
    if found:
        raise ValidationError(found)


def _values(source: str) -> list[str]:
    return [option.value for option in _options(source)]


def _wrong(error: ValidationError) -> dict[str, str]:
    most = {one.name: one.most for one in FORM.fields}
    return {
        name: messages.explain_field(
            code,
            values.label(name, OWN),
            {"least": 0, "most": most.get(name) or schemas.NUMBER_MOST},
        )
        for name, code in schemas.problems(error).items()
    }


def _receive(given: Mapping[str, Any]) -> Recorded:
    case_id = numbers.new_case_id()
    asked = {name: given[name] for name in given if name not in OF_DISPATCH | ENVELOPE}
    asked["grade"] = given.get("grade", "").rpartition(":")[2]
    keys = service().desk.keys
    command = build(keys, Receive, case_id, {"number": "", **asked})
    assert isinstance(command, Receive)  # noqa: S101 - what was asked for
    return service().desk.receive(command, _act(given, "register", given["at"]), case_id)


def _act(given: Mapping[str, Any], what: str, at: datetime | None = None) -> Act:
    by = actor()
    key = f"{by.user}/{what}/{given['token']}"
    return Act(by=by, at=at, late=given.get("late", "") if at else "", key=key)


def _dispatch(recorded: Recorded, given: Mapping[str, Any]) -> Registered:
    """What was registered stays registered, whatever becomes of the dispatch."""
    command = Dispatch(unit=given["unit"], zone=given.get("zone", ""))
    act = _act(given, f"{recorded.number}/Dispatch")
    try:
        done = service().desk.execute(recorded.case_id, command, act)
    except DomainError as refusal:
        return Registered(recorded, refused=messages.explain(refusal, "Dispatch").text)
    return Registered(msgspec.structs.replace(recorded, version=done.version), dispatched=True)
