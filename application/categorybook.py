"""The categories in force, as the log has them."""

from typing import NamedTuple
from uuid import uuid5

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE
from domain.categories.state import Categories, fold

STREAM = uuid5(NAMESPACE, "categories").hex


class Kept(NamedTuple):
    """The categories as they stand at a position of the log."""

    head: int
    categories: Categories


class CategoryBook:
    """The categories in force, folded again only after something was recorded."""

    def __init__(self, log: Log) -> None:
        """`log` is where they are read from."""
        self._log = log
        self._kept: Kept | None = None

    def now(self) -> Categories:
        """As they stand; not to be changed."""
        head = self._log.head()
        kept = self._kept
        if kept is not None and kept.head == head:
            return kept.categories
        rows = self._log.stream(STREAM)
        if kept is None or len(rows) != kept.categories.version:
            kept = Kept(head, fold([decode(row.topic, row.state) for row in rows]))
        self._kept = Kept(head, kept.categories)
        return kept.categories
