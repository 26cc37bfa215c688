"""Settings come from the environment; those that can't be used say what to write."""

from pathlib import Path

import msgspec
import pytest

from application import numbers
from application.settings import PREFIX, Settings, SettingsError, kek_path, load


def test_without_any_the_service_keeps_files_in_a_folder_beside_it() -> None:
    settings = load({})
    assert settings == Settings()
    assert settings.events_path == Path("data/events.db")
    assert settings.accounts_url == "sqlite:///data/accounts.db"
    assert settings.keyring_url == "sqlite:///data/keys.db"


def test_each_is_its_name_in_capitals() -> None:
    settings = load(
        {
            "LINKAGE_DATA": "/srv/centre",
            "LINKAGE_PORT": "8080",
            "LINKAGE_HTTPS": "true",
            "LINKAGE_CENTRE_CODE": "LJ",
            "PATH": "/bin",
        }
    )
    assert (settings.data, settings.port, settings.https) == (Path("/srv/centre"), 8080, True)
    assert settings.centre_code == "LJ"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_one_setting_makes_it_postgresql(scheme: str) -> None:
    settings = load({"LINKAGE_DATABASE_URL": f"{scheme}://app:secret@db.example:5433/centre"})
    assert settings.accounts_url == "postgresql+psycopg://app:secret@db.example:5433/centre"
    library = settings.library_env()
    assert library["POSTGRES_HOST"] == "db.example"
    assert library["POSTGRES_PORT"] == "5433"
    assert library["POSTGRES_PASSWORD"] == "secret"
    assert "SQLITE_DBNAME" not in library


def test_keys_may_lie_in_a_database_of_their_own() -> None:
    settings = load({"LINKAGE_KEYS_URL": "postgresql://keys.example/keys"})
    assert settings.keyring_url == "postgresql+psycopg://keys.example/keys"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://db", "postgresql://"),
        ("DATABASE_URL", "sqlite:///x.db", "leave it empty"),
        ("DATA", ":memory:", "must be a folder"),
        ("CHECKPOINT_PLACES", "/mnt/stick, witness+ftp://w.example", "write a folder"),
        ("CENTRE_CODE", "", "capital letters"),
        ("CENTRE_CODE", "qs", "capital letters"),
        ("CENTRE_CODE", "QS1", "end with a letter"),
        ("CENTRE_CODE", "530102", "end with a letter"),
        ("CENTRE_CODE", "青石", "capital letters"),
        ("CENTRE_CODE", "Q-S", "capital letters"),
        ("TIMEZONE", "Asia/Qingshi", "Asia/Shanghai"),
        ("PORT", "0", "must be a port"),
        ("PORT", "70000", "must be a port"),
        ("PORT", "many", "can't be read"),
        ("WORKERS", "0", "at least 1"),
        ("FILE_MB", "0", "from 1 to 50"),
        ("FILE_MB", "51", "from 1 to 50"),
        ("PROJECTOR", "later", "can't be read"),
        ("LOG_LEVEL", "loud", "can't be read"),
        ("PRT", "8000", "LINKAGE_PORT"),
        ("COLOUR", "red", "Unknown setting LINKAGE_COLOUR"),
    ],
)
def test_one_that_cannot_be_used_is_refused_with_what_to_do(
    name: str, value: str, says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        load({f"{PREFIX}{name}": value})


@pytest.mark.parametrize("code", ["QS", "Q", "53QS", "A1B"])
def test_whatever_code_a_centre_has_its_file_numbers_can_be_read_back(code: str) -> None:
    settings = load({"LINKAGE_CENTRE_CODE": code})
    series = f"{settings.centre_code}2026"
    assert numbers.parse(numbers.write(series, 37)) == (series, 37)
    assert numbers.parse(numbers.write(series, 123_456)) == (series, 123_456)


@pytest.mark.parametrize("typed", ["qs2026-00037", " QS2026-37 ", "QS2026-0000037"])
def test_a_number_is_found_as_people_type_it(typed: str) -> None:
    assert numbers.parse(typed) == ("QS2026", 37)


@pytest.mark.parametrize("typed", ["", "QS-37", "2026-37", "QS2026", "QS2026-x", "QS26-37"])
def test_what_is_no_number_is_not_taken_for_one(typed: str) -> None:
    assert numbers.parse(typed) is None


def test_ids_of_cases_are_ordered_by_time() -> None:
    ids = [numbers.new_case_id() for _ in range(100)]
    assert len(set(ids)) == 100
    assert [one[:12] for one in ids] == sorted(one[:12] for one in ids)
    assert {one[12] for one in ids} == {"7"}


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kek"
    path.write_text("x")
    path.chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        load({"LINKAGE_KEK_FILE": str(path)})
    path.chmod(0o600)
    assert kek_path(load({"LINKAGE_KEK_FILE": str(path)})) == path


def test_every_setting_has_a_default() -> None:
    assert not [field.name for field in msgspec.structs.fields(Settings) if field.required]
