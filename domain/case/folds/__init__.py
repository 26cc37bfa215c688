"""How each fact changes the state of a case, by stage."""

from domain.case.folds import (
    closing,
    contesting,
    dispatch,
    erasure,
    handling,
    intake,
    links,
    mediation,
    record,
    supervision,
    timekeeping,
)
from domain.case.folds.steps import STEPS

__all__ = [
    "STEPS",
    "closing",
    "contesting",
    "dispatch",
    "erasure",
    "handling",
    "intake",
    "links",
    "mediation",
    "record",
    "supervision",
    "timekeeping",
]
