"""How figures are printed: what, how much, its limit, and whether it holds."""

from typing import NamedTuple

SHORTER = frozenset({"s", "ms"})  # units of which less is better


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
        return self.value <= self.limit if self.unit in SHORTER else self.value >= self.limit

    def line(self) -> str:
        """One row of the printed table."""
        measured = f"{self.store:<11}{self.what:<42}{self.value:>12,.2f} {self.unit:<9}"
        if self.limit is None:
            return measured.rstrip()
        bound = f"{'≤' if self.unit in SHORTER else '≥'} {self.limit:,g}"
        return f"{measured}{bound:>10}  {'ok' if self.holds else 'MISSED'}"


class Report:
    """Collects figures and prints each as it comes."""

    def __init__(self) -> None:
        """Empty."""
        self.figures: list[Figure] = []

    def add(self, figure: Figure) -> None:
        """Print it and keep it."""
        self.figures.append(figure)
        print(figure.line(), flush=True)

    @property
    def missed(self) -> int:
        """How many limits were missed."""
        return sum(not figure.holds for figure in self.figures)
