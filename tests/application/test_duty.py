"""Shifts in the log: the note sealed, each form counted once, every process seeing the same."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from application import duty
from application.desk import Desk
from application.keys import ACTIVE
from application.migrate import migrate
from application.registry import duty_stream
from application.settings import Settings
from domain import errors
from domain.case.events import Actor
from domain.case.words import Role
from domain.duty import Duty
from domain.duty.decisions import Crew, Open, Staff

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZHANG = Actor("zhang", "centre", Role.OPERATOR)
LI = Actor("li", "centre", Role.LEADER)
STAFF = Staff(frozenset({"zhang", "lin", "li"}), frozenset({"li"}))
CREW = Crew("li", ("zhang",))
LEFT = Open(1, 0, 2, ("QS2026-00001",))
WORDS = "河口村停电，等供电所回话"


@pytest.fixture
def desk(data_dir: Path, database_url: str) -> Iterator[Desk]:
    """A desk on either database."""
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    desk = Desk(settings, lambda: NOW)
    yield desk
    desk.close()


def known(desk: Desk) -> Duty:
    return duty.DutyBook(desk.log).now()


def events(desk: Desk) -> int:
    return len(desk.log.stream(duty_stream("centre")))


def test_a_shift_is_taken_over_handed_over_and_its_note_read(desk: Desk) -> None:
    duty.take_over(desk, CREW, STAFF, ZHANG)
    duty.hand_over(desk, WORDS, LEFT, ZHANG)
    duty.read_note(desk, 1, LI)
    duty.take_over(desk, Crew("li", ("lin",)), STAFF, LI)
    left = known(desk).left
    assert left is not None
    assert left.note is not None
    assert duty.open_note(desk, left.note) == (WORDS, ACTIVE)
    assert left.note.readers == (("li", NOW),)
    assert left.ended_at == NOW


def test_the_log_holds_no_word_of_a_note(desk: Desk) -> None:
    duty.take_over(desk, CREW, STAFF, ZHANG)
    duty.hand_over(desk, WORDS, LEFT, ZHANG)
    rows = [row for row in desk.log.after(0, 10_000) if row.topic.startswith("duty.")]
    stored = b"".join(row.state for row in rows)
    assert stored
    assert "停电".encode() not in stored
    assert b"\\u505c\\u7535" not in stored


def test_each_shift_has_a_key_of_its_own(desk: Desk) -> None:
    for officer in ("zhang", "lin"):
        duty.take_over(desk, Crew("li", (officer,)), STAFF, ZHANG)
        duty.hand_over(desk, WORDS, LEFT, ZHANG)
    keys = [shift.note.text.key for shift in known(desk).shifts if shift.note]
    assert keys == ["shift-1.1", "shift-2.1"]


def test_the_same_form_sent_twice_counts_once(desk: Desk) -> None:
    for _ in range(2):
        duty.take_over(desk, CREW, STAFF, ZHANG)
    for _ in range(2):
        duty.hand_over(desk, WORDS, LEFT, ZHANG)
    for _ in range(2):
        duty.read_note(desk, 1, LI)
    assert events(desk) == 3
    duty.hand_over(desk, f"{WORDS}。", LEFT, ZHANG)
    assert events(desk) == 4


def test_a_note_asks_for_nothing_against_the_people_who_come_here(desk: Desk) -> None:
    duty.take_over(desk, CREW, STAFF, ZHANG)
    with pytest.raises(errors.ForbiddenTask):
        duty.hand_over(desk, "去车站劝返来访人", LEFT, ZHANG)
    assert events(desk) == 1


def test_without_a_shift_no_note_is_left_and_no_key_made(desk: Desk) -> None:
    with pytest.raises(errors.NoShift):
        duty.hand_over(desk, WORDS, LEFT, ZHANG)
    assert events(desk) == 0


def test_a_book_that_was_read_before_reads_on(desk: Desk) -> None:
    book = duty.DutyBook(desk.log)
    assert book.now().running is None
    duty.take_over(desk, CREW, STAFF, ZHANG)
    before = book.now()
    duty.end_shift(desk, LI)
    assert before.running is not None
    assert book.now().running is None
    assert book.now() == known(desk)


def test_of_many_who_take_over_at_once_each_is_on_record(desk: Desk) -> None:
    names = [f"officer-{number}" for number in range(8)]
    staff = Staff(frozenset(names), frozenset({"li"}))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: duty.take_over(desk, Crew("li", (name,)), staff, ZHANG), names))
    found = known(desk)
    assert sorted(shift.officers[0] for shift in found.shifts) == sorted(names)
    assert [shift.ended_at is None for shift in found.shifts] == [False] * 7 + [True]


def test_a_screen_is_known_by_its_secret_alone_while_its_link_lasts(desk: Desk) -> None:
    link = duty.open_wall(desk, "值班室", ZHANG)
    found = known(desk)
    assert duty.wall_of(found, link.secret, NOW) is not None
    assert duty.wall_of(found, f"{link.secret}x", NOW) is None
    assert duty.wall_of(found, found.walls[0].digest, NOW) is None
    assert duty.wall_of(found, link.secret, NOW + duty.WALL_KEPT + timedelta(1)) is None
    stored = b"".join(row.state for row in desk.log.after(0, 10_000))
    assert link.secret.encode() not in stored

    duty.close_wall(desk, link.wall, LI)
    assert duty.wall_of(known(desk), link.secret, NOW) is None
