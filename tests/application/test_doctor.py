"""What keeps the service from working, or from being trusted, is found and named."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from application import doctor
from application.clock import system_clock
from application.desk import Act, Desk
from application.doctor import examine
from application.erasing.outside import list_path
from application.erasing.purging import finish
from application.files.keeping import Files, Prepared
from application.files.taking import take
from application.findings import Finding, Level
from application.keys import make_engine, person_keys
from application.migrate import migrate
from application.numbers import new_case_id
from application.sealing import build
from application.settings import Settings
from application.store.rows import EVENTS
from application.store.sqlite import connect
from domain.case.erasure import AskErasure, EraseData
from domain.case.events import Actor
from domain.case.intake import Receive
from tests.application.lost import alter_files, lose_files, no_place_for_files
from tests.tampering import change, disarm


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    data_dir.chmod(0o700)
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    return settings


def found(settings: Settings, **changes: object) -> dict[str, Finding]:
    return {one.check: one for one in examine(settings, **{"environ": {}, **changes})}  # type: ignore[arg-type]


def problems(settings: Settings, **changes: object) -> set[str]:
    return {name for name, one in found(settings, **changes).items() if one.level is Level.PROBLEM}


def test_a_sound_place_has_no_problem(settings: Settings) -> None:
    assert problems(settings) == set()
    assert found(settings)["store"].data["seq"] > 0


def test_looking_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    empty = tmp_path / "nothing here"

    assert "migrated" in problems(Settings(data=empty))
    assert not empty.exists()


def test_a_gap_in_the_positions_is_found(settings: Settings) -> None:
    change(settings, f"DELETE FROM {EVENTS} WHERE {_seq(settings)} = 2")

    assert "dense" in problems(settings)


def test_a_log_whose_guard_was_taken_away_is_found_and_migrating_puts_it_back(
    on_files: Settings,
) -> None:
    with closing(connect(str(on_files.events_path))) as file:
        disarm(file)

    assert "guards" in problems(on_files)
    migrate(on_files)
    assert "guards" not in problems(on_files)


def _seq(settings: Settings) -> str:
    return "notification_id" if settings.database_url else "rowid"


class TestFiles:
    """What the log names has to be there, and to be what it was."""

    @pytest.fixture
    def files(self, settings: Settings) -> Iterator[Files]:
        """Of one case with one file."""
        with closing(Desk(settings)) as desk:
            case_id = new_case_id()
            given = {"number": "", "track": "hotline", "channel": "phone", "title": "路灯不亮"}
            receive = build(desk.keys, Receive, case_id, given)
            file = take(BytesIO(b"three lamps"), "a.txt", 99)
            by = Actor("zhang", "centre", "operator")
            desk.batch([receive], Act(by=by), case_id, [file])
            yield desk.files

    @pytest.mark.usefixtures("files")
    def test_each_is_opened(self, settings: Settings) -> None:
        assert found(settings)["files"].data == {"count": 1}

    @pytest.mark.usefixtures("files")
    def test_a_missing_one_is_named_by_its_case_and_record(self, settings: Settings) -> None:
        lose_files(settings)

        one = found(settings)["files"]

        assert one.level is Level.PROBLEM
        assert one.data["count"] == 1
        assert one.data["examples"][0].endswith("-00001/2")

    @pytest.mark.usefixtures("files")
    def test_an_altered_one_is_found(self, settings: Settings) -> None:
        alter_files(settings, lambda box: box[:-1] + bytes([box[-1] ^ 1]))

        assert "files" in problems(settings)

    @pytest.mark.usefixtures("files")
    def test_one_whose_key_was_destroyed_is_no_problem(self, settings: Settings) -> None:
        engine = make_engine(settings.keyring_url)
        with engine.begin() as connection:
            connection.execute(person_keys.update().values(wrapped=None, state="destroyed"))
        engine.dispose()

        assert "files" not in problems(settings)

    def test_one_nobody_names_is_told_and_does_no_harm(
        self, settings: Settings, files: Files
    ) -> None:
        files.keep(
            new_case_id(), "matter", Prepared("a.txt", "text/plain", b"a", sha256(b"a").hexdigest())
        )

        one = found(settings)["files-unnamed"]

        assert (one.level, one.data) == (Level.WARNING, {"count": 1})

    def test_a_store_from_before_there_were_files_is_told_to_migrate(
        self, settings: Settings
    ) -> None:
        no_place_for_files(settings)
        assert "files-place" in problems(settings)

        migrate(settings)
        assert "files-place" not in problems(settings)


def test_a_clock_behind_the_log_is_found(settings: Settings) -> None:
    yesterday = system_clock() - timedelta(days=1)

    assert problems(settings, clock=lambda: yesterday) == {"clock"}


def test_a_rule_set_that_is_not_there_is_found(settings: Settings) -> None:
    other = Settings(data=settings.data, database_url=settings.database_url, rules="moon")

    assert problems(other) == {"rules"}


def test_a_missing_key_encryption_key_is_found(settings: Settings) -> None:
    (settings.data / "kek").unlink()

    assert problems(settings) == {"kek"}


def test_keys_wrapped_with_another_key_encryption_key_are_found(settings: Settings) -> None:
    desk = Desk(settings)
    case_id = new_case_id()
    values = {"number": "", "track": "hotline", "channel": "phone", "title": "路灯", "name": "陈"}
    command = build(desk.keys, Receive, case_id, values)
    assert isinstance(command, Receive)
    desk.receive(command, Act(by=Actor("zhang", "centre", "operator")), case_id)
    desk.close()
    (settings.data / "kek").write_text("A" * 43 + "=")

    assert problems(settings) == {"kek-other"}


def test_files_others_can_read_are_found(settings: Settings) -> None:
    settings.data.chmod(0o755)

    finding = found(settings)["private"]

    assert finding.level is Level.PROBLEM
    assert str(settings.data / "keys.db") in finding.data["paths"]


@pytest.mark.parametrize(
    ("free", "level"),
    [(1 << 20, Level.PROBLEM), (1 << 30, Level.WARNING), (1 << 40, Level.OK)],
)
def test_a_disk_that_fills_up_is_found(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))

    assert found(settings)["disk"].level is level


def test_an_sqlite_that_can_lose_its_log_is_found(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "is_safe", lambda: False)

    assert problems(settings) == {"sqlite"}


@pytest.mark.parametrize(
    ("now", "level"),
    [
        (datetime(2026, 9, 30, 15, 59, tzinfo=UTC), Level.OK),
        (datetime(2026, 9, 30, 16, 0, tzinfo=UTC), Level.WARNING),  # three months before New Year
        (datetime(2126, 6, 1, tzinfo=UTC), Level.PROBLEM),
    ],
)
def test_a_working_calendar_that_ends_is_found(
    settings: Settings, now: datetime, level: Level
) -> None:
    assert found(settings, clock=lambda: now)["calendar"].level is level


def test_passwords_in_clear_over_the_network_are_warned_of(settings: Settings) -> None:
    def level(**changes: object) -> Level | None:
        place = {"data": settings.data, "database_url": settings.database_url}
        finding = found(Settings(**{**place, **changes})).get("https")  # type: ignore[arg-type]
        return finding.level if finding is not None else None

    assert level() is None
    assert level(host="0.0.0.0") is Level.WARNING  # noqa: S104 - it is what is warned of
    assert level(host="0.0.0.0", https=True) is None  # noqa: S104


def test_variables_of_the_event_library_are_named(settings: Settings) -> None:
    environ = {"SQLITE_DBNAME": "x", "POSTGRES_HOST": "y", "HOME": "/", "LINKAGE_DATA": "z"}

    finding = found(settings, environ=environ)["environment"]

    assert finding.level is Level.WARNING
    assert finding.data["names"] == ["POSTGRES_HOST", "SQLITE_DBNAME"]


def test_a_database_that_does_not_answer_is_found(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/nowhere")

    assert problems(settings) == {"store"}


class TestKeysAndErasures:
    """Copies of the key are tried in time; erasures are carried out and stand on the list."""

    @pytest.fixture
    def erased(self, settings: Settings) -> Iterator[Desk]:
        """A desk at which everything of a case was erased."""
        with closing(Desk(settings)) as desk:
            case_id = new_case_id()
            values = {"number": "", "track": "hotline", "channel": "phone", "title": "路灯不亮"}
            command = build(desk.keys, Receive, case_id, {**values, "name": "陈某"})
            assert isinstance(command, Receive)
            desk.receive(command, Act(by=Actor("zhang", "centre", "operator")), case_id)
            ask = AskErasure(person="all", basis="consent-withdrawn", reason="本人")
            asked = desk.execute(case_id, ask, Act(by=Actor("zhang", "centre", "operator")))
            by = Act(by=Actor("chen", "centre", "supervisor"))
            desk.execute(case_id, EraseData(asked=asked.version), by)
            yield desk

    def test_what_is_decided_and_not_carried_out_is_a_problem(
        self, erased: Desk, settings: Settings
    ) -> None:
        assert {"erasures-unfinished", "erasures-unlisted"} <= problems(settings)
        finish(erased)
        assert not {"erasures-unfinished", "erasures-unlisted"} & problems(settings)

    def test_a_list_inside_the_folder_or_broken_is_told(
        self, erased: Desk, settings: Settings
    ) -> None:
        finish(erased)
        assert found(settings)["erasures-inside"].level is Level.WARNING
        list_path(settings).write_text("{")
        assert "erasures-list" in problems(settings)

    def test_nobody_keeping_the_key_is_told(self, settings: Settings) -> None:
        assert found(settings)["key-copies"].data["copies"] == 0
