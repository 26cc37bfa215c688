"""Verifies all there is: records against their proofs, ledgers and figures against the records."""

from collections.abc import Callable
from contextlib import closing

from application.log import Log
from application.settings import Settings
from application.verifying import Outside, Verified, verify
from application.verifying.apart import apart
from projections.folding_pool import WORTH_IT
from web.verifying.model import Ledgers

Tell = Callable[[int, int], object]
Told = Callable[[int], object]  # of both halves together


def verify_whole(settings: Settings, outside: Outside, tell: Tell) -> Verified:
    """Of a long log both halves at once, since neither needs the other.

    `tell` hears how many events are done, of how many. Errors: the library's `PersistenceError`.
    """
    ledgers = Ledgers(settings)
    with closing(Log(settings)) as log:
        head = log.head()
    found = _at_once if head >= WORTH_IT else _in_turn
    return found(settings, outside, ledgers, lambda done: tell(min(done // 2, head), head))


def _in_turn(settings: Settings, outside: Outside, ledgers: Ledgers, tell: Told) -> Verified:
    found = verify(settings, outside, lambda done, _: tell(done))
    ledgers.compare(lambda done: tell(found.events + done))
    ledgers.add_to(found)
    return found


def _at_once(settings: Settings, outside: Outside, ledgers: Ledgers, tell: Told) -> Verified:
    with apart(settings, outside) as proofs:
        ledgers.compare(lambda done: tell(proofs.done + done))
        found = proofs.result(lambda: tell(proofs.done + ledgers.done))
    ledgers.add_to(found)
    return found
