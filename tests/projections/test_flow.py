"""Ways, as they are gathered and counted: variants, waits, loops, steps left out, samples."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from application.clock import to_ms
from application.codec import encode, topic_of
from application.store.rows import Row
from domain.case.closing import Close
from domain.case.dispatch import Arrive, Dispatch, GiveFeedback, SendFeedbackBack, SignFor
from domain.case.intake import Screen
from domain.case.words import DispatchRole, Outcome
from projections.flow import sampling
from projections.flow.asking import Question, page_of, ways
from projections.flow.book import loops_of
from projections.flow.choosing import chosen, following, looping, mark, of_mark, without
from projections.flow.file import Standing, WaysFile
from projections.flow.found import Following, Skipped, Took, discover
from projections.flow.runs import Run, runs_of, seconds
from projections.flow.sampling import MOST, Weighted, measure, percentiles
from tests.domain.scenario import CLINIC, POLICE, Story, closed, emergency, handled

SHORT = "received dispatched closed"
LONG = "received dispatched returned dispatched closed"
Make = Callable[[Sequence[Run]], WaysFile]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Make]:
    """Makes a file of these runs."""
    made: list[WaysFile] = []

    def make(runs: Sequence[Run]) -> WaysFile:
        file = WaysFile.fresh(tmp_path / f"{len(made)}.db")
        file.add(runs)
        file.finish(Standing(1, "a", 1))
        made.append(file)
        return file

    yield make
    for each in made:
        each.close()


def run(cid: int, steps: str = SHORT, every: int = 60, **fields: object) -> Run:
    """A run whose steps are so many seconds apart."""
    times = array("I", (n * every for n in range(len(steps.split())))).tobytes()
    usual: dict[str, object] = {
        "cid": cid,
        "n": 0,
        "received": cid * 1000,
        "track": "emergency",
        "category": "A01",
        "units": ",centre,police,",
        "done": True,
        "steps": steps,
        "times": times,
    }
    return Run(**{**usual, **fields})  # type: ignore[arg-type]


def rows(story: Story) -> list[Row]:
    return [
        Row(n, "1" * 32, n, topic_of(fact), encode(fact), to_ms(fact.at))
        for n, fact in enumerate(story.history, start=1)
    ]


# --- from the events ---


def test_a_case_takes_a_way_and_so_does_each_of_its_dispatches() -> None:
    story = handled(emergency().later(minutes=7)).later(hours=1)
    story.given(Close(outcome=Outcome.HANDLED))

    case, dispatch = runs_of(rows(story))

    assert case.steps == (
        "received dispatched signed-for arrived handling-ended feedback-given closed"
    )
    assert list(seconds(case.times))[:2] == [0, 420]
    assert seconds(case.times)[-1] == 420 + 3600
    assert (case.n, case.done, case.units) == (0, True, ",centre,police,")
    assert dispatch.steps == "dispatched signed-for arrived handling-ended feedback-given"
    assert (dispatch.n, dispatch.units, seconds(dispatch.times)[0]) == (1, ",police,", 0)


def test_steps_of_supporting_units_are_theirs_and_not_the_cases() -> None:
    story = emergency().given(
        Dispatch(unit="police", zone="seat"),
        Dispatch(unit="clinic", zone="seat", role=DispatchRole.SUPPORT),
    )
    story.given(SignFor(dispatch=2), by=CLINIC).given(SignFor(dispatch=1), by=POLICE)

    case, lead, support = runs_of(rows(story))

    assert case.steps == "received dispatched signed-for"
    assert (lead.n, support.n) == (1, 2)
    assert support.steps == "dispatched signed-for"
    assert not case.done


def test_steps_stand_in_the_order_in_which_they_happened() -> None:
    story = emergency().later(minutes=5).given(Dispatch(unit="police", zone="seat"))
    stated = story.now + timedelta(minutes=2)
    story.later(minutes=9).given(SignFor(dispatch=1), by=POLICE)
    arrival = story.when(Arrive(dispatch=1), by=POLICE, at=stated + timedelta(minutes=7))
    arrival.accepted().when(Screen(), at=stated).accepted()

    case, _ = runs_of(rows(story))

    assert case.steps == "received dispatched screened signed-for arrived"
    assert list(seconds(case.times)) == [0, 300, 420, 840, 840]


# --- what they amount to ---


def test_variants_successions_and_waits_are_counted(file: Make) -> None:
    some = file([run(1, every=10), run(2, every=20), run(3, every=30), run(4, LONG, every=5)])

    found = discover(some, Question())

    assert [(one.steps, one.runs) for one in found.variants] == [
        (tuple(SHORT.split()), 3),
        (tuple(LONG.split()), 1),
    ]
    assert found.variants[0].took == Took(40, 60)
    assert Following("received", "dispatched", 4, 4, Took(10, 30)) in found.following
    assert Following("dispatched", "returned", 1, 1, Took(5, 5)) in found.following
    assert list(found.steps.items()) == [
        ("received", 4),
        ("dispatched", 4),
        ("returned", 1),
        ("closed", 4),
    ]
    assert [(one.steps, one.times, one.runs) for one in found.loops] == [
        (("dispatched", "returned", "dispatched"), 1, 1)
    ]
    assert (found.runs, found.measured, found.is_sample) == (4, 4, False)


def test_a_closed_case_that_lacks_a_step_is_found_unless_it_was_taken_back(file: Make) -> None:
    whole = "received dispatched signed-for arrived handling-ended feedback-given closed"
    some = file(
        [
            run(1, whole),
            run(2, whole.replace("arrived ", "")),
            run(3, "received withdrawn closed"),
            run(4, "received dispatched", done=True),
        ]
    )

    skipped = discover(some, Question()).skipped

    assert Skipped("emergency", ("arrived",), 1, 2) in skipped
    assert Skipped("emergency", ("dispatched",), 0, 2) in skipped
    assert {one.track for one in skipped} == {"emergency"}


@pytest.mark.parametrize(
    ("steps", "loops"),
    [
        ("a b c", []),
        ("a b a", ["a b a"]),
        ("a a a", ["a a", "a a"]),
        ("a b b a c", ["b b"]),
        ("a b a c a", ["a b a", "a c a"]),
    ],
)
def test_where_one_loop_ends_the_next_may_begin(steps: str, loops: list[str]) -> None:
    assert [" ".join(one) for one in loops_of(steps.split())] == loops


def test_it_is_narrowed_by_every_filter_and_shows_nothing_that_is_hidden(file: Make) -> None:
    some = file([run(1), run(2, track="petition", category="B", units=",sfs,"), run(3, done=False)])

    def cids(**asked: object) -> list[int]:
        question = Question(**asked)  # type: ignore[arg-type]
        ids, _ = chosen(some, question, lambda _: True)
        return [place.cid for place in page_of(some, question, ids, 10, 1)]

    assert cids() == [2, 1]
    assert cids(finished=False) == [3, 2, 1]
    assert cids(track="petition") == cids(category="B") == cids(unit="sfs") == [2]
    assert cids(since=2000) == [2]
    assert cids(until=2000) == [1]
    assert cids(without=frozenset({2})) == [1]
    assert cids(unit="sf") == []


def test_each_figure_opens_to_the_runs_it_counts(file: Make) -> None:
    some = file([run(1), run(2, LONG), run(3, LONG, n=0)])
    steps = tuple(LONG.split())

    choices = {
        of_mark(mark(steps)): [3, 2],
        following("dispatched", "closed"): [3, 2, 1],
        looping(("dispatched", "returned", "dispatched")): [3, 2],
        without("emergency", ("arrived",)): [3, 2, 1],
        without("petition", ("accepted",)): [],
    }

    for choice, expected in choices.items():
        ids, runs = chosen(some, Question(), choice)
        assert runs == len(expected)
        assert [place.cid for place in page_of(some, Question(), ids, 10, 1)] == expected
    ids, _ = chosen(some, Question(), lambda _: True)
    assert [len(page_of(some, Question(), ids, 2, page)) for page in (1, 2)] == [3, 1]


def test_what_many_took_is_measured_in_part_and_what_few_took_whole(file: Make) -> None:
    many, few = 3 * MOST, 7
    runs = [run(n, every=n % 100) for n in range(1, many + 1)]
    rare = [run(many + n, LONG, every=1000 * n) for n in range(1, few + 1)]

    found = discover(file([*runs, *rare]), Question())

    assert found.runs == many + few
    assert found.is_sample
    assert found.measured <= 2 * MOST
    assert found.following[0].times == many + few
    rare_wait = next(one for one in found.following if one.then == "returned")
    assert (rare_wait.times, rare_wait.took) == (few, Took(4000, 7000))
    usual = found.variants[0].took
    assert usual.half is not None
    assert abs(usual.half - 2 * 49) <= 6


def test_very_many_rare_ways_are_measured_in_part(
    file: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    most, many = 200, 2048
    monkeypatch.setattr(sampling, "MOST", most)
    monkeypatch.setattr(sampling, "USUAL", most // 10)
    some = file([run(n, _all_different(n)) for n in range(1, many + 1)])

    found = discover(some, Question())
    measured = measure(some, Question(), ways(some, Question()))

    assert len(found.variants) == found.runs == many
    assert found.measured < 2 * most
    stood_for = sum(measured.waits["received", "paused"].weights)
    assert abs(stood_for - many) < many / 10


def _all_different(number: int) -> str:
    """A way no other number has."""
    bits = ("extended" if bit == "1" else "resumed" for bit in f"{number:012b}")
    return f"received paused {' '.join(bits)} closed"


def test_a_percentile_counts_what_each_value_stands_for() -> None:
    assert percentiles(Weighted([], []), 50, 90) == [None, None]
    assert percentiles(Weighted([3, 1, 2], [1.0, 1.0, 1.0]), 50, 100) == [2, 3]
    assert percentiles(Weighted([2, 1], [1.0, 9.0]), 90, 91) == [1, 2]
    assert percentiles(Weighted([1, 2, 1], [1.0, 9.0, 8.0]), 50, 51) == [1, 2]


def test_a_case_that_went_on_is_counted_once_as_it_is_now(file: Make) -> None:
    some = file([run(1), run(2)])

    some.forget([1])
    some.add([run(1, LONG)])

    assert [(one.steps[-2], one.runs) for one in discover(some, Question()).variants] == [
        ("dispatched", 1),
        ("dispatched", 1),
    ]


def test_a_file_of_another_shape_is_no_file(tmp_path: Path) -> None:
    with closing(WaysFile.fresh(tmp_path / "ways.db")) as some:
        some.finish(Standing(7, "a", 3))
        assert some.standing() == Standing(7, "a", 3)
        some.connection.execute("UPDATE standing SET shape = 0")
        assert some.standing() is None


def test_feedback_sent_back_is_a_loop_of_the_dispatch() -> None:
    story = handled(emergency()).given(SendFeedbackBack(dispatch=1, reason="未写明措施"))
    story.given(GiveFeedback(dispatch=1, outcome=Outcome.HANDLED), by=POLICE)

    _, dispatch = runs_of(rows(story))

    assert list(loops_of(dispatch.steps.split())) == [
        ("feedback-given", "feedback-sent-back", "feedback-given")
    ]
    assert runs_of(rows(closed()))[0].done
