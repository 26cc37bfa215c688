"""Of several senders at once, and of one killed in the middle, each message counts once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread

import pytest

from application.clock import system_clock
from application.messages import Outbox
from application.settings import Settings
from projections.bootstrap import Service, open_service
from tests.application.messages.conftest import (
    SECRET,
    MovableClock,
    Receiver,
    Request,
    Town,
    answering,
)
from tests.application.messages.leaving import ALL

pytestmark = pytest.mark.usefixtures("impatient")
BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"])

MANY = 1000


@pytest.fixture
def unbound(service: Service) -> Callable[[Outbox, int], None]:
    """A function that puts many messages into the outbox at once, as many dispatches would."""

    def put(outbox: Outbox, count: int) -> None:
        from application.messages.store import Filled  # noqa: PLC0415 - only here

        head = outbox.position()
        filled = [
            Filled(
                seq=10_000 + n,
                recipient="unit:pcs",
                channel="webhook",
                lane=f"webhook/unit:pcs/{n % 4}",
                kind="dispatched",
                case_id="",
                number=f"QS2026-{n:05}",
                category="B03",
                due=None,
                path="/",
                since=int(time.time() * 1000),
            )
            for n in range(count)
        ]
        assert outbox._store.take(head, head, filled, system_clock()) == count

    return put


def send_all(outbox: Outbox) -> None:
    while outbox.send_due(ALL):
        pass


@BOTH
def test_two_senders_at_once_send_nothing_twice(
    settings: Settings,
    town: Town,
    outbox: Outbox,
    receiver: Receiver,
    clock: MovableClock,
    unbound: Callable[[Outbox, int], None],
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    unbound(outbox, 200)
    clock.now = system_clock()
    other = open_service(settings, clock)
    threads = [Thread(target=send_all, args=(one,)) for one in (outbox, other.messages)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    other.close()
    assert len(receiver.ids) == len(set(receiver.ids)) == 200


SENDER = """
import sys, datetime
from application.settings import load
from application.clock import system_clock
from projections.bootstrap import open_service
ahead = datetime.timedelta(minutes=int(sys.argv[1]))
service = open_service(load(), lambda: system_clock() + ahead)
print("ready", flush=True)
while service.messages.send_due(1.0) or service.messages.deliveries.standing().waiting:
    pass
service.close()
"""


@BOTH
def test_killed_in_the_middle_of_a_thousand_each_arrives_and_counts_once(
    settings: Settings,
    town: Town,
    outbox: Outbox,
    receiver: Receiver,
    unbound: Callable[[Outbox, int], None],
) -> None:
    """The receiver honours our header: what it took it answers again, and does nothing."""
    counted: Counter[str] = Counter()

    def take_once(request: Request, handler: BaseHTTPRequestHandler) -> None:
        if not counted[request.headers["Idempotency-Key"]]:
            counted[request.headers["Idempotency-Key"]] += 1
        answering(200)(request, handler)

    receiver.behave = take_once
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    unbound(outbox, MANY)
    for limit in (250, 600):
        killed = _start(settings, 0)
        deadline = time.monotonic() + 60
        while len(counted) < limit and time.monotonic() < deadline:
            time.sleep(0.005)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        assert limit <= len(counted) < MANY

        # What the killed one had in hand is free again when its lease has run out.
        assert outbox.deliveries.standing().waiting > 0

    last = _start(settings, 5)
    assert last.wait(120) == 0

    assert len(counted) == MANY
    assert set(counted.values()) == {1}
    again = len(receiver.came) - MANY
    assert again <= 2 * 4  # at most what was under way in each lane when it was killed
    assert outbox.deliveries.standing()[::2] == (0, 0)


def _start(settings: Settings, ahead: int) -> subprocess.Popen[str]:
    """A sender in a process of its own, whose clock is so many minutes ahead."""
    environ = {
        **os.environ,
        "LINKAGE_DATA": str(settings.data),
        "LINKAGE_DATABASE_URL": settings.database_url,
        "LINKAGE_MESSAGES_LOCAL": "true",
    }
    root = Path(__file__).parents[3]
    started = subprocess.Popen(
        [sys.executable, "-c", SENDER, str(ahead)],
        cwd=root,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    started.stdout.close()
    return started
