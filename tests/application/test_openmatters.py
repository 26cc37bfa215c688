"""An open matter from this number: yes or no, while it is open, to whom may know, and logged."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from application import marks, openmatters
from application.desk import Act, Desk
from application.keys import load_kek, make_engine
from application.marks import ASKED_AT_MOST, ASKED_WITHIN, AskedTooOften, numbers
from application.migrate import migrate
from application.numbers import new_case_id
from application.sealing import build
from application.settings import Settings
from application.units import found_unit
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.correction import Correct
from domain.case.dispatch import Arrive, Dispatch, EndHandling, GiveFeedback, SignFor
from domain.case.erasure import AskErasure, EraseData
from domain.case.events import Actor
from domain.case.intake import Receive, Screen
from domain.case.words import Outcome, Validity
from domain.units.events import UnitFounded
from projections.bootstrap import open_service

PHONE = "13800138000"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DESK = Actor("zhang", "centre", "operator")
POLICE = Actor("wang", "police", "responder")
INSPECTOR = Actor("chen", "centre", "supervisor")


class Time:
    """A clock tests move."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    """The clock, standing."""
    return Time()


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    """A migrated place."""
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    return settings


@pytest.fixture
def desk(settings: Settings, time: Time) -> Iterator[Desk]:
    """Its desk, with a police station."""
    desk = Desk(settings, time)
    founded = {"at": NOW, "by": "root", "level": "town", "parent": "centre"}
    for code, name in {"police": "派出所", "justice": "司法所"}.items():
        found_unit(desk, UnitFounded(code=code, name=name, **founded))  # type: ignore[arg-type]
    yield desk
    desk.close()


Receiver = Callable[..., str]


@pytest.fixture
def receive(desk: Desk) -> Receiver:
    """A function that registers a matter with a phone as the form does; gives its id."""

    def one(phone: str = PHONE, by: Actor = DESK, **given: object) -> str:
        case_id = new_case_id()
        values = {"number": "", "track": "emergency", "channel": "phone", "title": "起火", **given}
        command = build(desk.keys, Receive, case_id, {**values, "phone": phone})
        assert isinstance(command, Receive)
        desk.receive(command, Act(by=by), case_id)
        openmatters.remember(desk, case_id, phone)
        return case_id

    return one


def do(desk: Desk, case_id: str, by: Actor, *commands: Command) -> None:
    """Take steps."""
    for command in commands:
        desk.execute(case_id, command, Act(by=by))


def close(desk: Desk, case_id: str) -> None:
    """From dispatch to closing."""
    handled = Outcome.HANDLED
    do(desk, case_id, DESK, Dispatch(unit="police", zone="seat"))
    do(desk, case_id, POLICE, SignFor(dispatch=1), Arrive(dispatch=1))
    do(desk, case_id, POLICE, EndHandling(dispatch=1, result=handled))
    do(desk, case_id, POLICE, GiveFeedback(dispatch=1, outcome=handled))
    do(desk, case_id, DESK, Close(outcome=handled))


def test_an_open_matter_is_known_by_any_way_of_writing_its_number(
    desk: Desk, receive: Receiver
) -> None:
    assert not openmatters.exists(desk, PHONE, DESK)
    receive("+86 138-0013-8000（其子 0816-2345678）")
    for typed in (PHONE, "138 0013 8000", "8613800138000", "１３８００１３８０００", "08162345678"):
        assert openmatters.exists(desk, typed, DESK), typed
    for typed in ("13800138001", "", "无", "138", "1380013800013800138000"):
        assert not openmatters.exists(desk, typed, DESK), typed


def test_nothing_stays_once_the_case_is_closed(desk: Desk, receive: Receiver) -> None:
    case_id = receive()
    close(desk, case_id)
    assert desk.marks.cases() == []
    assert not openmatters.exists(desk, PHONE, DESK)


def test_nothing_stays_of_a_matter_that_ends_as_invalid(desk: Desk, receive: Receiver) -> None:
    do(desk, receive(), DESK, Screen(validity=Validity.INVALID))
    assert desk.marks.cases() == []


def test_nothing_stays_once_the_reporters_data_is_erased_or_the_number_is_another(
    desk: Desk, receive: Receiver
) -> None:
    erased, corrected = receive(), receive()
    ask = AskErasure(person="reporter", basis="consent-withdrawn", reason="本人撤回同意")
    do(desk, erased, DESK, ask)
    do(desk, erased, INSPECTOR, EraseData(asked=desk.load(erased).case.version))
    assert desk.marks.cases() == [corrected]
    right = Correct(
        event=1,
        field="phone",
        reason="听错号码",
        approver="li",
        sealed=desk.keys.seal(corrected, "reporter", "phone", "13900139000"),
    )
    do(desk, corrected, DESK, right)
    assert desk.marks.cases() == []


def test_a_further_open_matter_of_the_number_is_still_known(desk: Desk, receive: Receiver) -> None:
    first, second = receive(), receive()
    do(desk, first, DESK, Screen(validity=Validity.DUPLICATE, duplicate_of=second))
    assert desk.marks.cases() == [second]
    assert openmatters.exists(desk, PHONE, DESK)


def test_the_mark_is_gone_before_the_closing_is_recorded(
    desk: Desk, receive: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = receive()

    def killed(*_: object) -> list[int]:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        do(desk, case_id, DESK, Screen(validity=Validity.INVALID))
    assert desk.marks.cases() == []


def test_a_mark_left_behind_is_no_answer_and_goes_when_somebody_asks(
    desk: Desk, receive: Receiver
) -> None:
    case_id = receive()
    do(desk, case_id, DESK, Screen(validity=Validity.INVALID))
    desk.marks.remember(case_id, PHONE)
    desk.marks.remember(new_case_id(), PHONE)
    assert not openmatters.exists(desk, PHONE, DESK)
    assert desk.marks.cases() == []


def test_what_was_left_behind_is_swept_when_the_service_opens(
    desk: Desk, receive: Receiver, settings: Settings, time: Time
) -> None:
    ended, still_open = receive(), receive()
    do(desk, ended, DESK, Screen(validity=Validity.INVALID))
    desk.marks.remember(ended, PHONE)
    open_service(settings, time).close()
    assert desk.marks.cases() == [still_open]


def test_neither_the_number_nor_its_bare_digest_is_kept(
    desk: Desk, receive: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive()
    openmatters.exists(desk, PHONE, DESK)
    engine = make_engine(settings.accounts_url)
    with engine.connect() as connection:
        rows = [
            row
            for table in (marks.marks, marks.lookups)
            for row in connection.execute(table.select())
        ]
    engine.dispose()
    assert PHONE not in repr(rows)
    assert desk.keys.secret(marks.PURPOSE) != load_kek(settings)
    assert desk.marks.marked(PHONE)
    monkeypatch.setattr(desk.keys, "secret", lambda _: b"another")
    assert not desk.marks.marked(PHONE)


def test_the_secret_outlives_the_process(desk: Desk, settings: Settings) -> None:
    other = Desk(settings)
    assert other.keys.secret(marks.PURPOSE) == desk.keys.secret(marks.PURPOSE)
    other.close()


def test_an_accusation_is_never_known_to_the_accused(desk: Desk, receive: Receiver) -> None:
    accusing = {"track": "petition", "kind": "accusation", "title": "反映推诿"}
    receive(**accusing, accused=("police",))
    assert not openmatters.exists(desk, PHONE, POLICE)
    assert openmatters.exists(desk, PHONE, DESK)
    receive("13900139000", **accusing, accused=("centre",))
    assert not openmatters.exists(desk, "13900139000", DESK)
    assert openmatters.exists(desk, "13900139000", INSPECTOR)


def test_a_unit_is_not_told_of_matters_it_has_no_part_in(desk: Desk, receive: Receiver) -> None:
    case_id = receive()
    assert not openmatters.exists(desk, PHONE, POLICE)
    do(desk, case_id, DESK, Dispatch(unit="police", zone="seat"))
    assert openmatters.exists(desk, PHONE, POLICE)


def test_every_question_is_kept_with_its_answer(desk: Desk, receive: Receiver) -> None:
    openmatters.exists(desk, PHONE, POLICE)
    receive()
    openmatters.exists(desk, PHONE, DESK)
    asked = desk.marks.asked(NOW - timedelta(days=1))
    assert [(one.username, one.unit, one.at, one.hit) for one in asked] == [
        ("wang", "police", NOW, False),
        ("zhang", "centre", NOW, True),
    ]


@pytest.mark.parametrize("verb", ["DELETE FROM", "UPDATE"])
def test_what_was_asked_is_only_added_to(desk: Desk, settings: Settings, verb: str) -> None:
    openmatters.exists(desk, PHONE, DESK)
    engine = make_engine(settings.accounts_url)
    end = "" if verb.startswith("DELETE") else "SET hit = NOT hit"
    with pytest.raises(DBAPIError, match="only added to"), engine.begin() as connection:
        connection.execute(text(f"{verb} open_matter_lookups {end}"))
    engine.dispose()
    assert len(desk.marks.asked(NOW)) == 1


def test_who_tries_number_after_number_is_stopped_for_a_while(desk: Desk, time: Time) -> None:
    for last in range(ASKED_AT_MOST):
        openmatters.exists(desk, f"1380013{last:04}", DESK)
    with pytest.raises(AskedTooOften) as stopped:
        openmatters.exists(desk, PHONE, DESK)
    assert stopped.value.minutes == ASKED_WITHIN / timedelta(minutes=1)
    assert not openmatters.exists(desk, PHONE, POLICE)
    time.now = NOW + ASKED_WITHIN
    assert not openmatters.exists(desk, PHONE, DESK)


def test_a_place_that_has_accounts_already_gets_the_tables(settings: Settings) -> None:
    engine = make_engine(settings.accounts_url)
    marks.metadata.drop_all(engine)
    migrate(settings)
    migrate(settings)
    with engine.connect() as connection:
        assert connection.execute(marks.lookups.select()).all() == []
    engine.dispose()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("13800138000", ["13800138000"]),
        ("+86 138 0013 8000, 86-13800138000", ["13800138000"]),
        ("(0816)234-5678 或 2345678", ["08162345678", "2345678"]),
        ("分机 12", []),
    ],
)
def test_numbers_are_told_however_they_are_written(typed: str, found: list[str]) -> None:
    assert list(numbers(typed)) == found
