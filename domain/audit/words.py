"""The closed vocabularies of audit sheets; the values are what is stored."""

from enum import StrEnum
from typing import Final

INSPECTION: Final = "@inspection"
"""Who answers for the inspection office, which is no unit; no code of a unit begins like it."""


class Grade(StrEnum):
    """How much weight a finding has."""

    ADVICE = "advice"
    DEFECT = "defect"
    GRAVE = "grave"


class Method(StrEnum):
    """How matters are drawn: of all, of each unit's, or of those a risk stands out in."""

    RANDOM = "random"
    UNIT = "unit"
    RISK = "risk"


class Risk(StrEnum):
    """What in a matter's own records is worth a look."""

    LATE_ENTRY = "late_entry"  # registered or entered late, with or without a reason
    CORRECTED = "corrected"  # something was put right afterwards
    MOVED = "moved"  # a time limit ends later than it first did
    FAILING = "failing"  # its records show a failing that was not struck
    SECOND_RETURN = "second_return"
    OVERDUE = "overdue"  # a time limit was not kept
    REOPENED = "reopened"
    UNSOLVED = "unsolved"  # in the reporter's word
