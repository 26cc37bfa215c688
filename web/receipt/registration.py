"""What a registration makes happen: a case, and with it a dispatch or a link when asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from application import numbers, openmatters
from application.desk import Act, Recorded
from application.files.keeping import Prepared
from application.rounds import register_finding
from application.sealing import build
from domain.case.dispatch import Dispatch
from domain.case.intake import Receive, Screen
from domain.case.record import Note
from domain.case.words import Track, Validity
from domain.errors import CaseUnknown, DomainError
from projections.queries.likeness import Draft
from web import messages, names
from web.auth.who import actor
from web.desk import schemas
from web.desk.standing import standing
from web.files.taking import NOTHING, FilesUnfit, Taken
from web.receipt import form, given, hints, naming
from web.receipt.form import FORM, OWN, SEVERAL, Shown
from web.rounds.finding import round_of
from web.service import service
from web.wording import _

# What is asked for the dispatch, and what comes with the form beside the command's own fields.
BESIDE: Final = frozenset({"unit", "zone", "no_names", "token", "at", "late", "seen"})
DEVICE: Final = "device"


class Refused(Exception):
    """Nothing was registered; `form` says why and holds what was typed."""

    def __init__(self, form: Shown) -> None:
        """Keep the form to show again."""
        super().__init__(OWN)
        self.form = form


class Registered(NamedTuple):
    """Where the case stands, and what became of what was asked for with it.

    `refused` says why `refused_step` was; `unit_missing`: nobody to dispatch to was chosen;
    `known`: an open matter from the same number existed before; `round`: the code of the
    screening round in which it was found.
    """

    recorded: Recorded
    dispatched: bool = False
    linked: str = ""
    refused: str = ""
    refused_step: str = ""
    unit_missing: bool = False
    known: bool = False
    round: str = ""


def register(sent: MultiDict[str, str], papers: Taken = NOTHING) -> Registered:
    """Register the matter, and do with it what the button says. Errors: `Refused`."""
    typed = schemas.brought(sent, SEVERAL)
    try:
        asked = _asked(typed)
        known = "asked" not in sent and hints.exists(asked.get("phone", ""))
        papers.require()
        recorded = _receive(asked, sent, papers.files)
    except ValidationError as error:
        raise Refused(_misfilled(typed, error, papers)) from None
    except FilesUnfit:
        raise Refused(_with_hints(form.shown(typed, papers.said()), typed)) from None
    except DomainError as refusal:
        raise Refused(_against_rules(typed, refusal, papers)) from None
    done = Registered(recorded, known=known and not recorded.repeated, round=round_of(sent))
    return _further(done, asked, sent)


def _asked(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the form asks for, read and checked. Errors: `ValidationError`."""
    asked: dict[str, Any] = schemas.schema(FORM, form.allowed).load(typed)
    _check_track(asked)
    staff = naming.staff(asked)
    naming.check_names(asked, staff)
    return {**asked, **naming.accused(asked, staff)}


def _misfilled(typed: Mapping[str, Any], error: ValidationError, papers: Taken) -> Shown:
    wrong = _wrong(error)
    confirm = wrong.pop(naming.CONFIRM, None) is not None
    return _with_hints(form.shown(typed, wrong | papers.said())._replace(confirm=confirm), typed)


def _against_rules(typed: Mapping[str, Any], refusal: DomainError, papers: Taken) -> Shown:
    message = messages.explain(refusal, OWN)
    said = {message.field: message.text} | papers.said()
    return _with_hints(form.shown(typed, said), typed)


def looked_at(sent: MultiDict[str, str], papers: Taken = NOTHING) -> Shown:
    """The form as it was filled in, with what can be told about it; nothing is registered."""
    typed = schemas.brought(sent, SEVERAL)
    shown = _with_hints(form.shown(typed, papers.said()), typed)
    return shown._replace(asked=hints.known(str(typed.get("phone", ""))))


def _with_hints(shown: Shown, typed: Mapping[str, Any]) -> Shown:
    return shown._replace(alike=hints.likeness(draft(typed)))


def draft(typed: Mapping[str, Any]) -> Draft:
    """What of a form can be compared with other matters."""
    texts = {name: str(typed.get(name, "")).strip() for name in ("title", "place", "category")}
    return Draft(**texts)


