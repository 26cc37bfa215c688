"""The categories in force, as the log has them."""

from uuid import uuid5

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE
from domain.categories.state import Categories, fold

STREAM = uuid5(NAMESPACE, "categories").hex


class CategoryBook:
    """The categories in force, folded again only when one was changed."""

    def __init__(self, log: Log) -> None:
        """`log` is where they are read from."""
        self._log = log
        self._known = Categories()

    def now(self) -> Categories:
        """As they stand; not to be changed."""
        if self._log.newer(STREAM, self._known.version):
            rows = self._log.stream(STREAM)
            self._known = fold([decode(row.topic, row.state) for row in rows])
        return self._known
