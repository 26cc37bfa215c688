"""What can happen to the categories; names and topics are the storage format, for ever.

A category is never deleted and its code never means something else: old cases keep it.
"""

from datetime import datetime

from msgspec import Struct

from domain.rules.categories import Category
from domain.rules.model import Track


class CategoriesEvent(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When and by whom (account name)."""

    at: datetime
    by: str


class CategoriesIssued(CategoriesEvent, frozen=True, kw_only=True):
    """类别发布: the tree a centre begins with, whole, and the hash of the text it came from."""

    sha256: str
    nodes: tuple[Category, ...]


class CategoryAdded(CategoriesEvent, frozen=True, kw_only=True):
    """新增类别: a group (without parent), or a category of a group."""

    node: Category


class CategoryChanged(CategoriesEvent, frozen=True, kw_only=True):
    """类别更名: another name, or other tracks; the code stays."""

    code: str
    name: str
    name_en: str
    tracks: tuple[Track, ...]


class CategoryRetired(CategoriesEvent, frozen=True, kw_only=True):
    """类别停用: offered for new cases no more; those that have it keep it."""

    code: str


class CategoryRestored(CategoriesEvent, frozen=True, kw_only=True):
    """类别恢复: offered again."""

    code: str


TOPICS: dict[str, type[CategoriesEvent]] = {
    "categories.issued": CategoriesIssued,
    "categories.added": CategoryAdded,
    "categories.changed": CategoryChanged,
    "categories.retired": CategoryRetired,
    "categories.restored": CategoryRestored,
}
