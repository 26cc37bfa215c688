"""Sends what is due, each lane by itself, so that a slow receiver holds up nobody but itself."""

import logging
import random
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, suppress
from datetime import datetime
from typing import Any, Final, NamedTuple

from application.accounts import Account, AccountError, Accounts
from application.clock import to_ms
from application.desk import Desk
from application.keys import ACTIVE, SealBroken
from application.marks import numbers
from application.messages.channels import ChannelBook
from application.messages.compose import Composer
from application.messages.occasions import LINK
from application.messages.people import Rights, may_go
from application.messages.problems import Failed
from application.messages.reaching import REPORTER, Target, parted
from application.messages.store import Store
from application.messages.ways import Way, open_way
from application.settings import Settings
from domain.case.links import opened
from domain.errors import DomainError

log = logging.getLogger("linkage.messages")

THREADS: Final = 8  # lanes worked on at once
AT_ONCE: Final = 20  # messages of a lane taken in hand together
LANE_SECONDS: Final = 5  # then a lane lets others have its thread, and the process its end
# Seconds after the first, second … failure; after as many as there are it is given up.
BACK_OFF: Final = (15, 60, 300, 1200, 3600, 10800, 28800)
TRIES: Final = len(BACK_OFF) + 1
JITTER: Final = 0.2  # of the time: those that failed together don't come again together
PUT_OFF: Final = 15  # seconds the rest of a lane waits when its receiver does not answer
NEWS_SECONDS: Final = 24 * 3600  # older, it is nothing to be woken for: somebody decides


# Writes the way in to a dispatch: from case, dispatch, number of the link and its end.
Links = Callable[[str, int, int, datetime], str]


class Withdrawn(Exception):
    """A message that is not to go out any more; `why` is nobody's failing."""

    def __init__(self, why: str) -> None:
        """Codes: not-allowed, no-number, erased, unset, link-ended."""
        super().__init__(why)
        self.why = why


class Parts(NamedTuple):
    """What a sender works with."""

    settings: Settings
    desk: Desk
    accounts: Accounts
    store: Store
    channels: ChannelBook
    composer: Composer


class Sender:
    """One of a process. A lane in its hands is in nobody else's, of whatever process."""

    def __init__(self, parts: Parts) -> None:
        """Threads are started with the first message."""
        self._parts = parts
        self._me = secrets.token_hex(16)
        self._pool: ThreadPoolExecutor | None = None
        self._running: dict[str, Future[int]] = {}
        self._stop = threading.Event()
        self.links: Links | None = None

    def send_due(self, patience: float) -> int:
        """How many arrived since it was asked last, waiting at most so long for slow lanes."""
        for lane in self._parts.store.lanes(self._parts.desk.clock()):
            if lane not in self._running:
                self._running[lane] = self._threads().submit(self._work, lane)
        wait(self._running.values(), timeout=patience)
        ended = [lane for lane, future in self._running.items() if future.done()]
        return sum(self._running.pop(lane).result() for lane in ended)

    def close(self) -> None:
        """What is being sent is sent to its end; the rest stays for later."""
        self._stop.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="messages")
        return self._pool

    # --- one lane ---

    def _work(self, lane: str) -> int:
        """How many of the lane arrived."""
        arrived, end = 0, time.monotonic() + LANE_SECONDS
        with closing(open_way(lane.partition("/")[0], self._parts.settings)) as way:
            while time.monotonic() < end and not self._stop.is_set():
                rows = self._parts.store.lease(lane, self._me, AT_ONCE, self._now())
                sent, goes_on = self._some(way, rows, end)
                arrived += sent
                if not (rows and goes_on):
                    break
        return arrived

    def _some(self, way: Way, rows: list[Any], end: float) -> tuple[int, bool]:
        """How many arrived, and whether the receiver is to be asked for more."""
        arrived = 0
        for done, row in enumerate(rows):
            if self._stop.is_set() or time.monotonic() >= end:
                self._parts.store.put_off(rows[done:], 0)
                return arrived, False
            try:
                arrived += self._one(way, row)
            except Failed as failed:
                self._failed(row, failed)
                if failed.stalls:
                    self._parts.store.put_off(rows[done + 1 :], self._in(PUT_OFF))
                    return arrived, False
        return arrived, True

    def _one(self, way: Way, row: Any) -> bool:
        """Whether it arrived. Errors: `Failed`, also for what nobody foresaw.

        One message that can't be sent must not keep those behind it from going out.
        """
        try:
            return self._try(way, row)
        except Failed:
            raise
        except SealBroken:
            raise Failed("sealed") from None
        except Exception:
            log.exception("message %d could not be sent", row.id)
            raise Failed("defect") from None

    def _try(self, way: Way, row: Any) -> bool:
        store = self._parts.store
        if row.tries == 0 and to_ms(self._now()) - row.since > NEWS_SECONDS * 1000:
            store.dead(row, "late", self._now())
            return False
        try:
            target, path = self._target(row), self._path(row)
        except Withdrawn as withdrawn:
            store.void(row, withdrawn.why, self._now())
            return False
        way.send(self._parts.composer.message(row, self._language(row), path), target)
        store.sent(row, self._now())
        return True

    def _failed(self, row: Any, failed: Failed) -> None:
        if failed.permanent or row.tries + 1 >= TRIES:
            self._parts.store.dead(row, failed.why, self._now())
        else:
            self._parts.store.later(row, failed.why, self._in(BACK_OFF[row.tries]))

    # --- to whom ---

    def _target(self, row: Any) -> Target:
        """Where it leads now, if it may still go there. Errors: `Withdrawn`, `Failed`."""
        rights = Rights(self._parts.desk, row.case_id) if row.case_id else None
        if rights is not None and not may_go(self._account, row, rights):
            raise Withdrawn("not-allowed")
        if parted(row.recipient)[0] == REPORTER:
            return self._telephone(row, rights)
        found = self._parts.channels.target(row.recipient, row.channel)
        if found is None:
            raise Withdrawn("unset")
        return found

    def _telephone(self, row: Any, rights: Rights | None) -> Target:
        """The reporter's number: opened here, given to the gateway and kept nowhere."""
        sealed = rights.phone if rights is not None else None
        if sealed is None or rights is None or not rights.has_number:
            raise Withdrawn("erased" if sealed is not None else "no-number")
        opened = self._parts.desk.keys.open(row.case_id, "phone", sealed)
        number = next(numbers(opened.text), "")
        if opened.state != ACTIVE or not number:
            raise Withdrawn("erased" if opened.state != ACTIVE else "no-number")
        return Target(number)

    def _path(self, row: Any) -> str:
        """Where the recipient looks; a link that was ended meanwhile leads nowhere.

        Errors: `Withdrawn`, `Failed` where this process makes no links.
        """
        if not row.path.startswith(LINK):
            return str(row.path)
        dispatch, number = map(int, row.path.removeprefix(LINK).split("."))
        case = self._parts.desk.load(row.case_id).case
        try:
            opened(case, number, self._now())
        except DomainError:
            raise Withdrawn("link-ended") from None
        if self.links is None:
            raise Failed("no-server", stalls=True)
        return self.links(row.case_id, dispatch, number, case.links[number].until)

    def _account(self, username: str) -> Account | None:
        with suppress(AccountError):
            found = self._parts.accounts.get(username)
            return None if found.disabled else found
        return None

    def _language(self, row: Any) -> str:
        return self._parts.channels.language(row.recipient)

    def _now(self) -> Any:
        return self._parts.desk.clock()

    def _in(self, seconds: float) -> int:
        spread = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
        return to_ms(self._now()) + round(seconds * spread * 1000)
