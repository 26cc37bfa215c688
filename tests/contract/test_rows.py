"""Every stored row has its position, its time, its digest and its leaf."""

from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256

import pytest

from application.clock import to_ms
from application.desk import Act, Desk
from application.settings import Settings
from domain.case.dispatch import Arrive, Dispatch, SignFor
from domain.case.intake import Receive
from domain.case.record import Note
from domain.case.words import DispatchRole, PetitionKind, Track
from domain.errors import AccusedUnit, NotDispatched, NotYourUnit
from tests.contract.records import (
    DESK,
    POLICE,
    Stored,
    call,
    handle,
    receive,
    received,
    stored,
)

NOON = datetime(2030, 6, 10, 4, tzinfo=UTC)


def test_positions_are_dense_from_one_over_all_kinds_of_events(
    desk: Desk, settings: Settings
) -> None:
    for _ in range(3):
        handle(desk, received(desk))
    rows = stored(settings)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    shipped = {
        *("calendar", "categories", "plan", "retention", "roundplan", "rules", "scoring", "unit")
    }
    assert {row.topic.partition(".")[0] for row in rows} == {*shipped, "case"}


def test_versions_of_each_aggregate_are_dense_from_one(desk: Desk, settings: Settings) -> None:
    case_id = received(desk)
    handle(desk, case_id)
    versions = [row.version for row in stored(settings) if row.stream == case_id]
    assert versions == list(range(1, 7))


def leaf_by_hand(row: Stored) -> bytes:
    """RFC 6962: SHA-256 of a zero byte and the entry, built from what lies in the row."""
    lines = [
        str(row.seq),
        row.stream,
        str(row.version),
        row.topic,
        str(row.recorded),
        sha256(bytes(row.state)).hexdigest(),
    ]
    return sha256(b"\x00" + "".join(f"{line}\n" for line in lines).encode()).digest()


def test_digest_and_leaf_can_be_computed_again_by_anyone(desk: Desk, settings: Settings) -> None:
    handle(desk, received(desk))
    for row in stored(settings):
        assert bytes(row.digest) == sha256(bytes(row.state)).digest()
        assert bytes(row.leaf) == leaf_by_hand(row)


def test_the_time_of_recording_is_the_services_clock(settings: Settings) -> None:
    desk = Desk(settings, clock=lambda: NOON)
    receive(desk)
    desk.close()
    assert stored(settings)[-1].recorded == to_ms(NOON)


def test_the_time_of_recording_never_goes_back_though_the_clock_does(settings: Settings) -> None:
    for hours in (0, -5, 1):
        now = NOON + timedelta(hours=hours)
        desk = Desk(settings, clock=partial(lambda moment: moment, now))
        receive(desk)
        desk.close()
    times = [row.recorded for row in stored(settings)]
    assert times == sorted(times)
    assert times[-3:] == [to_ms(NOON), to_ms(NOON), to_ms(NOON + timedelta(hours=1))]


class TestBatches:
    """Several commands of one person are recorded together or not at all."""

    def sent(self, desk: Desk) -> str:
        case_id = received(desk)
        desk.execute(case_id, Dispatch(unit="police"), Act(by=DESK))
        support = Dispatch(unit="clinic", role=DispatchRole.SUPPORT)
        desk.execute(case_id, support, Act(by=DESK))
        return case_id

    def test_all_of_it_stands_in_one_go(self, desk: Desk, settings: Settings) -> None:
        case_id = self.sent(desk)
        recorded = desk.batch([SignFor(dispatch=1), Arrive(dispatch=1)], Act(by=POLICE), case_id)
        assert recorded.version == 5
        assert len({row.recorded for row in stored(settings)[-2:]}) == 1

    def test_a_refusal_at_its_end_leaves_nothing(self, desk: Desk, settings: Settings) -> None:
        case_id = self.sent(desk)
        before = stored(settings)
        with pytest.raises(NotYourUnit):
            desk.batch([SignFor(dispatch=1), SignFor(dispatch=2)], Act(by=POLICE), case_id)
        assert stored(settings) == before

    def test_a_refused_registration_takes_no_number(self, desk: Desk) -> None:
        first = receive(desk).number
        with pytest.raises(NotDispatched):
            desk.batch([call(), Arrive(dispatch=1)], Act(by=DESK), "f" * 32)
        second = receive(desk).number
        assert [number.rpartition("-")[2] for number in (first, second)] == ["00001", "00002"]

    def test_an_attempt_at_the_accused_leaves_nothing_but_itself(
        self, desk: Desk, settings: Settings
    ) -> None:
        case_id = received_accusation(desk)
        before = len(stored(settings))
        with pytest.raises(AccusedUnit):
            desk.batch([Note(label="x"), Dispatch(unit="police")], Act(by=DESK), case_id)
        assert [row.topic for row in stored(settings)[before:]] == ["case.barred"]

    def test_an_attempt_with_the_registration_registers_nothing(
        self, desk: Desk, settings: Settings
    ) -> None:
        before = stored(settings)
        with pytest.raises(AccusedUnit):
            desk.batch([accusation(), Dispatch(unit="police")], Act(by=DESK), "f" * 32)
        assert stored(settings) == before


def accusation() -> Receive:
    """The registration of an accusation of the police."""
    return call(
        track=Track.PETITION,
        kind=PetitionKind.ACCUSATION,
        accused=("police",),
        title="反映办案不公",
    )


def received_accusation(desk: Desk) -> str:
    """The id of an accusation just registered."""
    return desk.receive(accusation(), Act(by=DESK)).case_id


def test_the_attempt_is_refused_again_when_its_form_is_sent_again(
    desk: Desk, settings: Settings
) -> None:
    case_id = received_accusation(desk)
    for _ in range(3):
        with pytest.raises(AccusedUnit):
            desk.execute(case_id, Dispatch(unit="police"), Act(by=DESK, key="form-1"))
    assert [row.topic for row in stored(settings)].count("case.barred") == 1
