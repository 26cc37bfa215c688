"""The fields of a plan of rounds, and what comes back of them."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, Final

from domain.errors import DomainError
from projections.queries.unitregister import UnitEntry, unit_register
from web import messages, names, times
from web.admin.forms import Asked, Options, Refused
from web.desk.forms import LINE_MOST, LINES_MOST, TEXT_MOST, Field, Kind, Option
from web.desk.phrases import fill
from web.desk.texts.refusals import REFUSALS
from web.desk.values import write
from web.service import service, settings
from web.wording import _, _l

DAYS_MOST: Final = 366
HOURS_MOST: Final = 24 * 31
RHYTHMS: Final = (1, 2, 4)
LISTS: Final = ("subjects", "points", "levels", "classes", "units")

TITLE: Final = Asked(
    Field("title", Kind.LINE, required=True, most=LINE_MOST),
    _l("Name in Chinese"),
    _l("What the round is, as 村周排查"),
)
TITLE_EN: Final = Asked(
    Field("title_en", Kind.LINE, required=True, most=LINE_MOST), _l("Name in English")
)
SUBJECTS: Final = Asked(
    Field("subjects", Kind.LINES, required=True, most=LINES_MOST),
    _l("What is looked for"),
    _l("Disputes and hazards, one in each line; never people or kinds of people"),
)
POINTS: Final = Asked(
    Field("points", Kind.LINES, most=LINES_MOST),
    _l("The short form: what to have looked at"),
    _l("One in each line; a unit may tick them in its report"),
)
GUIDANCE: Final = Asked(Field("guidance", Kind.TEXT, most=TEXT_MOST), _l("How it is done"))
ASKED_UNITS: Final = (
    Asked(
        Field("levels", Kind.SEVERAL),
        _l("Units of these levels"),
        _l("A unit is asked that has one of the levels or classes, or is named below"),
    ),
    Asked(Field("classes", Kind.SEVERAL), _l("Units of these classes")),
    Asked(Field("units", Kind.SEVERAL), _l("These units by name")),
)
FIRST_DAY: Final = Asked(
    Field("first", Kind.LINE, required=True, most=10), _l("First day"), _l("YYYY-MM-DD")
)
LAST_DAY: Final = Asked(
    Field("last", Kind.LINE, required=True, most=10), _l("Last day"), _l("YYYY-MM-DD")
)
DUE: Final = (
    Asked(
        Field("due_days", Kind.NUMBER, most=3, default=0),
        _l("Report due so many days after the last day"),
        _l("0: on the last day itself"),
    ),
    Asked(Field("due_unit", Kind.CHOICE, required=True), _l("Counted in")),
    Asked(
        Field("due_at", Kind.LINE, required=True, most=5), _l("At what time"), _l("HH:MM, 24 hours")
    ),
    Asked(
        Field("roll_over", Kind.TICK, most=len("yes")),
        _l("On a rest day, due on the next working day"),
    ),
    Asked(
        Field("remind_hours", Kind.NUMBER, most=3, default=0),
        _l("Remind so many hours before"),
        _l("0: nobody is reminded"),
    ),
)
RHYTHM: Final = (
    Asked(
        Field("weeks", Kind.CHOICE, required=True),
        _l("Rhythm"),
        _l("By hand: the desk opens a round between two days when it is needed"),
    ),
    Asked(
        Field("first", Kind.LINE, most=10),
        _l("Weeks are counted from"),
        _l("YYYY-MM-DD, the first day of any such round; not for rounds by hand"),
    ),
    Asked(Field("days", Kind.NUMBER, most=3, default=1), _l("A round lasts so many days")),
    Asked(
        Field("opens", Kind.LINE, required=True, most=5),
        _l("It begins at"),
        _l("HH:MM, 24 hours"),
    ),
)
ARTICLE: Final = Asked(
    Field("article", Kind.LINE, most=LINE_MOST), _l("Where it is written"), _l("Which plan asks it")
)
PLAN: Final = (
    *(TITLE, TITLE_EN, ARTICLE, SUBJECTS, POINTS, GUIDANCE),
    *RHYTHM,
    *DUE,
    *ASKED_UNITS,
)
BY_HAND: Final = (
    *(TITLE, TITLE_EN, FIRST_DAY, LAST_DAY, SUBJECTS, POINTS, GUIDANCE),
    *ASKED_UNITS,
)


def options() -> Options:
    """What there is to choose from."""
    with service().read() as connection:
        working = [one for one in unit_register(connection).values() if not one.dissolved]
    return {
        "weeks": [Option("0", _("By hand")), *(Option(str(n), _rhythm(n)) for n in RHYTHMS)],
        "due_unit": [Option("days", _("Calendar days")), Option("working_days", _("Working days"))],
        "levels": _levels(working),
        "classes": [Option(one, one) for one in _classes(working)],
        "units": [
            Option(one.code, one.shown)
            for one in names.units().values()
            if not one.dissolved and one.depth
        ],
    }


def rhythm(weeks: int) -> str:
    """How often a round of a plan is opened."""
    return _rhythm(weeks) if weeks else _("By hand")


def level(code: str) -> str:
    """The name of a level of the rule set."""
    return write("at_level", code, "", service().desk.rules.active(settings().rules))


def texts(values: Any, asked: Iterable[Asked]) -> dict[str, Any]:
    """A plan as its form shows it."""
    return {one.field.name: _written(one, getattr(values, one.field.name, "")) for one in asked}


def read_values(given: Mapping[str, Any], asked: Iterable[Asked]) -> dict[str, Any]:
    """What the form says, in the plan's own types. Errors: `Refused`."""
    found = {one.field.name: _value(one, given.get(one.field.name)) for one in asked}
    for name in LISTS:
        if name in found:
            found[name] = tuple(found[name] or ())
    return found


