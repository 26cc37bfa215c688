"""The sample town: told by commands alone, the same each time, and in every state there is."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from application.accounts import Accounts
from application.codec import decode
from application.demo import StoreNotEmpty, Told, load, logins_path
from application.demo.data import load_book
from application.demo.schedule import SPAN, STORIES
from application.desk import Desk
from application.log import Log
from application.migrate import migrate
from application.roundbook import RoundBook, load_round
from application.settings import Settings
from application.store.rows import Row
from domain.case.fold import fold
from domain.case.state import Case
from domain.case.words import OUTCOMES, Role, Stage, Track
from domain.duty.state import fold as duty_fold

END = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # a Sunday noon in Shanghai


class Town(NamedTuple):
    """One told town."""

    settings: Settings
    told: Told
    rows: list[Row]
    cases: dict[str, Case]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The town, told once; a test of its own tells it on the other database."""
    settings = Settings(data=tmp_path_factory.mktemp("town"))
    told = load(settings, now=END)
    with closing(Log(settings)) as log:
        rows = log.after(0, 100_000)
    return Town(settings, told, rows, _cases(rows))


def _cases(rows: list[Row]) -> dict[str, Case]:
    histories: dict[str, list[Row]] = {}
    for row in rows:
        if row.topic.startswith("case."):
            histories.setdefault(row.stream, []).append(row)
    return {
        stream: fold(stream, [decode(row.topic, row.state) for row in history])
        for stream, history in histories.items()
    }


def test_there_are_about_three_hundred_cases_of_every_track(town: Town) -> None:
    tracks = Counter(case.track for case in town.cases.values())

    assert 300 <= town.told.cases == len(town.cases) <= 400
    assert all(tracks[track] >= 30 for track in Track)


def test_they_reach_over_two_quarters_up_to_the_end(town: Town) -> None:
    received = sorted(case.received_at for case in town.cases.values())

    assert received[0] < END - SPAN + timedelta(days=7)
    assert END - timedelta(hours=1) < received[-1] < END
    assert len({(moment.year, moment.month) for moment in received}) >= 6


def test_each_event_was_recorded_when_it_was_entered(town: Town) -> None:
    times = [row.recorded for row in town.rows]
    lags = [_lag(row) for row in town.rows if row.topic.startswith("case.")]

    assert times == sorted(times)
    assert times[-1] < END.timestamp() * 1000
    assert min(lags) >= timedelta()
    usual = [lag for lag in lags if lag < timedelta(minutes=3)]
    assert len(usual) > len(lags) * 0.95


def _lag(row: Row) -> timedelta:
    recorded = datetime.fromtimestamp(row.recorded / 1000, UTC)
    lag: timedelta = recorded - decode(row.topic, row.state).at
    return lag


def test_cases_stand_at_every_stage(town: Town) -> None:
    stages = {case.stage for case in town.cases.values()}

    # a dispute that is being mediated has its lead dispatch, which speaks for it
    assert stages >= set(Stage) - {Stage.MEDIATING}


def test_every_end_there_is_was_come_to(town: Town) -> None:
    ends = {case.ended_as for case in town.cases.values()}
    outcomes = {case.outcome for case in town.cases.values()}

    assert ends >= {"", "declined", "redirected", "duplicate", "invalid"}
    assert outcomes >= OUTCOMES[Track.PETITION] | OUTCOMES[Track.DISPUTE]


@pytest.mark.parametrize(
    "topic",
    [
        "case.barred",
        "case.returned",
        "case.return-ruled",
        "case.transfer-objected",
        "case.recalled",
        "case.duplicate-linked",
        "case.plan-activated",
        "case.plan-lifted",
        "case.directed",
        "case.directive-answered",
        "case.urged",
        "case.supervised",
        "case.extended",
        "case.extension-refused",
        "case.feedback-sent-back",
        "case.follow-up-done",
        "case.handler-appointed",
        "case.transferred",
        "case.reported-upward",
        "case.corrected",
        "case.complaint-ruled",
        "case.proposal-answered",
        "case.review-decided",
        "case.hearing-ended",
        "case.visit-attempted",
        "case.dissatisfaction-ruled",
        "case.reopened",
        "case.archived",
        "case.withdrawn",
        "case.mediation-failed",
        "case.agreement-breached",
        "case.challenge-ruled",
        "case.confirmation-decided",
        "case.performance-recorded",
        "case.data-read",
    ],
)
def test_what_seldom_happens_happened(town: Town, topic: str) -> None:
    assert topic in {row.topic for row in town.rows}


