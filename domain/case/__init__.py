"""The case: one matter, one code, from receipt to archive."""

from domain.case.decide import COMMANDS, decide
from domain.case.state import Case

__all__ = ["COMMANDS", "Case", "decide"]
