"""Many processes on one place: they start at once, and none takes another's number."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from application.settings import Settings
from tests.contract.records import get_ready, query, receive_many, start_and_receive, stored


@pytest.fixture
def pool() -> Iterator[ProcessPoolExecutor]:
    """Processes that share nothing with this one but what is on disk."""
    with ProcessPoolExecutor(8, mp_context=get_context("spawn")) as pool:
        list(pool.map(get_ready, [0.5] * 8))  # so that all begin at the same moment
        yield pool


def running(numbers: list[str]) -> list[int]:
    """Running numbers in order."""
    return sorted(int(number.rpartition("-")[2]) for number in numbers)


def check_founded_once(settings: Settings) -> None:
    """The centre is founded once, and each rule set issued once."""
    topics = [row.topic for row in stored(settings)]
    assert topics.count("unit.founded") == 1
    assert topics.count("rules.issued") == topics.count("rules.activated")
    streams = [row.stream for row in stored(settings) if row.topic == "rules.issued"]
    assert len(streams) == len(set(streams))


def test_eight_processes_migrate_and_start_at_once(
    data_dir: Path, database_url: str, pool: ProcessPoolExecutor
) -> None:
    settings = Settings(data=data_dir, database_url=database_url)
    numbers = list(pool.map(start_and_receive, [settings] * 8))
    assert running(numbers) == list(range(1, 9))
    check_founded_once(settings)


def test_hosts_with_folders_of_their_own_start_at_once_on_one_database(
    tmp_path: Path, new_postgresql_url: Callable[[], str], pool: ProcessPoolExecutor
) -> None:
    url = new_postgresql_url()
    hosts = [Settings(data=tmp_path / f"host-{n}", database_url=url) for n in range(4)]
    numbers = list(pool.map(start_and_receive, hosts))
    assert running(numbers) == [1, 2, 3, 4]
    check_founded_once(hosts[0])


def test_four_processes_registering_get_each_their_own_numbers(
    settings: Settings, pool: ProcessPoolExecutor
) -> None:
    shares = list(pool.map(receive_many, [settings] * 4, [25] * 4))
    numbers = [number for share in shares for number in share]
    assert running(numbers) == list(range(1, 101))
    assert all(share == sorted(share) for share in shares)
    assert len(query(settings, "SELECT DISTINCT stream FROM file_numbers")) == 100
    rows = stored(settings)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert [row.recorded for row in rows] == sorted(row.recorded for row in rows)
