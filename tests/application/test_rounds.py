"""Rounds in the log of either database: opened once, settled once, a finding with its case."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from application import rounds
from application.desk import Act, Desk
from application.migrate import migrate
from application.numbers import new_case_id
from application.registry import round_stream
from application.roundbook import history, load_round
from application.rounds import ByHand
from application.rounds.plans import parse_plans
from application.rulebook import shipped
from application.settings import Settings
from application.units import dissolve_unit, found_unit
from domain import errors
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, PetitionKind, Role, Track
from domain.rounds import events as e
from domain.rules.model import RuleError
from domain.units.events import UnitFounded

SATURDAY = datetime(2026, 6, 6, 1, 0, tzinfo=UTC)
MONDAY = datetime(2026, 6, 8, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
DUE = datetime(2026, 6, 12, 10, 0, tzinfo=UTC)
CODE = "village-weekly.20260608"
LEADER = Actor("li", "centre", Role.LEADER)
DESK = Actor("zhang", "centre", Role.OPERATOR)
HEKOU = Actor("wang", "hekou", Role.RESPONDER)
LIJIA = Actor("zhao", "lijia", Role.RESPONDER)
UNITS = {"hekou": "village", "lijia": "village", "gone": "village", "pcs": "town"}


class Clock:
    """One that a test moves."""

    def __init__(self) -> None:
        self.now = SATURDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(data_dir: Path, database_url: str, clock: Clock) -> Iterator[Desk]:
    """A desk on either database, whose villages are asked every week."""
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings, clock)
    with closing(Desk(settings, clock)) as desk:
        for code, level in UNITS.items():
            found_unit(desk, UnitFounded(at=SATURDAY, by="wu", code=code, name=code, level=level))
        dissolve_unit(desk, "gone", "并村", "wu")
        rounds.issue_plan(desk, "village-weekly", 1, LEADER)
        yield desk


@pytest.fixture
def running(desk: Desk, clock: Clock) -> Desk:
    """With this week's round open."""
    clock.now = MONDAY
    assert rounds.open_due_rounds(desk, MONDAY) == 1
    return desk


def kinds(desk: Desk, code: str = CODE) -> list[str]:
    return [type(event).__name__ for event in history(desk.log, code)]


def find(desk: Desk, by: Actor = HEKOU, key: str = "", track: Track = Track.DISPUTE) -> str:
    """Register what was found; the case's number."""
    kind = PetitionKind.CLAIM if track is Track.PETITION else None
    command = Receive(number="", track=track, kind=kind, channel=Channel.OWN, title="水渠堵塞")
    act = Act(by=by, key=key)
    return rounds.register_finding(desk, CODE, command, act, new_case_id()).number


def by_hand(token: str = "a form of its own", **changes: object) -> ByHand:
    said = {"subjects": ("汛期河道隐患",), **changes}
    return ByHand("season", date(2026, 6, 8), date(2026, 6, 20), said, token)


# --- plans that are shipped ---


def test_what_is_shipped_can_be_read_and_asks_what_the_law_lets_it_ask() -> None:
    plans = parse_plans(shipped("rounds.toml"))
    assert {one.id: one.weeks for one in plans} == {
        "village-weekly": 1,
        "town-fortnightly": 2,
        "season": 0,
        "subject": 0,
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('levels = ["village"]', 'levels = ["village"]\nhours = 3', "hours"),
        ("days = 5", "days = 9", "days"),
        ('id = "season"', 'id = "village-weekly"', "twice"),
        ("邻里、婚姻家庭", "重点人员、婚姻家庭", "重点人"),
        ("到村民小组、楼栋走访", "对上访人员稳控", "稳控"),
    ],
)
def test_a_file_of_plans_that_says_what_it_cannot_is_refused_with_the_place(
    old: str, new: str, said: str
) -> None:
    text = shipped("rounds.toml")
    assert old in text
    with pytest.raises(RuleError, match=said):
        parse_plans(text.replace(old, new))


def test_a_second_migration_ships_nothing_again(desk: Desk) -> None:
    head = desk.log.head()
    migrate(desk.settings, desk.clock)
    assert desk.log.head() == head


# --- opened by time ---


def test_a_round_is_opened_once_and_asks_the_units_there_are(running: Desk) -> None:
    opened = load_round(running.log, CODE).known()
    assert opened.units == ("hekou", "lijia")
    assert (opened.since, opened.due, opened.by.user) == (MONDAY, DUE, "timekeeper")
    assert rounds.open_due_rounds(running, MONDAY + timedelta(hours=1)) == 0
    assert kinds(running) == ["RoundOpened"]


