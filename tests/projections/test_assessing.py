"""A quarter assessed: what came out once comes out again, whatever happened since."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from application.units import classify_unit
from domain.assessment.periods import Quarter
from domain.assessment.result import Exclusion, Result, canonical
from domain.case.closing import Close, Visit
from domain.case.dispatch import Arrive, Dispatch, EndHandling, GiveFeedback
from domain.case.words import Outcome, PetitionKind, Satisfaction, Track
from projections.assessing import Asked, assess, pinned_sets
from projections.bootstrap import Service, open_service
from projections.rebuild import rebuild
from tests.projections.town import INSPECTOR, MONDAY, Town

QUARTER = Quarter(2026, 1)


@pytest.fixture
def service(town: Town) -> Iterator[Service]:
    """Pages and commands over the town's store, which follow what it writes."""
    with closing(open_service(town.settings, town.clock)) as service:
        town.follow(service.projector.catch_up)
        yield service


def assessed(service: Service, seq: int | None = None, quarter: Quarter = QUARTER) -> Result:
    return assess(service, Asked(quarter, pinned_sets(service, quarter, seq)), seq)


def settled(town: Town, unit: str = "police") -> str:
    """A matter handled to the reporter's satisfaction; its number."""
    case_id = town.receive(category="A01")
    town.do(
        case_id,
        Dispatch(unit=unit, zone="town"),
        Arrive(dispatch=1),
        EndHandling(dispatch=1, result=Outcome.HANDLED),
        GiveFeedback(dispatch=1, outcome=Outcome.HANDLED),
        Close(outcome=Outcome.HANDLED),
    )
    town.do(case_id, Visit(solved=True, satisfied=Satisfaction.BASICALLY), by=INSPECTOR)
    return town.desk.load(case_id).case.number


@pytest.mark.parametrize("seed", [3])
def test_what_came_out_once_comes_out_again_from_its_position(town: Town, service: Service) -> None:
    # given results of several moments of a town in which anything happens
    known: dict[int, bytes] = {}
    for _ in range(4):
        town.muddle(60)
        known[service.desk.log.head()] = canonical(assessed(service))
        classify_unit(service.desk, "police", f"class {len(known)}", "wu")

    # when they are assessed as of those positions
    again = {seq: canonical(assessed(service, seq)) for seq in known}

    # then they are the same, byte by byte, and differ from each other
    assert again == known
    assert len(set(known.values())) == len(known)


def test_building_the_read_model_anew_changes_nothing(town: Town, service: Service) -> None:
    town.muddle(80)
    before = canonical(assessed(service))

    rebuild(town.settings)

    assert canonical(assessed(service)) == before


def test_a_unit_is_scored_by_what_it_did(town: Town, service: Service) -> None:
    settled(town)

    units = assessed(service).part("units")

    assert units is not None
    police, clinic = units.unit("police"), units.unit("clinic")
    assert police is not None
    assert clinic is not None
    lines = {line.indicator: line.tally for line in police.scored.lines}
    assert (lines["solved"].kept, lines["solved"].due) == (1, 1)
    assert (lines["satisfied"].kept, lines["satisfied"].partly) == (1, 1)
    assert police.scored.total is not None
    assert clinic.scored.total is None


def test_what_accuses_the_centre_counts_in_no_score_that_its_people_see(
    town: Town, service: Service
) -> None:
    # given two accusations, against a unit and against the centre
    settled(town)
    before = registered(service)
    for accused in ("clinic", "centre"):
        accuses = {"kind": PetitionKind.ACCUSATION, "accused": (accused,)}
        town.receive("反映推诿", Track.PETITION, **accuses)
    sealed = service.desk.log.head()
    town.clock.now += timedelta(days=40)
    town.receive()  # in the quarter after

    # when the quarter is assessed, and assessed again as of a moment that is folded anew
    # then only the first is counted
    assert registered(service) == before + 1
    assert registered(service, sealed) == before + 1


def registered(service: Service, seq: int | None = None) -> int:
    """How many matters the centre's score counts as received."""
    centre = assessed(service, seq).part("centre")
    assert centre is not None
    lines = {line.indicator: line.tally for line in centre.units[0].scored.lines}
    return lines["register"].due


def test_what_falls_due_after_the_last_record_does_not_count_yet(
    town: Town, service: Service
) -> None:
    # given a unit sent out, and nothing recorded since
    case_id = town.receive(category="A01")
    town.do(case_id, Dispatch(unit="police", zone="town"))
    early = assessed(service).part("units")

    # when another matter comes in after it should have been there
    town.clock.now += timedelta(hours=2)
    town.receive("井盖破损", Track.HOTLINE)
    late = assessed(service).part("units")

    assert early is not None
    assert late is not None
    first, then = early.unit("police"), late.unit("police")
    assert first is not None
    assert then is not None
    assert first.scored.lines[0].tally.due == 0
    assert (then.scored.lines[0].tally.kept, then.scored.lines[0].tally.due >= 1) == (0, True)


def test_what_was_excluded_does_not_count(town: Town, service: Service) -> None:
    number = settled(town)
    pinned = pinned_sets(service, QUARTER)
    without = Asked(QUARTER, pinned, {"units": [Exclusion(number, "solved", 1)]})
    not_at_all = Asked(QUARTER, pinned, {"units": [Exclusion(number)]})

    for asked, left in (
        (without, {"solved": 0, "satisfied": 1}),
        (not_at_all, {"solved": 0, "satisfied": 0}),
    ):
        part = assess(service, asked).part("units")
        assert part is not None
        police = part.unit("police")
        assert police is not None
        due = {line.indicator: line.tally.due for line in police.scored.lines}
        assert {name: due[name] for name in left} == left
        assert [one.number for one in part.exclusions] == [number]


def test_a_quarter_ends_at_midnight_of_the_centre(town: Town, service: Service) -> None:
    settled(town)

    found = assessed(service, quarter=Quarter.of(MONDAY.date()))
    after = assessed(service, quarter=Quarter.of(MONDAY.date()).after)

    assert found.until.astimezone(ZoneInfo("Asia/Shanghai")).hour == 0
    units = after.part("units")
    assert units is not None
    assert all(one.scored.total is None for one in units.units)
