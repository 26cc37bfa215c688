"""What four centres published about themselves comes out of events that commands made.

Their figures are of section 8 of the field's rules; the records behind them nobody published, so
these are made here, by the commands any record of another office comes in by.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, islice, repeat
from typing import NamedTuple

import pytest

from application.desk import Act, Desk, Work
from application.numbers import new_case_id
from application.settings import Settings
from application.together import Together
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.dispatch import Dispatch, GiveFeedback
from domain.case.events import Actor
from domain.case.handling import IssueOpinion
from domain.case.intake import Accept, Receive, Screen
from domain.case.mediation import (
    AddParty,
    FailMediation,
    NameMediator,
    ReachAgreement,
    RecordConsent,
    TakeUp,
)
from domain.case.words import Channel, Outcome, PetitionKind, Procedure, Track, Validity
from projections.rebuild import rebuild
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place

DESK = Actor("zhang", "centre", "operator")
AT_ONCE = 200
HOUR = timedelta(hours=1)
AGREED, FAILED = True, False


class Told(NamedTuple):
    """One matter: when it began, and each step with how long after that it was taken."""

    began: datetime
    steps: Sequence[tuple[Command, timedelta]]

    def decide(self, work: Work) -> None:
        """As an import does."""
        for step, later in self.steps:
            work.do(step, Act(by=DESK, at=self.began + later, source="import"))


def bring_in(place: Place, matters: Iterable[Told]) -> None:
    """Decide every command, record some hundred matters at a time, and build the read model."""
    settings = Settings(data=place.data_dir, database_url=place.database_url)
    desk = Desk(settings)
    together = Together(desk)
    waiting = iter(matters)
    while some := list(islice(waiting, AT_ONCE)):
        for one in some:
            together.add(new_case_id(), "", one.decide)
        together.flush()
    desk.close()
    rebuild(settings)


def one_after_the_other(first: datetime, last: datetime, count: int) -> Iterator[datetime]:
    """So many moments of a period, at equal distances."""
    return (first + (last - first) * n / count for n in range(count))


# --- the county: 78,471 calls of one year ---

YEAR = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
RECEIVED, VALID = 78_471, 32_278
# What is published of the valid ones, by the category of the shipped tree that says it.
PUBLISHED = {
    "A05": 306,  # rescue
    "B02": 8_249,  # traffic
    "D04": 1_609,  # help to the public
    "M04": 35,  # medical disputes
    "E04": 32,  # crowd risks
    "F01": 9,  # disasters and accidents, 14 in all
    "F05": 5,
}
CAFES = 5  # unlicensed internet cafés closed: calls about one, handled
OTHER = "E05"
SCREENING = timedelta(minutes=2)


def county() -> Iterator[Told]:
    valid: list[Callable[[datetime], Told]] = [
        *chain.from_iterable(repeat(_call(code), count) for code, count in PUBLISHED.items()),
        *repeat(_handled("E06", Outcome.HANDLED), CAFES),
        _call("E06"),  # one more such call, of which nothing came
        _handled("C04", Outcome.HELP_GIVEN, people=2),  # two people kept from taking their lives
    ]
    others = repeat(_call(OTHER), VALID - len(valid))
    invalid = repeat(_call(OTHER, Validity.INVALID), RECEIVED - VALID)
    made = [*valid, *others, *invalid]
    moments = one_after_the_other(*YEAR, len(made))
    return (make(at) for make, at in zip(made, moments, strict=True))


def _receipt(category: str, people: int = 1) -> tuple[Command, timedelta]:
    track = Track.DISPUTE if category.startswith("M") else Track.EMERGENCY
    command = Receive(
        number="",
        track=track,
        channel=Channel.ALARM_110,
        title="县城来电",
        category=category,
        people=people,
    )
    return command, timedelta()


def _call(category: str, validity: Validity = Validity.VALID) -> Callable[[datetime], Told]:
    steps = [_receipt(category), (Screen(validity=validity), SCREENING)]
    return lambda began: Told(began, steps)


def _handled(category: str, outcome: Outcome, people: int = 1) -> Callable[[datetime], Told]:
    steps = [
        _receipt(category, people),
        (Screen(validity=Validity.VALID), SCREENING),
        (Dispatch(unit="pcs", zone="seat"), SCREENING),
        (GiveFeedback(dispatch=1, outcome=outcome), HOUR),
        (Close(outcome=outcome), 2 * HOUR),
    ]
    return lambda began: Told(began, steps)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_county_received_78471_and_32278_of_them_are_valid(
    centre: None, place: Place, asked: Asked
) -> None:
    bring_in(place, county())

    def volumes(*narrowed: str) -> dict[str, dict[str, int]]:
        found = asked("workload", "--from", "2025-01-01", "--to", "2025-12-31", *narrowed)
        return {one["group"]: one for one in found}

    whole = volumes()[""]
    assert (whole["received"], whole["valid"]) == (RECEIVED, VALID)
    assert whole["invalid"] == RECEIVED - VALID

    groups = volumes("--by", "group")
    assert groups["A"]["valid"] == 306
    assert groups["B"]["valid"] == 8_249
    assert groups["D"]["valid"] == 1_609
    assert groups["F"]["valid"] == 14
    categories = volumes("--by", "category")
    assert categories["M04"]["valid"] == 35
    assert categories["E04"]["valid"] == 32
    assert volumes("--by", "outcome", "--category", "C04")["help_given"]["people"] == 2
    assert volumes("--by", "outcome", "--category", "E06")["handled"]["closed"] == CAFES
    assert volumes("--category", "E06")[""]["valid"] == CAFES + 1


# --- three centres of towns ---


def _dispute(began: datetime, *, agreed: bool) -> Told:
    receipt = Receive(
        number="",
        track=Track.DISPUTE,
        channel=Channel.GRID,
        title="宅基地边界一事",
        category="L04",
    )
    taken_up = TakeUp(unit="sfs", procedure=Procedure.SIMPLE)
    parties = [AddParty(), AddParty(), RecordConsent(party=1), RecordConsent(party=2)]
    mediation = [taken_up, *parties, NameMediator(mediator="zhao", unit="sfs")]
    steps: list[tuple[Command, timedelta]] = [
        (receipt, timedelta()),
        (Screen(validity=Validity.VALID), SCREENING),
        (Dispatch(unit="sfs"), SCREENING),
        *((step, HOUR) for step in mediation),
        (_end(began + 24 * HOUR, agreed=agreed), 24 * HOUR),
        (GiveFeedback(dispatch=1, outcome=_outcome(agreed=agreed)), 25 * HOUR),
        (Close(outcome=_outcome(agreed=agreed)), 26 * HOUR),
    ]
    return Told(began, steps)


def _outcome(*, agreed: bool) -> Outcome:
    return Outcome.AGREEMENT if agreed else Outcome.FAILED


def _end(at: datetime, *, agreed: bool) -> Command:
    if agreed:
        return ReachAgreement(written=False, effective_at=at, signed_by=(1, 2))
    return FailMediation(routes=("仲裁", "诉讼"))


def _petition(began: datetime) -> Told:
    receipt = Receive(
        number="",
        track=Track.PETITION,
        kind=PetitionKind.CLAIM,
        channel=Channel.VISIT,
        title="低保待遇一事",
        category="H02",
    )
    day = 24 * HOUR
    return Told(
        began,
        [
            (receipt, timedelta()),
            (Screen(validity=Validity.VALID), HOUR),
            (Accept(), 5 * day),
            (IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达"), 40 * day),
        ],
    )


def _disputes(first: datetime, last: datetime, ends: Sequence[bool]) -> Iterator[Told]:
    moments = one_after_the_other(first, last, len(ends))
    return (_dispute(at, agreed=agreed) for at, agreed in zip(moments, ends, strict=True))


class Rates(NamedTuple):
    """Rates of a period, numerator and denominator."""

    asked: Asked
    since: str
    until: str

    def __call__(self, *narrowed: str) -> dict[str, tuple[int, int]]:
        found = self.asked("rates", "--from", self.since, "--to", self.until, *narrowed)
        return {one["rate"]: (one["numerator"], one["denominator"]) for one in found}


def test_a_street_settled_93_of_93_and_answered_20_petitions_in_time(
    centre: None, place: Place, asked: Asked, linkage: Linkage
) -> None:
    first, last = datetime(2025, 1, 2, tzinfo=UTC), datetime(2025, 8, 20, tzinfo=UTC)
    petitions = map(_petition, one_after_the_other(first, last, 20))
    bring_in(place, [*_disputes(first, last, [AGREED] * 93), *petitions])
    rates = Rates(asked, "2025-01-01", "2025-10-31")

    assert rates("--track", "dispute")["taken_up"] == (93, 93)
    assert rates("--track", "dispute")["mediation"] == (93, 93)
    assert rates("--track", "petition")["closure"] == (20, 20)
    # What it published besides, "98 % settled for good", no count of 20 gives.
    impossible = linkage("fits", "98%", "--of", "20", "--json")
    assert impossible.exit_code == 1
    assert '"fitting": []' in impossible.stdout
    assert "19 (95 %) and 20 (100 %)" in linkage("fits", "98%", "--of", "20").stdout


def test_a_town_handled_1449_disputes_in_five_years_with_98_3_per_cent_success(
    centre: None, place: Place, asked: Asked
) -> None:
    agreed = 1_424  # or one more: of both the centre could publish what it did
    first, last = datetime(2021, 1, 2, tzinfo=UTC), datetime(2025, 12, 20, tzinfo=UTC)
    ends = [AGREED] * agreed + [FAILED] * (1_449 - agreed)
    bring_in(place, _disputes(first, last, ends))
    rates = Rates(asked, "2021-01-01", "2025-12-31")()

    assert rates["taken_up"] == (1_449, 1_449)
    assert rates["mediation"] == (agreed, 1_449)
    assert f"{100 * agreed / 1_449:.1f}" == "98.3"
    possible = asked("fits", "98.3", "--of", "1449")["fitting"]
    assert [one["kept"] for one in possible] == [1_424, 1_425]


def test_a_town_on_the_plateau_settled_50_of_52(
    centre: None, place: Place, asked: Asked, linkage: Linkage
) -> None:
    first, last = datetime(2025, 1, 2, tzinfo=UTC), datetime(2025, 6, 20, tzinfo=UTC)
    bring_in(place, _disputes(first, last, [AGREED] * 50 + [FAILED] * 2))
    rates = Rates(asked, "2025-01-01", "2025-12-31")()

    assert rates["taken_up"] == (52, 52)
    assert rates["mediation"] == (50, 52)
    printed = linkage("rates", "--from", "2025-01-01", "--to", "2025-12-31").stdout
    assert "96.2 %" in printed
