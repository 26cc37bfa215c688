"""The fields by which a ledger is narrowed, with what there is to choose from."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, NamedTuple

from domain.case.words import Stage
from projections.queries.filters import CONTESTS, REPORTS, STATES
from projections.queries.ledger import Ledger
from web import names, words
from web.asking import viewer
from web.wording import LazyString, _l

INDENT: Final = "\u3000"  # as wide as a Chinese character
Option = tuple[str, str]


class Choice(NamedTuple):
    """A list to choose from, in groups; a group without a name has no heading."""

    name: str
    label: str
    groups: list[tuple[str, list[Option]]]


LABELS: Final[Mapping[str, LazyString]] = {
    "track": _l("Track"),
    "channel": _l("Channel"),
    "category": _l("Category"),
    "unit": _l("Unit"),
    "stage": _l("Stage"),
    "failing": _l("Failing"),
    "contest": _l("Contest"),
    "clock": _l("Time limit"),
    "state": _l("How it stands"),
    "report": _l("Report of a round"),
}
OF_DISPATCH: Final = (
    *("dispatched", "signed", "arrived", "handled"),
    *("feedback", "returned", "recalled"),
)


def choices(ledger: Ledger) -> list[Choice]:
    """The lists this ledger can be narrowed by."""
    return narrowing(ledger.filter_names, ledger.name)


def narrowing(names_of: Collection[str], ledger: str = "") -> list[Choice]:
    """The lists of these names; somebody of a unit has no other unit to choose."""
    return [
        Choice(name, str(label), LISTS[name](ledger))
        for name, label in LABELS.items()
        if name in names_of and not (name == "unit" and viewer().of_unit)
    ]


def _plain(options: Iterable[Option]) -> list[tuple[str, list[Option]]]:
    return [("", list(options))]


def _words(table: words.Words, values: Iterable[str]) -> list[tuple[str, list[Option]]]:
    return _plain((value, words.word(table, value)) for value in values)


def _categories(_: str) -> list[tuple[str, list[Option]]]:
    return [
        (names.category_name(group), [(leaf.code, names.category_name(leaf)) for leaf in leaves])
        for group, leaves in names.groups()
    ]


def _units(_: str) -> list[tuple[str, list[Option]]]:
    return _plain((one.code, INDENT * one.depth + one.shown) for one in names.units().values())


LISTS: Final[Mapping[str, Callable[[str], list[tuple[str, list[Option]]]]]] = {
    "track": lambda _: _words(words.TRACK, words.TRACK),
    "channel": lambda _: _words(words.CHANNEL, words.CHANNEL),
    "category": _categories,
    "unit": _units,
    "stage": lambda one: _words(words.STAGE, OF_DISPATCH if one == "dispatches" else Stage),
    "failing": lambda _: _words(words.FAILING, words.FAILING),
    "clock": lambda _: _words(words.CLOCK, words.CLOCK),
    "state": lambda _: _words(words.CLOCK_STATE, STATES),
    "contest": lambda _: _words(words.FAILING_STATE, CONTESTS),
    "report": lambda _: _words(words.ROUND_REPORT, REPORTS),
}
