"""How fast the whole read model, search included, is built from a million events."""

import os
import tempfile
from pathlib import Path

from application.settings import Settings
from bench.lives import EVENTS_PER_CASE, fill
from bench.places import postgresql
from bench.report import Figure, Report
from projections.compare import compare
from projections.rebuild import rebuild

EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
SPREAD = 2  # rebuilds measured; the better one counts, since others use the machine as well


def run(report: Report) -> None:
    """Fill a store of each kind, rebuild, and prove on SQLite that every row is right."""
    with tempfile.TemporaryDirectory(prefix="linkage-bench-") as folder:
        settings = Settings(data=Path(folder))
        report.add(
            Figure("SQLite", "rebuild, search included", _rate(settings), "events/s", 60_000)
        )
        assert not any(compare(settings)), "a rebuilt row differs from the log"
    with tempfile.TemporaryDirectory(prefix="linkage-bench-") as folder, postgresql() as url:
        settings = Settings(data=Path(folder), database_url=url)
        rate = _rate(settings)
        report.add(Figure("PostgreSQL", "rebuild, search included", rate, "events/s", 40_000))


def _rate(settings: Settings) -> float:
    fill(settings, EVENTS // EVENTS_PER_CASE)
    return max(_once(settings) for _ in range(SPREAD))


def _once(settings: Settings) -> float:
    built = rebuild(settings)
    return built.events / built.seconds
