"""The file of ways as pages find it, and answers kept for as long as it stands where it stood."""

from collections import OrderedDict
from contextlib import suppress
from threading import Lock
from typing import Final, NamedTuple

from projections.errors import ModelMissing
from projections.flow.asking import Question
from projections.flow.file import Standing
from projections.flow.following import Progress, Ways
from projections.flow.found import Flow, discover
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


def answered(question: Question) -> Answer | Progress:
    """The flow, or how far it is gathered by now."""
    at_hand = ways()
    progress = at_hand.look()
    if progress is not None:
        return progress
    with suppress(ModelMissing), at_hand.opened() as file:
        standing = file.standing()
        if standing is not None:
            key = (str(file.path), standing, question)
            flow = _known(key) or _keep(key, discover(file, question))
            return Answer(flow, standing, service().desk.log.head() - standing.seq)
    return Progress(0, service().desk.log.head())


def _known(key: Key) -> Flow | None:
    with _lock:
        return _kept.get(key)


def _keep(key: Key, flow: Flow) -> Flow:
    with _lock:
        _kept[key] = flow
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return flow
