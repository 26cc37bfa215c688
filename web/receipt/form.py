"""The registration form: its fields, its choices, and how it is shown, empty or as it was sent."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from flask import g, request

from domain.case.dispatch import Dispatch
from domain.case.intake import Receive
from domain.case.rights import ROLES
from domain.case.words import Channel
from domain.rules.model import RuleSet
from domain.units import CENTRE
from projections.queries.unitregister import UnitEntry, unit_register
from web import names, times
from web.auth.who import actor, role
from web.desk import choices, values
from web.desk.forms import LINE_MOST, REASON_MOST, TEXT_MOST, Field, Form, Kind, Option
from web.desk.steps import Input
from web.desk.texts.fields import HINTS
from web.files.taking import FIELD as FILES
from web.pinyin import sought
from web.receipt.texts import OWN_HINTS, OWN_LABELS
from web.service import service, settings

OWN: Final = "Receive"
FILES_ID: Final = "new-files"
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
        Field("no_names", Kind.TICK),
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
        Field("accused_staff", Kind.LINE, most=LINE_MOST),
        Field("unit", Kind.CHOICE, source="units"),
        Field("zone", Kind.CHOICE, source="zones"),
    ),
)
SEVERAL: Final = frozenset(one.name for one in FORM.fields if one.kind is Kind.SEVERAL)


class Shown(NamedTuple):
    """The form as it is shown; `asked` says what was found out about the phone, if it was.

    `confirm`: the title may hold a name, and it can be said that it doesn't; `files_wrong`: what
    is the matter with the files.
    """

    inputs: Mapping[str, Input]
    may_dispatch: bool
    problems: list[tuple[str, str]]
    filled: bool = False
    asked: str = ""
    alike: Any = None
    confirm: bool = False
    files_wrong: str = ""


class Choice(NamedTuple):
    """One category to choose: with what it is found by, and the tracks it belongs to."""

    value: str
    label: str
    sought: str
    tracks: str


class Place(NamedTuple):
    """One place to offer, with what it is found by and the unit in charge of it."""

    name: str
    label: str
    sought: str
    unit: str


def shown(typed: Mapping[str, Any] | None = None, wrong: Mapping[str, str] | None = None) -> Shown:
    """The form, empty or as it was filled in."""
    said = wrong or {}
    inputs = {one.name: _asked(one, typed, said.get(one.name, "")) for one in FORM.fields}
    ids = {FILES: FILES_ID, **{name: one.id for name, one in inputs.items()}}
    problems = [(ids.get(name, ""), text) for name, text in said.items()]
    files_wrong = said.get(FILES, "")
    return Shown(
        inputs, may_dispatch(), problems, filled=typed is not None, files_wrong=files_wrong
    )


def label(name: str) -> str:
    """What a field of this form is called."""
    return str(OWN_LABELS[name]) if name in OWN_LABELS else values.label(name, OWN)


def _asked(field: Field, typed: Mapping[str, Any] | None, problem: str) -> Input:
    return Input(
        field=field,
        id=f"new-{field.name}",
        label=label(field.name),
        hint=_hint(field.name),
        options=list(options(field.source)) if field.source else [],
        typed=_first(field) if typed is None else typed.get(field.name, ""),
        problem=problem,
    )


def _first(field: Field) -> Any:
    """What the empty form holds: now, and the way most matters come to the centre or a unit."""
    if field.name == "at":
        return times.stamp(times.now())
    if field.name == "channel" and actor().unit != CENTRE:
        return Channel.OWN if "round" in request.args else Channel.VISIT
    return field.default or ""


def _hint(name: str) -> str:
    return str(OWN_HINTS.get(name) or HINTS.get(f"{OWN}.{name}") or HINTS.get(name, ""))


def may_dispatch() -> bool:
    """Whether who registers may also send a unit; units hand what they received to the centre."""
    return role() in ROLES[Dispatch] and actor().unit == CENTRE


def rules() -> RuleSet:
    """The rule set a case registered now is pinned to; asked for once in a request."""
    if "rules_now" not in g:
        g.rules_now = service().desk.rules.active(settings().rules)
    found: RuleSet = g.rules_now
    return found


def allowed(source: str) -> list[str]:
    """The values a field may bring."""
    return [option.value for option in options(source)]


def options(source: str) -> Iterator[Option]:
    """The choices of a source."""
    found = _SOURCES.get(source)
    yield from found() if found is not None else choices.vocabulary(source)


def _grades() -> Iterator[Option]:
    for grade in rules().grades:
        group = values.write("track", grade.track)
        yield Option(f"{grade.track}:{grade.code}", _name(grade, "grade"), group)


def _zones() -> Iterator[Option]:
    yield from (Option(zone.code, _name(zone, "zone")) for zone in rules().zones)


def _units() -> Iterator[Option]:
    yield from (Option(o.code, o.shown) for o in names.units().values() if not o.dissolved)


def _name(entry: Any, kind: str) -> str:
    return values.write(kind, entry.code, "", rules())


_SOURCES: Final[Mapping[str, Callable[[], Iterator[Option]]]] = {
    "categories": choices.categories,
    "grades": _grades,
    "zones": _zones,
    "units": _units,
}


# --- what is found while one types ---


def categories() -> list[tuple[str, list[Choice]]]:
    """The categories under their groups, each with what it is found by."""
    return [
        (names.category_name(group), [_choice(group.name, leaf) for leaf in leaves])
        for group, leaves in names.groups()
    ]


def _choice(group: str, leaf: Any) -> Choice:
    found_by = f"{leaf.code} {leaf.name} {leaf.name_en} {sought(leaf.name)} {sought(group)}".lower()
    label = f"{leaf.code} {names.category_name(leaf)}"
    return Choice(leaf.code, label, found_by, " ".join(leaf.tracks))


def places() -> list[Place]:
    """The units' places; of several units that have one, that with the fewest is in charge.

    A village or community is a place itself, and its name goes before those of its places, so
    that one place is written in one way.
    """
    lowest = rules().levels[0].code
    with service().read() as connection:
        working = [unit for unit in unit_register(connection).values() if not unit.dissolved]
    found: dict[str, UnitEntry] = {}
    for unit in sorted(working, key=lambda one: (len(one.places), one.code)):
        for place in _names(unit, lowest):
            found.setdefault(place, unit)
    return [_place(name, unit) for name, unit in found.items()]


def _names(unit: UnitEntry, lowest: str) -> list[str]:
    if unit.level != lowest:
        return list(unit.places)
    within = [one if one.startswith(unit.name) else f"{unit.name}{one}" for one in unit.places]
    return [unit.name, *within]


def _place(name: str, unit: UnitEntry) -> Place:
    bare = name.removeprefix(unit.name) or name
    shown = name if unit.name in name else f"{name} · {unit.name}"
    return Place(name, shown, f"{name} {bare} {sought(name)} {sought(bare)}".lower(), unit.code)
