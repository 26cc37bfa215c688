"""The figures of the flow are those that the plain definition gives, run by run."""

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from projections.flow.asking import Question
from projections.flow.file import Standing, WaysFile
from projections.flow.found import HALF, MOST, TIMED, UNTIMED, Flow, Took, discover
from projections.flow.runs import Run, seconds
from projections.flow.steps import EXPECTED, LEFT_EARLY, OF_CASE

STEPS = (
    *("received", "screened", "dispatched", "signed-for", "arrived", "feedback-given"),
    "closed",
)
TRACKS = ("emergency", "hotline", "petition", "dispute")
QUESTIONS = (
    Question(),
    Question(finished=False),
    Question(track="petition"),
    Question(unit="police", until=200_000),
    Question(since=90_000, category="B"),
    Question(without=frozenset(range(1, 100))),
    Question(category="none"),
)


def random_runs(chance: Random, first: int, many: int) -> Iterator[Run]:
    """Of any steps in any order, some of them often the same."""
    for cid in range(first, first + many):
        steps = chance.choices(STEPS if chance.random() < 0.9 else OF_CASE, k=chance.randint(1, 6))
        times = sorted(chance.choices(range(1000), k=len(steps)))
        yield Run(
            cid=cid,
            n=0,
            received=cid * 1000,
            track=chance.choice(TRACKS),
            category=chance.choice("AB"),
            units=chance.choice((",police,", ",clinic,police,", ",clinic,")),
            done=chance.random() < 0.8,
            steps=" ".join(steps),
            times=array("I", (one - times[0] for one in times)).tobytes(),
        )


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_figure_is_what_the_definition_says(tmp_path: Path, question: Question) -> None:
    runs = list(random_runs(Random(5), 1, 400))
    with closing(WaysFile.fresh(tmp_path / "ways.db")) as file:
        file.add(runs)
        file.finish(Standing(1, "", 0))

        _equal(discover(file, question), [run for run in runs if _is_asked(run, question)])


def test_it_stays_so_while_the_file_goes_on_and_when_another_takes_its_place(
    tmp_path: Path,
) -> None:
    chance, path = Random(7), tmp_path / "ways.db"
    runs = list(random_runs(chance, 1, 40))
    with closing(WaysFile.fresh(path)) as file:
        file.add(runs)
        file.finish(Standing(1, "", 0))
        _equal(discover(file, Question(finished=False)), runs)
        for cid in (3, 17, 40):
            more = list(random_runs(chance, cid, 1))
            file.forget([cid])
            file.add(more)
            runs = [run for run in runs if run.cid != cid] + more
            _equal(discover(file, Question(finished=False)), runs)
    others = list(random_runs(chance, 1, 40))
    with closing(WaysFile.fresh(path)) as file:
        file.add(others)
        file.finish(Standing(1, "", 0))
        _equal(discover(file, Question(finished=False)), others)


# --- the definition ---


def _is_asked(run: Run, asked: Question) -> bool:
    return (
        (run.done or not asked.finished)
        and asked.track in ("", run.track)
        and asked.category in ("", run.category)
        and (not asked.unit or asked.unit in run.units.split(","))
        and (asked.since is None or run.received >= asked.since)
        and (asked.until is None or run.received < asked.until)
        and run.cid not in asked.without
    )


def _equal(found: Flow, runs: Sequence[Run]) -> None:
    ways = Counter(tuple(run.steps.split()) for run in runs)
    assert (found.runs, found.measured) == (len(runs), len(runs))
    assert found.took == _took([seconds(run.times)[-1] for run in runs])
    assert [(one.steps, one.runs, one.took) for one in found.variants] == [
        (way, n, _took_on(way, runs) if place < TIMED else UNTIMED)
        for place, (way, n) in enumerate(sorted(ways.items(), key=lambda one: (-one[1], one[0])))
    ]
    assert found.steps == {
        step: n for step in OF_CASE if (n := sum(step in run.steps.split() for run in runs))
    }
    assert list(map(tuple, found.following)) == _following(runs)
    assert [(one.steps, one.times, one.runs) for one in found.loops] == _loops(runs)
    assert list(map(tuple, found.skipped)) == _skipped(runs)


def _took(values: Sequence[int]) -> Took:
    """The shortest within which so many per cent were done."""

    def within(per_cent: int) -> int | None:
        return sorted(values)[math.ceil(len(values) * per_cent / 100) - 1] if values else None

    return Took(within(HALF), within(MOST))


def _took_on(way: Sequence[str], runs: Sequence[Run]) -> Took:
    return _took([seconds(run.times)[-1] for run in runs if run.steps == " ".join(way)])


def _following(runs: Sequence[Run]) -> list[tuple[object, ...]]:
    waits: dict[tuple[str, str], list[int]] = {}
    having: Counter[tuple[str, str]] = Counter()
    for run in runs:
        edges = list(pairwise(run.steps.split()))
        having.update(set(edges))
        for edge, (before, after) in zip(edges, pairwise(seconds(run.times)), strict=True):
            waits.setdefault(edge, []).append(after - before)
    ordered = sorted(waits.items(), key=lambda one: (-len(one[1]), one[0]))
    return [(*edge, len(some), having[edge], _took(some)) for edge, some in ordered]


def _loops(runs: Sequence[Run]) -> list[tuple[tuple[str, ...], int, int]]:
    times: Counter[tuple[str, ...]] = Counter()
    having: Counter[tuple[str, ...]] = Counter()
    for run in runs:
        loops = _returns(run.steps.split())
        times.update(loops)
        having.update(set(loops))
    ordered = sorted(times.items(), key=lambda one: (-one[1], one[0]))
    return [(loop, n, having[loop]) for loop, n in ordered]


def _returns(steps: list[str]) -> list[tuple[str, ...]]:
    """The soonest return to a step, and those after it."""
    for end in range(1, len(steps)):
        for start in range(end):
            if steps[start] == steps[end]:
                return [tuple(steps[start : end + 1]), *_returns(steps[end:])]
    return []


def _skipped(runs: Sequence[Run]) -> list[tuple[str, tuple[str, ...], int, int]]:
    found: list[tuple[str, tuple[str, ...], int, int]] = []
    for track, expected in EXPECTED.items():
        ways = [set(run.steps.split()) for run in runs if run.track == track]
        closed = [had for had in ways if "closed" in had and not had & LEFT_EARLY]
        for steps in expected if closed else ():
            lacking = sum(1 for had in closed if not had & set(steps))
            found.append((track, steps, lacking, len(closed)))
    return found
