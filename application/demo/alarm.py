"""The timekeeper of the demo: what time demanded of its cases is done at that very moment."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from application.clock import from_ms, to_ms
from application.desk import Act, Desk
from application.written import Written
from domain.case.events import Fact
from domain.case.fold import fold
from domain.case.state import Case
from domain.case.timekeeping import KEEPER, KeepTime
from domain.rules.ladder import Ladder


class Alarm:
    """Knows of each case when something will be planned next."""

    def __init__(self, desk: Desk) -> None:
        """`desk` has the clock that the story moves."""
        self._desk = desk
        self._ladders: dict[str, Ladder] = {}
        self._told: dict[str, Sequence[Fact]] = {}
        desk.after_write = self._hear
        self._waiting: list[tuple[int, str]] = []
        self._next: dict[str, int] = {}

    def set(self, case_id: str) -> None:
        """Look at the case again, since something happened to it."""
        history = self._told.pop(case_id, None)
        if history is None:
            return
        moment = min(self._planned(fold(case_id, history)), default=None)
        if moment is None:
            self._next.pop(case_id, None)
        elif self._next.get(case_id) != moment:
            self._next[case_id] = moment
            heappush(self._waiting, (moment, case_id))

    def next_before(self, until: int) -> tuple[int, str] | None:
        """The next moment (ms) before `until`, and the case; it is not told again."""
        while self._waiting and self._waiting[0][0] < until:
            moment, case_id = heappop(self._waiting)
            if self._next.get(case_id) == moment:
                del self._next[case_id]
                return moment, case_id
        return None

    def ring(self, moment: int, case_id: str) -> None:
        """Do what is planned for that moment, at which the clock stands."""
        self._desk.execute(case_id, KeepTime(until=from_ms(moment)), Act(by=KEEPER))
        self.set(case_id)

    def _hear(self, written: Written | None) -> None:
        if written is not None:
            self._told[written.stream] = written.history

    def _ladder(self, rules: str) -> Ladder:
        """The story is told under one calendar."""
        if rules not in self._ladders:
            self._ladders[rules] = Ladder(self._desk.rules.get(rules), self._desk.calendar)
        return self._ladders[rules]

    def _planned(self, case: Case) -> Iterable[int]:
        ladder = self._ladder(case.rules)
        now = to_ms(self._desk.clock())
        if case.paused_at is None and case.hearing_at is None:
            for clock in case.obligations:
                if clock.running:
                    due = to_ms(clock.due)
                    planned = ladder.moments(case.track.value, clock.kind, due)
                    yield from (moment for moment in planned if moment > now)
        if case.asking_until is not None and to_ms(case.asking_until) >= now:
            yield to_ms(case.asking_until) + 1