def _check_track(asked: Mapping[str, Any]) -> None:
    """What was chosen for another track before the track was changed is to be looked at again."""
    track = asked["track"]
    leaves = {leaf.code: leaf for _, group in names.groups() for leaf in group}
    wrong = {
        "grade": not asked.get("grade", track).startswith(track),
        "category": "category" in asked and track not in leaves[asked["category"]].tracks,
        "kind": "kind" in asked and track != Track.PETITION,
    }
    found = {name: ["field:of-another-track"] for name, is_wrong in wrong.items() if is_wrong}
    if found:
        raise ValidationError(found)


def _wrong(error: ValidationError) -> dict[str, str]:
    return {name: _said(name, code) for name, code in schemas.problems(error).items()}


def _said(name: str, code: str) -> str:
    """A code of the schema in words; a sentence as it is."""
    if not code.startswith(("field:", "form:")):
        return code
    most = {one.name: one.most for one in FORM.fields}.get(name) or schemas.NUMBER_MOST
    return messages.explain_field(code, form.label(name), {"least": 0, "most": most})


def _receive(
    asked: Mapping[str, Any], sent: MultiDict[str, str], files: Sequence[Prepared]
) -> Recorded:
    desk, case_id = service().desk, numbers.new_case_id()
    own = {name: asked[name] for name in asked if name not in BESIDE}
    own["grade"] = asked.get("grade", "").rpartition(":")[2]
    command = build(desk.keys, Receive, case_id, {"number": "", **own})
    assert isinstance(command, Receive)  # noqa: S101 - what was asked for
    act, code = _when(asked, sent), round_of(sent)
    if code:
        recorded = register_finding(desk, code, command, act, case_id, files)
    else:
        recorded = desk.receive(command, act, case_id, files)
    if asked.get("phone") and not recorded.repeated:
        openmatters.remember(desk, recorded.case_id, asked["phone"])
    return recorded


def _when(asked: Mapping[str, Any], sent: MultiDict[str, str]) -> Act:
    """As it was entered; a form a device kept while it had no line carries the device's time."""
    act = _act(asked, "register", asked["at"])
    kept = "kept" in sent and given.kept_by_device(sent.get("given", ""), asked["at"])
    return msgspec.structs.replace(act, source=DEVICE) if kept else act


def _act(asked: Mapping[str, Any], what: str, at: datetime | None = None) -> Act:
    by = actor()
    key = f"{by.user}/{what}/{asked['token']}"
    return Act(by=by, at=at, late=asked.get("late", "") if at else "", key=key)


# --- what is asked for with it; what was registered stays registered, whatever becomes of that ---


def _further(done: Registered, asked: Mapping[str, Any], sent: MultiDict[str, str]) -> Registered:
    if sent.get("same"):
        return _link(done, asked, sent["same"])
    if "dispatch" not in sent or not form.may_dispatch():
        return done
    if not asked.get("unit"):
        return done._replace(unit_missing=True)
    return _dispatch(done, asked)


def _dispatch(done: Registered, asked: Mapping[str, Any]) -> Registered:
    command = Dispatch(unit=asked["unit"], zone=asked.get("zone", ""))
    return _take(done, command, asked, dispatched=True)


def _link(done: Registered, asked: Mapping[str, Any], main: str) -> Registered:
    """The desk links it at once; a unit notes it for who screens."""
    try:
        main = standing(main).case.number  # a case hidden from the viewer is not to be found here
    except CaseUnknown as refusal:
        text = messages.explain(refusal, "Screen").text
        return done._replace(refused=text, refused_step="Screen")
    if not hints.may_link():
        return _take(done, Note(label=_("May be the same as %(number)s", number=main)), asked)
    screen = Screen(validity=Validity.DUPLICATE, duplicate_of=main)
    return _take(done, screen, asked, linked=main)


def _take(
    done: Registered, command: Dispatch | Screen | Note, asked: Mapping[str, Any], **then: Any
) -> Registered:
    recorded, step = done.recorded, type(command).__name__
    try:
        taken = service().desk.execute(
            recorded.case_id, command, _act(asked, f"{recorded.number}/{step}")
        )
    except DomainError as refusal:
        return done._replace(refused=messages.explain(refusal, step).text, refused_step=step)
    version = msgspec.structs.replace(recorded, version=taken.version)
    return done._replace(recorded=version, **then)
