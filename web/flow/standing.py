"""The file of ways as pages find it, and answers kept for as long as it stands where it stood."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Final, NamedTuple

from projections.errors import ModelMissing
from projections.flow.asking import Question
from projections.flow.file import Standing, WaysFile
from projections.flow.following import Progress, Ways
from projections.flow.found import Flow, discover
from web import asof
from web.service import service

KEPT: Final = 16  # answers

Key = tuple[str, Standing, Question]

_kept: OrderedDict[Key, Flow] = OrderedDict()
_lock = Lock()


class Answer(NamedTuple):
    """What was found, up to which record, and how many came after it."""

    flow: Flow
    standing: Standing
    newer: int


def ways() -> Ways:
    """Those of this place."""
    return Ways(service().settings, service().desk.log)


@contextmanager
def opened() -> Iterator[WaysFile]:
    """The file of the moment that the page shows. Errors: `ModelMissing`."""
    then = asof.past()
    with ways().opened() if then is None else service().ways_then.opened(then.seq) as file:
        yield file


def answered(question: Question) -> Answer | Progress:
    """The flow, or how far it is gathered by now; of an earlier moment it is gathered already."""
    progress = ways().look() if asof.past() is None else None
    if progress is not None:
        return progress
    with suppress(ModelMissing), opened() as file:
        standing = file.standing()
        if standing is not None:
            key = (str(file.path), standing, question)
            flow = _known(key) or _keep(key, discover(file, question))
            return Answer(flow, standing, _newer(standing))
    return Progress(0, service().desk.log.head())


def _newer(standing: Standing) -> int:
    """How many records came since and will count soon; those after an earlier moment never do."""
    return 0 if asof.past() is not None else service().desk.log.head() - standing.seq


def _known(key: Key) -> Flow | None:
    with _lock:
        return _kept.get(key)


def _keep(key: Key, flow: Flow) -> Flow:
    with _lock:
        _kept[key] = flow
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return flow
