"""Units of the linkage: who they are, where they stand, which class they are compared in."""

from domain.units.events import UnitEvent
from domain.units.state import CENTRE, Unit

__all__ = ["CENTRE", "Unit", "UnitEvent"]