def refused(error: DomainError) -> Refused:
    """A refusal of the domain, at its field."""
    field = str(error.data.get("field", ""))
    if field == "levels" and error.code == "field-missing":
        return Refused(
            {field: _("Choose the units that are asked: by level, by class or by name.")}
        )
    if field in _LABELS and error.code in ABOUT_A_FIELD:
        text = fill(str(REFUSALS[error.code]), {"field": str(_LABELS[field])})
        return Refused({field: text})
    return Refused({field: messages.explain(error).text})


def _rhythm(weeks: int) -> str:
    return _("Every week") if weeks == 1 else _("Every %(num)d weeks", num=weeks)


def _levels(working: Iterable[UnitEntry]) -> list[Option]:
    known = {one.level for one in working}
    rules = service().desk.rules.active(settings().rules)
    return [Option(one.code, level(one.code)) for one in rules.levels if one.code in known]


def _classes(working: Iterable[UnitEntry]) -> list[str]:
    return sorted({one.unit_class for one in working if one.unit_class})


def _written(asked: Asked, value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return "\n".join(value) if asked.field.kind is Kind.LINES else list(value)
    return "" if value is None else str(value)


def _value(asked: Asked, typed: Any) -> Any:
    name = asked.field.name
    if name in ("first", "last"):
        return _day(asked, typed)
    if name in ("opens", "due_at"):
        return _time(asked, typed)
    if name in LEAST:
        return _number(asked, typed)
    if asked.field.kind is Kind.TICK:
        return typed == "yes"
    return typed or ""


_LABELS: Final = {one.field.name: one.label for one in (*PLAN, *BY_HAND)}
ABOUT_A_FIELD: Final = frozenset({"field-missing", "wrong-value", "person-in-text"})
LEAST: Final = {"weeks": 0, "days": 1, "due_days": 0, "remind_hours": 0}


def _day(asked: Asked, typed: str | None) -> date | None:
    if not typed:
        return None
    try:
        return times.day(typed)
    except (ValueError, OverflowError):
        text = _("Write the day as YYYY-MM-DD, for example 2026-03-31.")
        raise Refused({asked.field.name: text}) from None


def _time(asked: Asked, typed: str | None) -> time:
    try:
        return time.fromisoformat(str(typed)).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Refused({asked.field.name: _("Write the time as HH:MM, such as 18:00.")}) from None


def _number(asked: Asked, typed: str | None) -> int:
    least, most = LEAST[asked.field.name], HOURS_MOST
    text = (typed or str(least)).strip()
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        limits = {"least": least, "most": most}
        code = "field:out-of-range"
        raise Refused({asked.field.name: messages.explain_field(code, str(asked.label), limits)})
    return int(text)
