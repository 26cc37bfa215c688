"""Fills the outbox from the log: each event that leads to messages, once, in the log's order."""

from collections.abc import Iterator
from typing import Any, Final

from application.clock import to_ms
from application.codec import decode
from application.desk import Desk
from application.messages.addressing import Addressing, Route
from application.messages.occasions import OCCASIONS, REPORTER, Occasion, Subject
from application.messages.people import Rights, may_go
from application.messages.reaching import lane
from application.messages.store import Filled, Store
from application.store.rows import Row
from domain.audit.fold import fold

BATCH: Final = 500  # events read at once
IMPORT: Final = "import"  # what another system dealt with is no news
OF_CASES: Final = "case."
OF_SHEETS: Final = "audit."
CORRECTED: Final = "case.corrected"
ACCUSING: Final = frozenset({"accused", "accused_staff"})


class Filler:
    """Reads what came after the outbox's own position and writes the messages it leads to."""

    def __init__(self, desk: Desk, store: Store, addressing: Addressing) -> None:
        """Nothing is read yet."""
        self._desk = desk
        self._store = store
        self._addressing = addressing

    def fill(self) -> int:
        """Up to the end of the log; how many messages were made."""
        made = 0
        while True:
            before = self._store.position()
            rows = self._desk.log.after(before, BATCH)
            if not rows:
                return made
            self._addressing.anew()
            filled = [one for row in rows for one in self._of(row)]
            made += self._store.take(before, rows[-1].seq, filled, self._desk.clock()) or 0

    def _of(self, row: Row) -> Iterator[Filled]:
        occasion = OCCASIONS.get(row.topic)
        if occasion is not None:
            yield from self._told(row, occasion, decode(row.topic, row.state))
        elif row.topic == CORRECTED and decode(row.topic, row.state).field in ACCUSING:
            self._take_back(row.stream)

    def _told(self, row: Row, occasion: Occasion, event: Any) -> Iterator[Filled]:
        if getattr(event, "source", "") == IMPORT:
            return
        rights = self._rights(row)
        whole = rights.case if rights is not None else self._whole(row)
        about = occasion.about(whole, event)
        for addressee in dict.fromkeys(occasion.to(whole, event)):
            if addressee == REPORTER:
                yield from self._to_reporters(row, occasion.kind, about)
            else:
                for route in self._addressing.routes(addressee, rights):
                    yield _filled(row, row.stream if rights else "", occasion.kind, about, route)

    def _rights(self, row: Row) -> Rights | None:
        """None: the event is of no case, so everybody it is addressed to may be told."""
        is_of_case = row.topic.startswith(OF_CASES)
        return self._addressing.rights(row.stream) if is_of_case else None

    def _whole(self, row: Row) -> Any:
        """The sheet an event is of; of what is neither that nor a case, what it began with."""
        rows = self._desk.log.stream(row.stream)
        if row.topic.startswith(OF_SHEETS):
            return fold(decode(one.topic, one.state) for one in rows)
        return decode(rows[0].topic, rows[0].state)

    def _to_reporters(self, row: Row, kind: str, about: Subject) -> Iterator[Filled]:
        """Who brought it, and who brought it again: the reply to the one is the others' too."""
        of_others = [self._desk.find(one) for one in self._addressing.rights(row.stream).duplicates]
        for case_id in (row.stream, *of_others):
            case = self._addressing.rights(case_id).case
            own = about._replace(number=case.number, category=case.category)
            for route in self._addressing.to_reporter(case_id):
                yield _filled(row, case_id, kind, own, route)

    def _take_back(self, case_id: str) -> None:
        """An accusation came to light: what its accused have not got or read they don't get."""
        rights = self._addressing.rights(case_id)
        open_ones = self._store.waiting_or_unread(case_id)
        ids = [row.id for row in open_ones if not may_go(self._addressing.account, row, rights)]
        self._store.take_back(ids, "not-allowed", self._desk.clock())


def _filled(row: Row, case_id: str, kind: str, about: Subject, route: Route) -> Filled:
    return Filled(
        seq=row.seq,
        recipient=route.recipient,
        channel=route.channel,
        lane=lane(route.channel, route.recipient),
        kind=kind,
        case_id=case_id,
        number=about.number,
        category=about.category,
        due=to_ms(about.due) if about.due is not None else None,
        path=about.path,
        since=row.recorded,
    )
