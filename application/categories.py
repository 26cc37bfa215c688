"""Commands on the centre's categories: load → decide → save."""

from collections.abc import Callable
from datetime import datetime

from application.categorybook import STREAM
from application.codec import decode
from application.desk import Desk
from application.rulebook import digest, parse_categories
from domain.categories import decisions
from domain.categories.events import CategoriesEvent
from domain.categories.state import Categories, fold
from domain.rules.categories import Category


def issue_categories(desk: Desk, text: str, by: str) -> None:
    """Give a centre without categories those of a TOML text. Errors: `RuleError`."""
    nodes = parse_categories(text)
    _do(desk, lambda state, at: decisions.issue(state, nodes, digest(text), at, by))


def add_category(desk: Desk, node: Category, by: str) -> None:
    """Errors: `CategoryExists`, `CategoryUnknown`, `WrongCategoryCode`, `ForbiddenTask`."""
    _do(desk, lambda state, at: decisions.add(state, node, at, by))


def change_category(desk: Desk, node: Category, by: str) -> None:
    """Another name or other tracks. Errors: `CategoryUnknown`, `ForbiddenTask`."""
    _do(desk, lambda state, at: decisions.change(state, node, at, by))


def retire_category(desk: Desk, code: str, by: str) -> None:
    """Offer it no more. Errors: `CategoryUnknown`."""
    _do(desk, lambda state, at: decisions.retire(state, code, at, by))


def restore_category(desk: Desk, code: str, by: str) -> None:
    """Offer it again. Errors: `CategoryUnknown`."""
    _do(desk, lambda state, at: decisions.restore(state, code, at, by))


def category_history(desk: Desk) -> list[CategoriesEvent]:
    """What was done with the categories, in order."""
    return [decode(row.topic, row.state) for row in desk.log.stream(STREAM)]


def _do(desk: Desk, decide: Callable[[Categories, datetime], list[CategoriesEvent]]) -> None:
    state = fold(category_history(desk))
    events = decide(state, desk.clock())
    if events:
        desk.append(STREAM, state.version, events)
