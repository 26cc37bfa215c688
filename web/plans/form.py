"""The form of a plan: its fields, a plan as what stands in them, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, get_args

import msgspec

from domain.plans import model
from domain.plans.model import LOCAL, POST, REPORT_CLOCKS, UNIT, Plan
from domain.rules.model import Unit
from web import names, words
from web.admin.forms import Asked
from web.desk.forms import LINE_MOST, REASON_MOST, Field, Kind, Option
from web.desk.texts import plans as texts
from web.desk.texts import terms
from web.plans.texts import PLACES, UNITS
from web.wording import LazyString, _, _l

LINES_MOST: Final = 40
SPARE: Final = 2  # empty rows for further teams
TEAMS_MOST: Final = 20
NUMBER: Final = 7  # digits

KINDS: Final = tuple(REPORT_CLOCKS)
CLOCKS: Final[tuple[str, ...]] = get_args(model.UnitClock)
TICKED: Final = "yes"


def _field(
    name: str, kind: Kind, hint: LazyString | str = "", most: int = LINE_MOST, *, must: bool = False
) -> Asked:
    label = PLACES[name.replace("-", ".")]
    return Asked(Field(name, kind, required=must, most=most), label, hint)


HEAD: Final[tuple[Asked, ...]] = (
    _field("title", Kind.LINE, must=True),
    _field("title_en", Kind.LINE, must=True),
    _field("sort", Kind.CHOICE, must=True),
    _field("jurisdiction", Kind.LINE, _l("The country, or the place it is for"), must=True),
    _field("article", Kind.LINE, _l("The rule the plan rests on"), REASON_MOST, must=True),
    _field("local", Kind.CHOICE),
    _field("sign_off", Kind.CHOICE, _l("None: nobody signs before dispatch")),
    _field("commander", Kind.CHOICE, must=True),
    _field("scale", Kind.LINE, _l("What the activation begins with, such as level IV")),
    _field("scale_en", Kind.LINE),
    _field("period_hours", Kind.LINE, _l("How long it is in force unless said otherwise"), NUMBER),
    _field("priority", Kind.LINE, _l("The greater goes first; empty is 0"), NUMBER),
    _field("representatives_from", Kind.LINE, _l("For joint visits only"), NUMBER),
)
WHEN: Final[tuple[Asked, ...]] = (
    _field("when-tracks", Kind.SEVERAL),
    _field("when-categories", Kind.LINES, _l("One code a line: a group such as F, or F01"), 40),
    _field("when-levels", Kind.SEVERAL),
    _field("when-channels", Kind.SEVERAL),
    _field("when-people_from", Kind.LINE, "", NUMBER),
    _field("when-people_to", Kind.LINE, "", NUMBER),
    _field("when-places", Kind.LINES, _l("One a line: the code of a unit, or a place"), 40),
    _field("when-hours-from", Kind.LINE, _l("HH:MM, such as 20:00"), 8),
    _field("when-hours-to", Kind.LINE, _l("HH:MM; before the other it goes over midnight"), 8),
    _field("when-days", Kind.CHOICE, _l("None: any day")),
)
TASKS: Final[tuple[Asked, ...]] = (
    Asked(
        Field("checklist", Kind.LINES, required=True, most=LINES_MOST),
        _l("Tasks in Chinese"),
        _l("One a line; what is done about the matter, never against those who bring it"),
    ),
    Asked(
        Field("checklist_en", Kind.LINES, required=True, most=LINES_MOST),
        _l("Tasks in English"),
        _l("The same, line by line"),
    ),
)
# One row of a table: which cells it has. The whole name is the table's, the row's and the cell's.
TEAM: Final = {
    "who": (Kind.CHOICE, _l("Who comes")),
    "role": (Kind.CHOICE, _l("Lead or support")),
    "least": (Kind.LINE, _l("At least how many")),
    "on_safety_fact": (Kind.CHOICE, _l("Only on a recorded safety fact")),
    "article": (Kind.LINE, _l("Where it is written")),
    "local": (Kind.CHOICE, _l("Set by the centre itself")),
}
REPORT: Final = {
    "to": (Kind.LINE, _l("To")),
    "to_en": (Kind.LINE, _l("To, in English")),
    "span": (Kind.LINE, _l("Within")),
    "unit": (Kind.CHOICE, _l("Unit of time")),
    "article": (Kind.LINE, _l("Where it is written")),
    "local": (Kind.CHOICE, _l("Set by the centre itself")),
}
CLOCK: Final = {
    "span": (Kind.LINE, _l("Within")),
    "unit": (Kind.CHOICE, _l("Unit of time")),
    "night": (Kind.LINE, _l("At night, in minutes")),
    "article": (Kind.LINE, _l("Where it is written")),
    "local": (Kind.CHOICE, _l("Set by the centre itself")),
}
ROLL: Final = (Kind.CHOICE, _l("Ends on a working day"))


def rows_of_teams(known: int) -> int:
    """How many rows the table of teams has."""
    return min(known + SPARE, TEAMS_MOST)


def asked(teams: int) -> list[Asked]:
    """All fields, with that many rows of teams."""
    return [*HEAD, *WHEN, *TASKS, *_rows(teams)]


def _rows(teams: int) -> Iterator[Asked]:
    for n in range(teams):
        yield from _row(f"teams-{n}", str(n + 1), TEAM)
    for report in KINDS:
        called = str(texts.REPORT[report])
        yield from _row(f"reports-{report}", called, {**REPORT, "roll_over": ROLL})
    for clock in CLOCKS:
        called = str(words.CLOCK[clock])
        yield from _row(f"clocks-{clock}", called, {**CLOCK, "roll_over": ROLL})


def _row(prefix: str, row: str, cells: Mapping[str, tuple[Kind, LazyString]]) -> Iterator[Asked]:
    for cell, (kind, label) in cells.items():
        most = REASON_MOST if cell == "article" else LINE_MOST
        told = _("%(cell)s (%(row)s)", cell=label, row=row)
        yield Asked(Field(f"{prefix}-{cell}", kind, most=most), told)


def options(teams: int) -> dict[str, list[Option]]:
    """What each choice is among."""
    found = {
        "sort": _of(texts.SORT),
        "sign_off": _of(terms.SIGNER),
        "commander": _of(texts.COMMANDER),
        "local": [Option(TICKED, _("yes"))],
        "when-tracks": _of(words.TRACK),
        "when-levels": _of(terms.WEIGHT),
        "when-channels": _of(words.CHANNEL),
        "when-days": _of(texts.DAYS),
    }
    tick, units = found["local"], [Option(one, str(UNITS[one])) for one in get_args(Unit)]
    who, roles = list(_who()), _of(words.DISPATCH_ROLE)
    cells = {"who": who, "role": roles, "unit": units}
    cells |= dict.fromkeys(("local", "on_safety_fact", "roll_over"), tick)
    for one in _rows(teams):
        cell = one.field.name.rpartition("-")[2]
        if cell in cells:
            found[one.field.name] = cells[cell]
    return found


def _of(table: Mapping[str, Any]) -> list[Option]:
    return [Option(code, str(word)) for code, word in table.items()]


def _who() -> Iterator[Option]:
    yield Option(LOCAL, _("the unit of the place"), _("By the place"))
    group = _("Whoever holds the post")
    yield from (Option(f"{POST}{code}", str(word), group) for code, word in texts.POSTS.items())
    units = (one for one in names.units().values() if not one.dissolved)
    yield from (Option(f"{UNIT}{one.code}", one.shown, _("Units")) for one in units)


# --- from a plan to the form ---


def values(plan: Plan) -> dict[str, Any]:
    """What stands in the fields."""
    said = msgspec.to_builtins(plan)
    found: dict[str, Any] = {}
    for name in (one.field.name for one in HEAD):
        found[name] = _shown(said.get(name))
    for name, value in said["when"].items():
        found |= _condition(name, value)
    found["checklist"] = "\n".join(item.text for item in plan.checklist)
    found["checklist_en"] = "\n".join(item.text_en for item in plan.checklist)
    found |= _cells("teams", enumerate(said["teams"]))
    for table in ("reports", "clocks"):
        found |= _cells(table, ((one["kind"], one) for one in said.get(table, ())))
    return found


def _condition(name: str, value: Any) -> dict[str, Any]:
    if name == "hours":
        return {f"when-hours-{end}": str(value[end])[:5] for end in ("from", "to")}
    if name in ("categories", "places"):
        return {f"when-{name}": "\n".join(value)}
    return {f"when-{name}": value if isinstance(value, list) else str(value)}


def _cells(table: str, rows: Any) -> dict[str, str]:
    return {
        f"{table}-{row}-{cell}": _shown(value) for row, said in rows for cell, value in said.items()
    }


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return TICKED if value else ""
    return "" if value is None else str(value)


# --- from the form to a plan ---


class Uneven(Exception):
    """The tasks in both languages are not the same number of lines."""


def said(given: Mapping[str, Any], code: str, version: int) -> dict[str, Any]:
    """What the form says, as the file of a plan would; empty fields are left out.

    Errors: `Uneven`.
    """
    tasks, tasks_en = given.get("checklist", []), given.get("checklist_en", [])
    if len(tasks) != len(tasks_en):
        raise Uneven
    head = {one.field.name: given[one.field.name] for one in HEAD if one.field.name in given}
    return {
        **_ticked(head),
        "code": code,
        "version": version,
        "when": _when(given),
        "teams": list(_table(given, "teams", [str(n) for n in range(TEAMS_MOST)], "who")),
        "checklist": [
            {"text": text, "text_en": text_en}
            for text, text_en in zip(tasks, tasks_en, strict=True)
        ],
        "reports": list(_kinds(given, "reports", KINDS, "to")),
        "clocks": list(_kinds(given, "clocks", CLOCKS, "span")),
    }


def _when(given: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        one.field.name.removeprefix("when-"): given[one.field.name]
        for one in WHEN
        if one.field.name in given and "hours" not in one.field.name
    }
    hours = {end: given.get(f"when-hours-{end}", "") for end in ("from", "to")}
    if any(hours.values()):
        found["hours"] = {end: f"{text}:00" for end, text in hours.items()}
    return found


def _table(
    given: Mapping[str, Any], table: str, rows: Sequence[str], needed: str
) -> Iterator[dict[str, Any]]:
    """The rows whose needed cell is filled in."""
    for row in rows:
        prefix = f"{table}-{row}-"
        cells = {
            name.removeprefix(prefix): value
            for name, value in given.items()
            if name.startswith(prefix)
        }
        if needed in cells:
            yield _ticked(cells)


def _kinds(
    given: Mapping[str, Any], table: str, kinds: Sequence[str], needed: str
) -> Iterator[dict[str, Any]]:
    for kind in kinds:
        for cells in _table(given, table, [kind], needed):
            yield {"kind": kind, **cells}


def _ticked(cells: Mapping[str, Any]) -> dict[str, Any]:
    ticks = {"local", "on_safety_fact", "roll_over"}
    return {name: name in ticks or value for name, value in cells.items()}
