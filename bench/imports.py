"""How long the 10,000 rows of a real fire service take, read model included."""

import os
import time
from pathlib import Path

from application.importing import run_import
from bench.places import place, postgresql
from bench.report import Figure, Report
from projections.bootstrap import open_service

DATA = Path(os.environ.get("REAL_DATA", "../shared/data"))
FILE = DATA / "sffd-calls-10k" / "sffd_service_calls.csv"


def run(report: Report) -> None:
    """Import them into an empty store of each kind."""
    if not FILE.exists():
        print(f"imports: {FILE} is not there, nothing measured")
        return
    report.add(Figure("SQLite", "import of 10,000 rows", _seconds(""), "s", 30))
    with postgresql() as url:
        report.add(Figure("PostgreSQL", "import of 10,000 rows", _seconds(url), "s", None))


def _seconds(url: str) -> float:
    with place(url) as settings:
        service = open_service(settings)
        try:
            start = time.perf_counter()
            run_import(service.desk, FILE, "sffd")
            service.level()
            return time.perf_counter() - start
        finally:
            service.close()
