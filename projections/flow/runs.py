"""The ways one case took: its own, and that of each of its dispatches; by when each step was."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import msgspec

from application.mining.reading import Matter, matter_of
from application.store.rows import Row
from domain.case.rights import involved
from domain.case.state import Case
from domain.case.words import DispatchRole
from projections.cells import ms
from projections.flow.steps import CASE, DISPATCH, OF_DISPATCH, PREFIX, STEPS
from projections.folding_pool import Part

SEPARATOR = " "


class Run(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One way. `n` is the dispatch's number, 0 of the case; `times` seconds from the first step.

    `units` is ",code,code,"; `done`: nothing more is to be done.
    """

    cid: int
    n: int
    received: int
    track: str
    category: str
    units: str
    done: bool
    steps: str
    times: bytes


Step = tuple[str, float]


def runs_of(rows: Sequence[Row]) -> list[Run]:
    """The ways of whole aggregates, which stand together in order."""
    found: list[Run] = []
    for _, stored in groupby(rows, attrgetter("stream")):
        matter = matter_of(list(stored))
        if matter is not None:
            found += _of_case(matter)
    return found


def pack(runs: list[Run]) -> bytes:
    """On their way between processes."""
    return _encode(runs)


_encode = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(list[Run]).decode


def packed_runs(part: Part) -> bytes:
    """The ways of whole aggregates, packed."""
    return pack(runs_of(part.rows))


def _of_case(matter: Matter) -> Iterator[Run]:
    case, cid = matter.case, matter.rows[0].seq
    ways: dict[int, list[Step]] = {0: []}
    for row, fact in zip(matter.rows, matter.facts, strict=True):
        name = row.topic.removeprefix(PREFIX)
        number = getattr(fact, "dispatch", 0) if name in OF_DISPATCH else 0
        if number:
            ways.setdefault(number, []).append((name, fact.at.timestamp()))
        if name in STEPS[CASE] and _counts(case, number):
            ways[0].append((name, fact.at.timestamp()))
    units = "".join(f",{unit}" for unit in sorted(involved(case) - {""})) + ","
    for number, steps in ways.items():
        if steps:
            yield _run(case, cid, number, units, steps)


def _counts(case: Case, number: int) -> bool:
    """Of several units at once only the lead one's steps are the case's."""
    dispatch = case.dispatch(number)
    return dispatch is None or dispatch.role is DispatchRole.LEAD


def _run(case: Case, cid: int, number: int, units: str, steps: list[Step]) -> Run:
    steps.sort(key=_at)
    first = steps[0][1]
    dispatch = case.dispatch(number)
    return Run(
        cid=cid,
        n=number,
        received=ms(case.received_at),
        track=case.track.value,
        category=case.category,
        units=units if dispatch is None else f",{dispatch.unit},",
        done=not case.open or (dispatch is not None and not dispatch.live),
        steps=SEPARATOR.join(name for name, _ in steps),
        times=array("I", (int(at - first) for _, at in steps)).tobytes(),
    )


def _at(step: Step) -> float:
    return step[1]


def seconds(times: bytes) -> Sequence[int]:
    """The times of a way, as they were packed."""
    found = array("I")
    found.frombytes(times)
    return found


def kind_of(number: int) -> str:
    """What takes a way of that number."""
    return DISPATCH if number else CASE
