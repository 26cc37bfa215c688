"""How figures are printed: what, how much, its limit, and whether it holds."""

from typing import NamedTuple


class Figure(NamedTuple):
    """One measured value. A limit is the least it may be; "s" and "ms" values the most."""

    store: str
    what: str
    value: float
    unit: str
    limit: float | None

    @property
    def holds(self) -> bool:
        """Within its limit."""
        if self.limit is None:
            return True
        smaller_is_better = self.unit in ("s", "ms")
        return self.value <= self.limit if smaller_is_better else self.value >= self.limit

    def line(self) -> str:
        """One row of the printed table."""
        limit = "" if self.limit is None else f"{'≤' if self.unit in ('s', 'ms') else '≥'} {self.limit:,g}"
        mark = "" if self.limit is None else ("ok" if self.holds else "MISSED")
        return f"{self.store:<11}{self.what:<42}{self.value:>12,.2f} {self.unit:<9}{limit:>10}  {mark}"


class Report:
    """Collects figures and prints each as it comes."""

    def __init__(self) -> None:
        """Empty."""
        self.figures: list[Figure] = []

    def add(self, figure: Figure) -> None:
        """Print it and keep it."""
        self.figures.append(figure)
        print(figure.line(), flush=True)  # noqa: T201 - a bench prints

    @property
    def missed(self) -> int:
        """How many limits were missed."""
        return sum(not figure.holds for figure in self.figures)
