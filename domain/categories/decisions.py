"""What may be done with a category."""

import re
from datetime import datetime

from domain import errors
from domain.categories import events as e
from domain.categories.state import Categories
from domain.rules.categories import Category
from domain.rules.model import Track
from domain.rules.tasks import forbidden_task

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,11}")


def issue(
    state: Categories, nodes: tuple[Category, ...], sha256: str, at: datetime, by: str
) -> list[e.CategoriesEvent]:
    """Give a centre the tree it begins with; one that has a tree keeps its own."""
    if state.version:
        return []
    return [e.CategoriesIssued(at=at, by=by, sha256=sha256, nodes=nodes)]


def add(state: Categories, node: Category, at: datetime, by: str) -> list[e.CategoriesEvent]:
    """Put a group, or a category below one. Errors: code taken or none, group unknown, task."""
    if state.known.get(node.code) == node:
        return []
    if not CODE.fullmatch(node.code):
        raise errors.WrongCategoryCode
    if node.code in state.known:
        raise errors.CategoryExists(category=node.code)
    if node.parent:
        _require_group(state, node.parent)
    _check(node.name, node.name_en, node.tracks)
    return [e.CategoryAdded(at=at, by=by, node=node)]


def change(state: Categories, node: Category, at: datetime, by: str) -> list[e.CategoriesEvent]:
    """Another name or other tracks; code and group stay. Errors: unknown, task, missing."""
    known = _known(state, node.code)
    _check(node.name, node.name_en, node.tracks)
    if (known.name, known.name_en, known.tracks) == (node.name, node.name_en, node.tracks):
        return []
    return [
        e.CategoryChanged(
            at=at,
            by=by,
            code=node.code,
            name=node.name,
            name_en=node.name_en,
            tracks=node.tracks,
        )
    ]


def retire(state: Categories, code: str, at: datetime, by: str) -> list[e.CategoriesEvent]:
    """Offer it for new cases no more."""
    _known(state, code)
    return [] if code in state.retired else [e.CategoryRetired(at=at, by=by, code=code)]


def restore(state: Categories, code: str, at: datetime, by: str) -> list[e.CategoriesEvent]:
    """Offer it again."""
    _known(state, code)
    return [e.CategoryRestored(at=at, by=by, code=code)] if code in state.retired else []


def _check(name: str, name_en: str, tracks: tuple[Track, ...]) -> None:
    for field, value in (("name", name), ("name_en", name_en)):
        if not value.strip():
            raise errors.FieldMissing(field=field)
    if not tracks:
        raise errors.FieldMissing(field="tracks")
    if word := forbidden_task(name, name_en):
        raise errors.ForbiddenTask(word=word)


def _known(state: Categories, code: str) -> Category:
    if code not in state.known:
        raise errors.CategoryUnknown(category=code)
    return state.known[code]


def _require_group(state: Categories, code: str) -> None:
    if code not in state.known or state.known[code].parent:
        raise errors.CategoryUnknown(category=code)
