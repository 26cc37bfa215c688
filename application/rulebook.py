"""Rule sets and categories from their TOML text: loading what is shipped, parsing, hashing."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, TypeVar, get_args

import msgspec

from domain.rules import model
from domain.rules.categories import Category, CategoryFile, tree
from domain.rules.checks import validate
from domain.rules.model import RuleError, RuleSet

NOT_RULE_SETS = frozenset(
    {
        "categories.toml",
        "calendar-overrides.toml",
        "messages.toml",
        "plans.toml",
        "retention.toml",
        "rounds.toml",
        "visit-scripts.toml",
    }
)
WORDS = {
    "unit": model.Unit,
    "kind": model.Kind,
    "kinds": model.LadderKind,
    "to": model.Above,
    "track": model.Track,
    "tracks": model.Track,
    "reason": model.Reason,
    "approver": model.Role,
}
PATTERNS = {
    f"Expected `str` matching regex {model.CODE!r}": (
        "write lower-case letters, digits, dots and dashes only"
    ),
    f"Expected `str` matching regex {model.NOT_EMPTY!r}": "write something here, it can't be empty",
}
T = TypeVar("T")


def parse(text: str) -> RuleSet:
    """The rule set a TOML text describes. Errors: `RuleError` with the place and what to write."""
    return validate(read_toml(text, RuleSet))


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, as hex: what a case's rule set is recognised by."""
    return sha256(text.encode()).hexdigest()


def ref(rule_set: RuleSet) -> str:
    """Name and version, e.g. "national@1"."""
    return rule_set.ref


@lru_cache(maxsize=1)
def shipped_texts() -> dict[str, str]:
    """The text of every rule set that is shipped, by its name and version."""
    texts = [shipped(file.name) for file in files("rules").iterdir() if _is_rule_set(file.name)]
    return {parse(text).ref: text for text in sorted(texts)}


@lru_cache(maxsize=1)
def load_shipped() -> dict[str, RuleSet]:
    """The newest shipped version of each rule set, by its id."""
    parsed = sorted(map(parse, shipped_texts().values()), key=lambda rules: rules.version)
    return {rules.id: rules for rules in parsed}


@lru_cache(maxsize=1)
def load_categories() -> tuple[Category, ...]:
    """The shipped tree of categories: every group followed by its leaves."""
    return parse_categories(shipped("categories.toml"))


def parse_categories(text: str) -> tuple[Category, ...]:
    """The tree a TOML text describes. Errors: `RuleError`."""
    return tree(read_toml(text, CategoryFile))


def shipped(name: str) -> str:
    """The text of a file shipped beside the rule sets."""
    return files("rules").joinpath(name).read_text(encoding="utf-8")


def read_toml(text: str, shape: type[T], words: Mapping[str, Any] = WORDS) -> T:
    """A TOML text in the given shape; `words` may stand in a field of that name.

    Errors: `RuleError`.
    """
    return shaped(toml(text), shape, words)


def shaped(raw: dict[str, Any], shape: type[T], words: Mapping[str, Any] = WORDS) -> T:
    """What a TOML text said, in the given shape. Errors: `RuleError`."""
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise _explained(str(error), raw, words) from None


def toml(text: str, number: Callable[[str], Any] = float) -> dict[str, Any]:
    """What a TOML text says; `number` reads what has a point in it. Errors: `RuleError`."""
    try:
        return tomllib.loads(text, parse_float=number)
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits
        raise RuleError("", f"this is no TOML: {error}") from None


def _is_rule_set(name: str) -> bool:
    return name.endswith(".toml") and name not in NOT_RULE_SETS


def _explained(error: str, raw: dict[str, Any], words: Mapping[str, Any]) -> RuleError:
    message, _, place = error.partition(" - at `$")
    path = place.rstrip("`").removeprefix(".")
    names = re.sub(r"\[.*?\]", "", path).split(".")
    known = words.get(".".join(names[-2:])) or words.get(names[-1])
    if message.startswith("Invalid enum value") and known is not None:
        known = known if isinstance(known, tuple) else get_args(known)
        message += "; write one of " + ", ".join(map(str, known))
    return RuleError(_named(path, raw), PATTERNS.get(message, message))


def _named(path: str, raw: dict[str, Any]) -> str:
    """The path with the id or code of the entry it goes through, which an author looks for."""
    found = re.match(r"(\w+)\[(\d+)\]", path)
    if found is None:
        return path
    entry = raw[found[1]][int(found[2])]
    name = entry.get("id") or entry.get("code") if isinstance(entry, dict) else None
    return f"{found[0]} ({name}){path[found.end() :]}" if name else path
