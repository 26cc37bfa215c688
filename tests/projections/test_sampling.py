"""Matters for audits are drawn and drawn again; the log is searched in portions."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest

from application.audit import searching
from application.audit.searching import Hit, Wanted, search
from application.clock import from_ms
from application.codec import decode
from application.desk import Act
from application.log import Log
from application.store.rows import Row
from domain.audit.events import Sampled
from domain.audit.keeping import Draw
from domain.audit.sampling import Frame, draw
from domain.audit.words import Method, Risk
from domain.case import failings
from domain.case.dispatch import Dispatch, Return
from domain.case.events import Actor, Corrected
from domain.case.handling import Extend
from domain.case.intake import Screen
from domain.case.record import Note
from domain.case.state import Case
from domain.case.words import Failing, PetitionKind, Role, Track, Validity
from projections.bootstrap import Service, open_service
from projections.sampling import draw_again, draw_sample, seed_of
from tests.projections.town import DESK, INSPECTOR, LEADER, Town

AUDITOR = Actor("zhou", "centre", Role.AUDITOR)
WEEK = timedelta(days=7)
EVERYTHING = 400  # more than the town has


@pytest.fixture
def service(town: Town) -> Iterator[Service]:
    """A town in which anything happened, and what was entered late."""
    town.muddle(250)
    for minutes in (20, 90, 600):
        act = Act(by=DESK, at=town.clock.now - timedelta(minutes=minutes), late="断网")
        town.desk.execute(town.cases[0], Note(label=f"迟 {minutes}"), act)
    hotline = town.receive(track=Track.HOTLINE)
    town.do(hotline, Screen(validity=Validity.VALID), Dispatch(unit="police"))
    town.do(hotline, Extend(kind="close", days=5, reason="待鉴定", told=True), by=LEADER)
    sent_twice = town.receive()
    for n, unit in enumerate(("police", "clinic"), start=1):
        back = Return(dispatch=n, reason="不属本单位")
        town.do(sent_twice, Dispatch(unit=unit))
        town.do(sent_twice, back, by=Actor("he", unit, Role.RESPONDER))
    with closing(open_service(town.settings, town.clock)) as service:
        yield service


def every(town: Town) -> dict[str, Case]:
    """All cases by number, folded one by one."""
    found = (town.desk.load(case_id).case for case_id in town.cases)
    return {case.number: case for case in found}


def drawn(service: Service, frame: Frame, by: Actor = AUDITOR) -> dict[str, set[str]]:
    """The numbers of each stratum, of a sample that leaves nothing out."""
    sample = draw_sample(service, frame, "seed", by).sample
    assert all(one.of == one.drawn for one in sample.strata)
    return {
        one.name: {matter.number for matter in sample.drawn if one.name in matter.strata}
        for one in sample.strata
    }


def moved(case: Case) -> bool:
    return any(one.due > one.first_due for one in case.obligations)


def corrected(case: Case, town: Town) -> bool:
    return any(isinstance(event, Corrected) for event in town.desk.load(case.id).history)


def failed(case: Case, *kinds: Failing) -> bool:
    shown = [one for one in failings.found(case) if one.state != "struck"]
    return any(not kinds or one.kind in kinds for one in shown)


def test_strata_hold_what_the_cases_own_records_show(town: Town, service: Service) -> None:
    cases, all_risks = every(town), tuple(Risk)
    frame = Frame(method=Method.RISK, size=EVERYTHING, risks=all_risks)
    found = drawn(service, frame)
    late = (Failing.LATE_ENTRY, Failing.LATE_REGISTRATION)
    expected = {
        "late_entry": {n for n, case in cases.items() if failed(case, *late)},
        "corrected": {n for n, case in cases.items() if corrected(case, town)},
        "moved": {n for n, case in cases.items() if moved(case)},
        "failing": {n for n, case in cases.items() if failed(case)},
        "second_return": {n for n, case in cases.items() if case.returns >= 2},
        "reopened": {n for n, case in cases.items() if case.reopened},
    }
    assert {name: found[name] for name in expected} == expected
    assert all(expected.values())  # each of them was there to be found
    assert found["overdue"] >= {
        n for n, case in cases.items() if any(one.lapsed for one in case.obligations)
    }

    by_unit = drawn(service, Frame(method=Method.UNIT, size=EVERYTHING, units=("police", "centre")))
    with_police = {n for n, case in cases.items() if "police" in _parts(case)}
    of_centre = {n for n, case in cases.items() if case.received_by == "centre"}
    assert by_unit == {"police": with_police, "centre": of_centre}
    assert drawn(service, Frame(method=Method.RANDOM, size=EVERYTHING)) == {"": set(cases)}
    day = min(case.received_at for case in cases.values()).date() + timedelta(days=1)
    some = drawn(service, Frame(method=Method.RANDOM, size=EVERYTHING, until=day))[""]
    assert 0 < len(some) < len(cases)


def _parts(case: Case) -> set[str]:
    owing = {one.holder for one in case.obligations}
    return {case.received_by, *case.handling_units, *owing}


def test_a_sample_comes_out_again_whatever_was_recorded_since(town: Town, service: Service) -> None:
    frame = Frame(
        method=Method.RISK, size=3, since=date(2026, 3, 1), risks=(Risk.FAILING, Risk.CORRECTED)
    )
    first = draw_sample(service, frame, "", AUDITOR)
    assert first.seed == seed_of(service.desk.log, first.seq)  # nobody chose it
    on_record = _recorded(first)
    town.muddle(150)
    service.projector.catch_up()
    assert draw_sample(service, frame, first.seed, AUDITOR).sample != first.sample
    assert draw_again(service, on_record).same
    forged = replace_last(on_record)
    assert not draw_again(service, forged).same


def _recorded(made: Draw) -> Sampled:
    sample = made.sample
    return Sampled(
        at=from_ms(0),
        by=AUDITOR,
        sample=1,
        frame=made.frame,
        seed=made.seed,
        seq=made.seq,
        strata=sample.strata,
        drawn=sample.drawn,
    )


def replace_last(recorded: Sampled) -> Sampled:
    """The same with one matter gone."""
    parts = {name: getattr(recorded, name) for name in recorded.__struct_fields__}
    return Sampled(**{**parts, "drawn": recorded.drawn[:-1]})


def test_a_matter_that_accuses_the_auditor_is_never_drawn(town: Town, service: Service) -> None:
    town.receive(
        track=Track.PETITION,
        kind=PetitionKind.ACCUSATION,
        accused=("centre",),
        accused_staff=("zhou",),
    )
    service.projector.catch_up()
    number = town.desk.load(town.cases[-1]).case.number
    frame = Frame(method=Method.RANDOM, size=EVERYTHING)
    assert number not in drawn(service, frame)[""]
    assert number in drawn(service, frame, replace_user("wei"))[""]


def replace_user(name: str) -> Actor:
    return Actor(name, "centre", Role.AUDITOR)


def test_portions_find_what_reading_everything_finds(
    town: Town, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "POSITIONS", 40)
    monkeypatch.setattr(searching, "AT_ONCE", 7)
    monkeypatch.setattr(searching, "TAKEN_APART", 21)
    log = service.desk.log
    rows = log.after(0, log.head())
    middle = from_ms(rows[len(rows) // 2].recorded)
    asked = {
        "actor": Wanted(actor="sun"),
        "unit": Wanted(unit="police"),
        "kind": Wanted(topics=("case.corrected", "unit.founded")),
        "since": Wanted(since=middle),
        "until": Wanted(until=middle),
        "occurred": Wanted(since=middle - WEEK, until=middle + WEEK, times="occurred"),
        "lag": Wanted(lag=60),
        "stated": Wanted(stated=True, unit="centre"),
        "case": Wanted(stream=town.cases[0], actor="zhang"),
        "nobody": Wanted(actor="%"),
    }
    expected = {name: [r.seq for r in rows if _fits(r, one)] for name, one in asked.items()}
    found = {name: [hit.seq for hit in _all(log, one)] for name, one in asked.items()}
    assert found == {name: seqs[::-1] for name, seqs in expected.items()}
    assert [name for name, seqs in expected.items() if not seqs] == ["nobody"]
    assert len(expected["lag"]) == 2


def _all(log: Log, wanted: Wanted) -> list[Hit]:
    """Portion by portion, five at a time."""
    hits: list[Hit] = []
    before, done = log.head(), False
    while not done:
        portion = search(log, wanted, before, 5)
        assert len(portion.hits) <= 5
        assert portion.reached < before or portion.done
        hits += portion.hits
        before, done = portion.reached, portion.done
    return hits


def _fits(row: Row, wanted: Wanted) -> bool:
    """By the decoded event, one condition after the other."""
    event = decode(row.topic, row.state)
    recorded = from_ms(row.recorded)
    by = event.by if isinstance(event.by, Actor) else Actor(event.by, "", "")
    moment = event.at if wanted.times == "occurred" else recorded
    late, source = getattr(event, "late", ""), getattr(event, "source", "")
    named = f'"{wanted.unit}"'.encode() in row.state
    lag = (recorded - event.at) // timedelta(minutes=1)
    return all(
        (
            wanted.actor in ("", by.user),
            not wanted.unit or named,
            not wanted.topics or row.topic in wanted.topics,
            wanted.since is None or moment >= wanted.since,
            wanted.until is None or moment < wanted.until,
            not wanted.lag or (lag >= wanted.lag and not source),
            not wanted.stated or bool(late),
            wanted.stream in ("", row.stream),
        )
    )


@pytest.mark.parametrize("database", ["sqlite"])
def test_nothing_is_drawn_of_nothing(town: Town) -> None:
    with closing(open_service(town.settings, town.clock)) as service:
        sample = draw_sample(service, Frame(method=Method.RANDOM, size=5), "seed", INSPECTOR).sample
    assert (sample.drawn, draw({"": ()}, 5, "seed").drawn) == ((), ())
