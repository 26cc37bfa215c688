"""How fast ways are gathered from the log, and how soon a question about very many is answered."""

import os
import random
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Final

from application.log import Log
from application.settings import Settings
from bench.lives import EVENTS_PER_CASE, UNITS, fill
from bench.places import postgresql
from bench.report import Figure, Report
from domain.case.words import Track
from projections.flow.asking import Question
from projections.flow.file import Standing, WaysFile
from projections.flow.following import Ways
from projections.flow.found import discover
from projections.flow.runs import SEPARATOR, Run

CASES: Final = int(os.environ.get("BENCH_CASES", "100000"))
QUESTIONS: Final = 40
LIMIT: Final = 300.0  # ms
GATHERED: Final = 20_000  # events/s
USUAL: Final = (
    *("received", "screened", "dispatched", "signed-for", "arrived", "handling-ended"),
    *("feedback-given", "reply-served", "closed", "visited", "archived"),
)
DETOURS: Final = ("returned", "feedback-sent-back", "extended", "paused", "recalled")
OFTEN: Final = 0.35  # of the cases go another way at each turn


def run(report: Report) -> None:
    """The log of a hundred thousand cases, then as many cases that took thousands of ways."""
    with tempfile.TemporaryDirectory(prefix="linkage-bench-") as folder:
        _gather(report, "SQLite", Settings(data=Path(folder)))
    with tempfile.TemporaryDirectory(prefix="linkage-bench-") as folder, postgresql() as url:
        _gather(report, "PostgreSQL", Settings(data=Path(folder), database_url=url))
    with tempfile.TemporaryDirectory(prefix="linkage-bench-") as folder:
        _ask(report, Path(folder) / "flow.db")


def _gather(report: Report, store: str, settings: Settings) -> None:
    fill(settings, CASES)
    log = Log(settings)
    started = time.monotonic()
    Ways(settings, log).level(lambda _done, _total: None)
    rate = CASES * EVENTS_PER_CASE / (time.monotonic() - started)
    log.close()
    report.add(Figure(store, "ways gathered", rate, "events/s", GATHERED))


def _ask(report: Report, path: Path) -> None:
    """No two questions are the same, so that none is answered from memory.

    The ways themselves are read for the first question of a process and looked up for the others.
    """
    with closing(WaysFile.fresh(path)) as file:
        file.add(_runs(random.Random(6)))
        file.finish(Standing(1, "", 0))
    with closing(WaysFile(path)) as file:
        first = _took(file, Question())
        whole = [_took(file, Question(until=CASES * 1000 + n)) for n in range(QUESTIONS)]
        some = [_took(file, one) for one in _narrowed()]
        found = len(discover(file, Question()).variants)
    report.add(Figure("files", "ways of that many cases", found, "ways", None))
    report.add(Figure("files", "the first question of a process", first, "ms", LIMIT))
    report.add(Figure("files", "p95 all cases", _p95(whole), "ms", LIMIT))
    report.add(Figure("files", "p95 of a track and a unit", _p95(some), "ms", LIMIT))


def _narrowed() -> Iterator[Question]:
    for track in Track:
        for unit in sorted(UNITS):
            yield Question(track=track, unit=unit)


def _took(file: WaysFile, question: Question) -> float:
    started = time.perf_counter()
    discover(file, question)
    return (time.perf_counter() - started) * 1000


def _p95(spent: list[float]) -> float:
    return quantiles(spent, n=20, method="inclusive")[-1]


def _runs(chance: random.Random) -> Iterator[Run]:
    tracks, units = list(Track), sorted(UNITS)
    for cid in range(1, CASES + 1):
        steps = _way(chance)
        times = sorted(chance.randrange(10**6) for _ in steps)
        yield Run(
            cid=cid,
            n=0,
            received=cid * 1000,
            track=chance.choice(tracks).value,
            category="A01",
            units=f",centre,{chance.choice(units)},",
            done=True,
            steps=SEPARATOR.join(steps),
            times=array("I", (one - times[0] for one in times)).tobytes(),
        )


def _way(chance: random.Random) -> list[str]:
    steps = list(USUAL)
    while chance.random() < OFTEN:
        place = chance.randrange(1, len(steps))
        if chance.random() < 1 / 2:
            steps.insert(place, chance.choice(DETOURS))
        else:
            steps[place:place] = steps[max(1, place - 2) : place]
    return steps