def test_several_timekeepers_at_once_open_it_once(desk: Desk, clock: Clock) -> None:
    clock.now = MONDAY

    def keep(_: int) -> int:
        with closing(Desk(desk.settings, clock)) as own:
            return rounds.open_due_rounds(own, MONDAY)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(4)))
    assert kinds(desk) == ["RoundOpened"]
    assert desk.rounds.now().unsettled == (CODE,)


def test_a_plan_that_asks_nobody_opens_nothing_and_stops_nothing(desk: Desk, clock: Clock) -> None:
    for code in ("hekou", "lijia"):
        dissolve_unit(desk, code, "并村", "wu")
    clock.now = MONDAY
    assert rounds.open_due_rounds(desk, MONDAY) == 0
    assert history(desk.log, CODE) == []


def test_after_three_weeks_without_service_every_round_is_opened_once_in_order(
    desk: Desk, clock: Clock
) -> None:
    clock.now = MONDAY + timedelta(days=16, hours=2)
    assert rounds.open_due_rounds(desk, clock.now) == 3
    assert rounds.settle_missing(desk, clock.now) == 0  # nobody pays for the outage
    assert rounds.open_due_rounds(desk, clock.now) == 0

    opened = [load_round(desk.log, code).known() for code in desk.rounds.now().unsettled]
    assert [one.code[-8:] for one in opened] == ["20260608", "20260615", "20260622"]
    assert [one.at for one in opened] == [clock.now] * 3
    assert all(one.due > clock.now for one in opened)
    starts = [desk.log.stream(round_stream(one.code))[0].seq for one in opened]
    assert starts == sorted(starts)


def test_reminder_and_missing_reports_come_once_each_and_in_order(
    running: Desk, clock: Clock
) -> None:
    rounds.report_nothing(running, CODE, (), HEKOU)
    for hours in (0, 95, 96, 97, 99, 200, 201):
        clock.now = MONDAY + timedelta(hours=hours)
        rounds.settle_missing(running, clock.now)
    events = history(running.log, CODE)
    assert kinds(running) == ["RoundOpened", "NothingReported", "RoundReminded", "ReportMissed"]
    reminded, missed = events[2:]
    assert isinstance(reminded, e.RoundReminded)
    assert isinstance(missed, e.ReportMissed)
    assert reminded.units == (missed.unit,) == ("lijia",)
    assert running.rounds.now().unsettled == ()


def test_an_outage_over_the_end_records_what_is_missing_with_the_true_time(
    running: Desk, clock: Clock
) -> None:
    clock.now = DUE + timedelta(days=3)
    assert rounds.settle_missing(running, clock.now) == 1
    assert kinds(running) == ["RoundOpened", "ReportMissed", "ReportMissed"]
    assert {event.at for event in history(running.log, CODE)[1:]} == {clock.now}


# --- reports ---


def test_a_finding_is_a_case_and_the_round_carries_its_number(running: Desk) -> None:
    number = find(running)
    case = running.load(running.find(number)).case
    (finding,) = load_round(running.log, CODE).reports["hekou"].findings
    assert (finding.number, finding.case) == (number, case.id)
    assert (case.received_by, case.track) == ("hekou", Track.DISPUTE)


def test_the_same_form_sent_twice_is_one_finding(running: Desk) -> None:
    assert find(running, key="wang/form-1") == find(running, key="wang/form-1")
    assert len(load_round(running.log, CODE).reports["hekou"].findings) == 1


def test_many_units_report_at_once_and_nothing_is_lost(running: Desk, clock: Clock) -> None:
    def report(n: int) -> str:
        with closing(Desk(running.settings, clock)) as own:
            return find(own, (HEKOU, LIJIA)[n % 2])

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(report, range(8)))
    reports = load_round(running.log, CODE).reports.values()
    assert {one.number for report in reports for one in report.findings} == numbers
    assert len(numbers) == 8


@pytest.mark.parametrize(
    ("by", "track", "refusal"),
    [
        (HEKOU, Track.PETITION, errors.NotAFinding),
        (Actor("sun", "pcs", Role.RESPONDER), Track.DISPUTE, errors.NotInRound),
        (DESK, Track.DISPUTE, errors.NotYourRole),
    ],
)
def test_what_is_no_finding_leaves_neither_a_case_nor_a_report(
    running: Desk, by: Actor, track: Track, refusal: type[errors.DomainError]
) -> None:
    head = running.log.head()
    with pytest.raises(refusal):
        find(running, by, track=track)
    assert running.log.head() == head


