"""Units and rule sets as the log has them: each its own small aggregate, found by its code."""

from collections.abc import Iterator, Mapping
from uuid import NAMESPACE_URL, uuid5

from application.codec import decode
from application.log import Log
from application.rulebook import parse
from domain import errors
from domain.rules.events import RulesActivated, RulesIssued
from domain.rules.model import RuleSet
from domain.units.state import Unit, fold

NAMESPACE = uuid5(NAMESPACE_URL, "linkage-center")


def unit_stream(code: str) -> str:
    """The aggregate id of a unit."""
    return uuid5(NAMESPACE, f"unit:{code}").hex


def rules_stream(name: str) -> str:
    """The aggregate id of a rule set."""
    return uuid5(NAMESPACE, f"rules:{name}").hex


def duty_stream(centre: str) -> str:
    """The aggregate id of a centre's duty shifts."""
    return uuid5(NAMESPACE, f"duty:{centre}").hex


class Units(Mapping[str, Unit]):
    """Units by code, each read once, when it is asked for. Made anew for every command."""

    def __init__(self, log: Log) -> None:
        """`log` is where units are read from."""
        self._log = log
        self._known: dict[str, Unit | None] = {}

    def __getitem__(self, code: str) -> Unit:
        """The unit. Errors: KeyError."""
        if code not in self._known:
            rows = self._log.stream(unit_stream(code))
            unit = fold([decode(row.topic, row.state) for row in rows])
            self._known[code] = unit if unit.version else None
        found = self._known[code]
        if found is None:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        """Only those asked for so far; lists of units come from the read model."""
        return iter([code for code, unit in self._known.items() if unit is not None])

    def __len__(self) -> int:
        """How many were asked for so far."""
        return len(list(iter(self)))


class RuleBook:
    """Rule sets by reference; a version never changes, so each is parsed once."""

    def __init__(self, log: Log) -> None:
        """`log` is where rule sets are read from."""
        self._log = log
        self._known: dict[str, RuleSet] = {}

    def get(self, ref: str) -> RuleSet:
        """The version a case is pinned to, by "national@1". Errors: `RulesUnknown`."""
        if ref not in self._known:
            name = ref.rpartition("@")[0]
            for issued in self._history(name):
                if isinstance(issued, RulesIssued):
                    self._known[f"{issued.id}@{issued.version}"] = parse(issued.text)
        if ref not in self._known:
            raise errors.RulesUnknown(rules=ref)
        return self._known[ref]

    def active(self, name: str) -> RuleSet:
        """The version new cases are pinned to: the one activated last. Errors: `RulesUnknown`."""
        version = 0
        for event in self._history(name):
            if isinstance(event, RulesActivated):
                version = event.version
        return self.get(f"{name}@{version}")

    def _history(self, name: str) -> list[RulesIssued | RulesActivated]:
        return [decode(row.topic, row.state) for row in self._log.stream(rules_stream(name))]
