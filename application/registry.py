"""Units and rule sets as the log has them: each its own small aggregate, found by its code."""

import threading
from collections.abc import Iterator, Mapping
from copy import deepcopy
from uuid import NAMESPACE_URL, uuid5

from application.codec import decode
from application.log import Log
from application.rulebook import load_shipped, read_toml
from domain import errors
from domain.rules.model import RuleSet
from domain.rules.versions import Versions, evolve, set_names
from domain.units.state import Unit, fold

NAMESPACE = uuid5(NAMESPACE_URL, "linkage-center")
RULE_SETS = uuid5(NAMESPACE, "rule-sets").hex


def unit_stream(code: str) -> str:
    """The aggregate id of a unit."""
    return uuid5(NAMESPACE, f"unit:{code}").hex


def rules_stream(name: str) -> str:
    """The aggregate id of a rule set."""
    return uuid5(NAMESPACE, f"rules:{name}").hex


def duty_stream(centre: str) -> str:
    """The aggregate id of a centre's duty shifts."""
    return uuid5(NAMESPACE, f"duty:{centre}").hex


def round_stream(code: str) -> str:
    """The aggregate id of a screening round."""
    return uuid5(NAMESPACE, f"round:{code}").hex


def bulletin_stream(code: str) -> str:
    """The aggregate id of a bulletin."""
    return uuid5(NAMESPACE, f"bulletin:{code}").hex


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
        self._turn = threading.Lock()
        self._sets: dict[str, Versions] = {}
        self._known: dict[str, RuleSet] = {}

    def get(self, ref: str) -> RuleSet:
        """The version a case is pinned to, by "national@1". Errors: `RulesUnknown`."""
        if ref not in self._known:
            name, _, version = ref.rpartition("@")
            known = self.versions(name).issued.items()
            issued = next((one for number, one in known if str(number) == version), None)
            if issued is None:
                raise errors.RulesUnknown(rules=ref)
            self._known[ref] = read_toml(issued.text, RuleSet)  # it was checked when issued
        return self._known[ref]

    def active(self, name: str) -> RuleSet:
        """The version new cases are pinned to: the one activated last. Errors: `RulesUnknown`."""
        return self.get(f"{name}@{self.versions(name).active}")

    def versions(self, name: str) -> Versions:
        """All versions of one set; not to be changed. Reads only what came since last time."""
        with self._turn:
            known = self._sets.get(name) or Versions(name)
            rows = self._log.newer(rules_stream(name), known.version)
            if rows:
                known = deepcopy(known)  # others may be reading the one before
                for row in rows:
                    evolve(known, decode(row.topic, row.state))
                self._sets[name] = known
            return known

    def issued(self) -> list[RuleSet]:
        """Every version of every set on record."""
        known = (self.versions(name) for name in self.names())
        return [self.get(one.ref(version)) for one in known for version in one.issued]

    def names(self) -> list[str]:
        """Every rule set on record: those shipped, then those of the centre's own."""
        rows = self._log.stream(RULE_SETS)
        return set_names(list(load_shipped()), [decode(row.topic, row.state) for row in rows])
