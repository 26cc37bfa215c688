"""The position of the log at a moment is the last event recorded by then."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from application.asof import position_at, recorded_at
from application.clock import to_ms
from application.desk import Desk
from application.migrate import migrate
from application.settings import Settings
from application.units import found_unit
from domain.units.events import UnitFounded

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class SteppingClock:
    """Goes on a minute at every third look, so that several events share a time."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return START + timedelta(minutes=self.looks // 3)


def test_it_is_the_last_one_recorded_by_then(data_dir: Path, database_url: str) -> None:
    settings = Settings(data=data_dir, database_url=database_url)
    clock = SteppingClock()
    migrate(settings, clock)
    desk = Desk(settings, clock)
    for n in range(17):
        unit = UnitFounded(at=clock(), by="root", code=f"u{n}", name=f"{n}", level="town")
        found_unit(desk, unit)
    rows = desk.log.after(0, 1000)

    for minute in range(-1, 30):
        for second in (0, 30):
            moment = START + timedelta(minutes=minute, seconds=second)
            by_then = [row.seq for row in rows if row.recorded <= to_ms(moment)]
            assert position_at(desk.log, moment) == (by_then[-1] if by_then else 0)
    assert to_ms(recorded_at(desk.log, rows[5].seq)) == rows[5].recorded
    desk.close()


def test_an_empty_log_has_no_position(data_dir: Path) -> None:
    settings = Settings(data=data_dir)
    migrate(settings)
    desk = Desk(settings)

    assert position_at(desk.log, START) == 0
    desk.close()
