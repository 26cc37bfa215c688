"""The register of units: one row each, as it stands now."""

from domain.units.state import Unit
from projections.cells import Cells, joined


def unit_row(unit: Unit) -> Cells:
    """The row of `units`, in the order of its columns."""
    return (
        unit.code,
        unit.name,
        unit.name_en,
        unit.level,
        unit.parent,
        unit.unit_class,
        joined(unit.places),
        unit.dissolved,
        unit.version,
    )
