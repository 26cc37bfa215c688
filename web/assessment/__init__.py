"""考核: a quarter's course, every figure open to its rows, and every row to its records."""

from web.assessment import (
    consequences,
    differences,
    exclusions,
    objections,
    quarters,
    rows,
    units,
)
from web.assessment.routes import blueprint

__all__ = [
    "blueprint",
    "consequences",
    "differences",
    "exclusions",
    "objections",
    "quarters",
    "rows",
    "units",
]