def test_a_round_that_never_was_takes_no_report(desk: Desk) -> None:
    with pytest.raises(errors.RoundUnknown):
        rounds.report_nothing(desk, "nothing.20260101", (), HEKOU)
    with pytest.raises(errors.RoundUnknown):
        load_round(desk.log, "nothing.20260101")


def test_a_zero_report_pressed_twice_is_one(running: Desk) -> None:
    rounds.report_nothing(running, CODE, ("到村民小组、楼栋走访",), HEKOU)
    rounds.report_nothing(running, CODE, (), HEKOU)
    assert kinds(running) == ["RoundOpened", "NothingReported"]


def test_taking_back_is_an_event_that_says_who_when_and_why(running: Desk, clock: Clock) -> None:
    rounds.report_nothing(running, CODE, (), HEKOU)
    clock.now += timedelta(hours=1)
    rounds.withdraw_report(running, CODE, "", "看漏一处", HEKOU)
    taken = history(running.log, CODE)[-1]
    assert isinstance(taken, e.ReportWithdrawn)
    assert (taken.by, taken.at, taken.reason) == (HEKOU, clock.now, "看漏一处")


# --- by hand ---


def test_a_round_by_hand_sent_twice_is_opened_once(running: Desk) -> None:
    code = rounds.open_by_hand(running, by_hand(), UNITS, DESK)
    assert rounds.open_by_hand(running, by_hand(), UNITS, DESK) == code
    opened = load_round(running.log, code).known()
    assert opened.subjects == ("汛期河道隐患",)
    assert opened.units == ("hekou", "lijia", "pcs")
    other = rounds.open_by_hand(running, by_hand("another form"), UNITS, DESK)
    assert other != code


def test_a_round_by_hand_begins_on_its_first_day_and_is_told_at_once(running: Desk) -> None:
    ahead = by_hand()._replace(first=date(2026, 6, 15), last=date(2026, 6, 18))
    opened = load_round(running.log, rounds.open_by_hand(running, ahead, UNITS, DESK)).known()
    assert opened.at == MONDAY
    assert (opened.since, opened.due) == (
        datetime(2026, 6, 15, 0, 0, tzinfo=UTC),
        datetime(2026, 6, 22, 4, 0, tzinfo=UTC),  # Friday is Dragon Boat, the weekend follows
    )


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (by_hand(subjects=("重点人员",)), errors.PersonsSought),
        (by_hand(guidance="发现的劝返"), errors.ForbiddenTask),
        (by_hand(levels=("county",)), errors.NoUnitsAsked),
        (by_hand()._replace(last=date(2026, 6, 7)), errors.WrongValue),
        (by_hand()._replace(plan="village-weekly"), errors.RoundPlanUnknown),
        (by_hand()._replace(plan="none"), errors.RoundPlanUnknown),
    ],
)
def test_a_round_by_hand_that_may_not_be_leaves_nothing(
    running: Desk, asked: ByHand, refusal: type[errors.DomainError]
) -> None:
    head = running.log.head()
    with pytest.raises(refusal):
        rounds.open_by_hand(running, asked, UNITS, DESK)
    assert running.log.head() == head


def test_a_round_called_off_is_settled_without_a_missing_report(
    running: Desk, clock: Clock
) -> None:
    rounds.call_off(running, CODE, "与专项排查重复", LEADER)
    clock.now = DUE + timedelta(days=1)
    assert rounds.settle_missing(running, clock.now) == 1
    assert kinds(running) == ["RoundOpened", "RoundCalledOff"]
    assert rounds.settle_missing(running, clock.now) == 0


def test_a_new_version_holds_for_the_next_round_and_the_one_that_runs_stays(
    running: Desk, clock: Clock
) -> None:
    before = load_round(running.log, CODE)
    plan = running.rounds.now().versions["village-weekly"][0].plan
    rounds.draft_plan(running, msgspec.structs.replace(plan, days=3), LEADER)
    rounds.issue_plan(running, "village-weekly", 2, LEADER)
    assert load_round(running.log, CODE) == before
    clock.now = MONDAY + timedelta(days=7)
    rounds.open_due_rounds(running, clock.now)
    later = load_round(running.log, "village-weekly.20260615").known()
    assert (later.version, later.due - later.since) == (2, timedelta(days=2, hours=10))