def test_some_is_overdue_and_some_soon_due_and_most_was_in_time(town: Town) -> None:
    limits = [limit for case in town.cases.values() for limit in case.obligations]
    running = [limit for limit in limits if limit.running]
    met = [limit for limit in limits if limit.met]
    in_time = [limit for limit in met if limit.met_at is not None and limit.met_at <= limit.due]

    assert any(limit.due < END for limit in running)
    assert any(END < limit.due < END + timedelta(days=1) for limit in running)
    assert 0.85 < len(in_time) / len(met) < 1


def test_late_entries_have_their_reasons_and_one_a_supervisor(town: Town) -> None:
    cases = [row for row in town.rows if row.topic.startswith("case.")]
    late = [event for row in cases if (event := decode(row.topic, row.state)).late]

    assert len(late) >= 5
    assert Role.SUPERVISOR in {event.by.role for event in late}


def test_nobody_is_named_in_clear(town: Town) -> None:
    surnames = load_book().texts["surnames"]
    clear = "".join(row.state.decode() for row in town.rows)

    assert not [name for name in surnames if f"{name}某" in clear]
    assert "1990000" not in clear


def test_sealed_texts_open_with_the_keys_beside_them(town: Town) -> None:
    desk = Desk(town.settings)
    row = next(row for row in town.rows if row.topic == "case.received")

    opened = desk.keys.open(row.stream, "name", decode(row.topic, row.state).name)
    desk.close()

    assert opened.text.endswith("某")


def test_everybody_of_the_town_can_log_in(town: Town) -> None:
    accounts = Accounts(town.settings)
    people = {account.role for account in accounts.everyone()}
    account, _ = accounts.log_in("zhoumin", town.told.password)
    accounts.close()

    assert people == set(Role)
    assert account.role == Role.OPERATOR


def test_the_desk_is_taken_over_at_each_change_and_a_shift_runs_at_the_end(town: Town) -> None:
    duty = duty_fold(decode(r.topic, r.state) for r in town.rows if r.topic.startswith("duty."))
    leaders = {one.username for one in load_book().town.people if one.role == Role.LEADER}

    assert duty.running is not None
    assert duty.running.begun_at <= END < (duty.running.until or END)
    assert duty.running.leader in leaders
    assert [shift.ended_at for shift in duty.shifts[:-1]] == [
        shift.begun_at for shift in duty.shifts[1:]
    ]
    assert len(duty.shifts) >= 4


def test_the_password_is_kept_where_only_the_owner_reads_it(town: Town) -> None:
    path = logins_path(town.settings)

    assert path.stat().st_mode & 0o777 == 0o600
    assert town.told.password in path.read_text(encoding="utf-8")


def test_the_same_seed_tells_the_same_town_on_the_other_database(
    town: Town, tmp_path: Path, new_postgresql_url: Callable[[], str]
) -> None:
    settings = Settings(data=tmp_path, database_url=new_postgresql_url())
    load(settings, now=END)
    with closing(Log(settings)) as log:
        again = log.after(0, 100_000)

    assert [_told(row) for row in again] == [_told(row) for row in town.rows]


def _told(row: Row) -> tuple[int, str, int, str, int]:
    """Without what is encrypted, which never comes out the same."""
    return row.seq, row.stream, row.version, row.topic, row.recorded


@pytest.mark.parametrize(
    "end",
    [
        datetime(2026, 2, 18, 19, 30, tzinfo=UTC),  # in the Spring Festival, at night
        datetime(2027, 1, 1, 1, 0, tzinfo=UTC),  # a year later than the working calendar knows
        datetime(2026, 6, 30, 9, 59, tzinfo=UTC),
    ],
)
def test_it_is_told_at_any_time_of_the_year(tmp_path: Path, end: datetime) -> None:
    told = load(Settings(data=tmp_path), now=end, seed="another")

    assert told.cases > 300


def test_where_something_is_already_it_is_not_told(
    data_dir: Path, new_database_url: Callable[[], str]
) -> None:
    settings = Settings(data=data_dir, database_url=new_database_url())
    migrate(settings)
    log = Log(settings)
    before = log.head()

    with pytest.raises(StoreNotEmpty):
        load(settings)

    assert log.head() == before
    log.close()


def test_every_story_is_told_somewhere() -> None:
    told = {line.story for line in load_book().stories}

    assert told == {f"{track}.{name}" for track, stories in STORIES.items() for name in stories}


def test_one_round_is_over_with_a_report_missing_and_another_runs(town: Town) -> None:
    log = Log(town.settings)
    plans = RoundBook(log).now()
    held = [load_round(log, code) for code in plans.opened]
    log.close()
    over = [one for one in held if one.known().due < END]
    running = [one for one in held if one.known().due > END]
    assert over
    assert running
    for one in over:
        states = Counter(one.state(report) for report in one.reports.values())
        assert (states["missed"], states["open"]) == (1, 0)
    assert all("open" in map(one.state, one.reports.values()) for one in running)
