"""For which rows something is meant: cells that hold, or don't hold, what the mapping says."""

from collections.abc import Iterator

from msgspec import Struct

from application.importing.tables import Row

Test = bool | frozenset[str]


class Condition(Struct, frozen=True):
    """All of `when` hold and none of `unless` does.

    A test is True (the cell is filled), False (it is empty) or the texts it may hold.
    """

    when: dict[str, Test] = {}
    unless: dict[str, Test] = {}

    def holds(self, row: Row) -> bool:
        """Whether this row is meant."""
        return all(_fits(row, *test) for test in self.when.items()) and not any(
            _fits(row, *test) for test in self.unless.items()
        )

    def columns(self) -> Iterator[str]:
        """Every column it looks at."""
        yield from self.when
        yield from self.unless


def _fits(row: Row, column: str, test: Test) -> bool:
    text = row.text(column)
    return bool(text) is test if isinstance(test, bool) else text in test
