"""Whose account (责任归属) a measure is asked of: what counts for units, what for the centre."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from domain.assessment.model import Subject
from domain.units import CENTRE
from projections.queries import measures
from projections.queries.measures import Condition, Counts, Limits
from projections.tables import cases, obligations


class Wanted(NamedTuple):
    """What one indicator counts; `id` is the indicator's, the rest as its rule set has it."""

    id: str
    measure: str
    clocks: tuple[str, ...] = ()
    stretch: str = ""
    percentile: int = 90


_COUNTS: Final[Mapping[str, Counts]] = {
    "closure": measures.CLOSURE,
    "taken_up": measures.TAKEN_UP,
    "mediation": measures.MEDIATION,
    "contact": measures.CONTACT,
    "solved": measures.SOLVED,
    "satisfied": measures.SATISFIED,
    "answering": measures.ANSWERING,
    "coverage": measures.COVERAGE,
    "rework": measures.REWORK,
    "round_reports": measures.ROUND_REPORTS,
}

# What of a measure the centre answers for; of one that is not named here, for everything.
_OWN: Final[Mapping[str, Condition]] = {
    "on_time": obligations.c.holder == CENTRE,
    "closure": obligations.c.holder == CENTRE,
    "registration": cases.c.received_by == CENTRE,
}


def counts_of(wanted: Wanted, subject: Subject, register: Limits) -> Counts:
    """What a measure counts for the units, or for the centre. Errors: `KeyError`, `QueryError`."""
    found = _counts(wanted, register)
    own = _OWN.get(wanted.measure)
    if subject == "units" or own is None:
        return found
    return tuple(replace(one, where=(*one.where, own)) for one in found)


def _counts(wanted: Wanted, register: Limits) -> Counts:
    if wanted.measure == "on_time":
        return measures.on_time(*wanted.clocks)
    if wanted.measure == "registration":
        return measures.registration(register)
    if wanted.measure == "duration":
        return measures.duration(wanted.stretch)
    return _COUNTS[wanted.measure]


def answers(unit: str, subject: Subject) -> bool:
    """Whether a unit's account is one of those asked for."""
    return subject == "centre" or unit not in {"", CENTRE}
