"""Correcting a field of an event: which can be, and what people write for its right value."""

import re
import types
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from application.sealing import build
from domain.case.command import Command
from domain.case.correction import FIXED, RULINGS, Correct, by_reporter
from domain.case.events import Fact
from domain.case.fold import corrected
from domain.rules.model import RuleSet
from domain.sealed import Sealed
from web import names, times
from web.desk import values
from web.desk.forms import Option
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.told import title
from web.service import service
from web.wording import _

_PARTS = re.compile(r"[,，、;；\n]+")
SHOWN = 24  # characters of what stands there now
YES = frozenset({"是", "yes", "y", "true", "1", "对"})
NO = frozenset({"否", "no", "n", "false", "0", "不是", "错"})


class Unreadable(Exception):
    """What was written doesn't fit the field; `known`: what would, when that can be listed."""

    def __init__(self, code: str, known: str = "") -> None:
        """`code` of the message."""
        super().__init__(code)
        self.code = code
        self.known = known


def targets(standing: Standing) -> Iterator[Option]:
    """Every field of every event that can be corrected, with what stands there now."""
    sight = Sight(standing)
    right = list(corrected(standing.loaded.history))
    for version, event in enumerate(right, start=1):
        if isinstance(event, RULINGS) or by_reporter(event) or sight.hides(event):
            continue
        group = f"{version} {title(event)}"
        for name in _fields(event):
            label = _entry(event, name, standing.rules)
            yield Option(f"{version}.{name}", label, group)


def _entry(event: Fact, name: str, rules: RuleSet) -> str:
    owner = type(event).__name__
    label = values.label(name, owner)
    if isinstance(getattr(event, name), Sealed):
        return _("%(label)s (kept encrypted)", label=label)
    now = values.write(name, getattr(event, name), owner, rules) or "—"
    shown = now if len(now) <= SHOWN else now[: SHOWN - 1] + "…"
    return _("%(label)s (%(now)s)", label=label, now=shown)


def _fields(event: Fact) -> Iterator[str]:
    hints = get_type_hints(type(event))
    for field in msgspec.structs.fields(event):
        if field.name not in FIXED and _writable(_bare(hints[field.name])):
            yield field.name


def _writable(kind: Any) -> bool:
    if get_origin(kind) is tuple:
        return get_args(kind)[0] in (str, int)
    return isinstance(kind, type) and issubclass(kind, str | int | datetime | Sealed)


def command(standing: Standing, given: Mapping[str, Any]) -> Command:
    """The command a correction form makes. Errors: `Unreadable`."""
    version, _, name = str(given["target"]).partition(".")
    event = list(corrected(standing.loaded.history))[int(version) - 1]
    right = _right(standing, event, name, str(given["value"]))
    asked = {
        "event": int(version),
        "field": name,
        "reason": given["reason"],
        "approver": username(given["approver"]),
        **right,
    }
    return build(service().desk.keys, Correct, standing.case.id, asked, standing.loaded.history)


def _right(standing: Standing, event: Fact, name: str, text: str) -> dict[str, Any]:
    kind = _bare(get_type_hints(type(event))[name])
    if kind is Sealed:
        return {"sealed": text}
    value = read(kind, name, type(event).__name__, text, standing.rules)
    return {"value": msgspec.json.encode(value).decode()}


def username(written: str) -> str:
    """The account behind a name, so that nobody acts on their own step under another spelling."""
    return next((user for user, name in values.people().items() if name == written), written)


def read(kind: Any, name: str, owner: str, text: str, rules: RuleSet) -> Any:
    """The value somebody wrote, in the field's own type. Errors: `Unreadable`."""
    if get_origin(kind) is tuple:
        one, single = get_args(kind)[0], "unit" if name == "accused" else name
        parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
        return [read(one, single, owner, part, rules) for part in parts]
    return next(
        how(kind, name, owner, text, rules) for base, how in _READ if issubclass(kind, base)
    )


def _enum(kind: type[StrEnum], name: str, _: str, text: str, __: RuleSet) -> str:
    return _chosen(text, ((one.value, values.write(name, one)) for one in kind))


def _text(_: Any, name: str, owner: str, text: str, rules: RuleSet) -> str:
    known = list(_known(name, owner, rules))
    return _chosen(text, known) if known else text


def _known(name: str, owner: str, rules: RuleSet) -> Iterator[tuple[str, str]]:
    table = values.TABLES.get(f"{owner}.{name}") or values.TABLES.get(name)
    if table is not None:
        yield from ((value, str(label)) for value, label in table.items())
    if name in _CODES:
        codes = _CODES[name](rules)
        yield from ((code, values.write(name, code, owner, rules)) for code in codes)


def _chosen(text: str, known: Iterable[tuple[str, str]]) -> str:
    entries = list(known)
    wanted = _plain(text)
    for value, label in entries:
        if wanted in (_plain(value), _plain(label)):
            return value
    raise Unreadable("field:not-known", values.joined(label for _, label in entries[:12]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _answer(_: Any, __: str, ___: str, text: str, ____: RuleSet) -> bool:
    answer = _plain(text)
    if answer not in YES | NO:
        raise Unreadable("field:not-known", values.joined(map(values.yes_no, (True, False))))
    return answer in YES


def _number(_: Any, __: str, ___: str, text: str, ____: RuleSet) -> int:
    if not re.fullmatch(r"\d{1,6}", _plain(text)):
        raise Unreadable("field:not-a-number")
    return int(_plain(text))


def _moment(_: Any, __: str, ___: str, text: str, ____: RuleSet) -> datetime:
    try:
        return times.read(unicodedata.normalize("NFKC", text))
    except ValueError:
        raise Unreadable("field:not-a-time") from None


_Read = Callable[[Any, str, str, str, RuleSet], Any]
_READ: tuple[tuple[type, _Read], ...] = (
    (StrEnum, _enum),
    (str, _text),
    (bool, _answer),
    (int, _number),
    (datetime, _moment),
)
_CODES: dict[str, Callable[[RuleSet], Iterable[str]]] = {
    "unit": lambda _: names.units(),
    "holder": lambda _: names.units(),
    "received_by": lambda _: names.units(),
    "category": lambda _: [leaf.code for _, leaves in names.groups() for leaf in leaves],
    "zone": lambda rules: [one.code for one in rules.zones],
    "grade": lambda rules: [one.code for one in rules.grades],
    "dispute_class": lambda rules: [one.code for one in rules.grades if one.track == "dispute"],
    "from_level": lambda rules: [one.code for one in rules.levels],
    "to_level": lambda rules: [one.code for one in rules.levels],
}


def _bare(hint: Any) -> Any:
    """The type without its "or nothing"."""
    if isinstance(hint, types.UnionType):
        return next(kind for kind in get_args(hint) if kind is not types.NoneType)
    return hint
