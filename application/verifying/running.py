"""Goes through one moment of the log once, holding everything in it against its proofs."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct

from application.proofs.tiles import WIDTH
from application.proofs.trust import STREAM
from application.settings import Settings
from application.store.snapshot import Snapshot, snapshot
from application.verifying.findings import Finding, Findings
from application.verifying.formed import Forms
from application.verifying.growing import Growing
from application.verifying.numbered import RECEIVED, Numbers
from application.verifying.outside import Claim, Outside
from application.verifying.rows import Chain
from application.verifying.signatures import (
    Named,
    check_cosignatures,
    check_signatures,
    kept_claims,
)

Tell = Callable[[int, int], object]
AT_ONCE = 8 * WIDTH  # events held together, and between two words to whoever watches
TILE_KIND = (int, int, bytes)


class Verified(Struct, kw_only=True):
    """What came of it. `root`, in hex, is the tree's over the events that follow without a gap.

    `covered` is the size of the last checkpoint the log fits; for what came later none vouches yet.
    `counts` is how many findings there are of each kind, of which `findings` has the first.
    """

    events: int
    root: str
    checkpoints: int
    covered: int
    findings: list[Finding]
    counts: dict[str, int]

    @property
    def sound(self) -> bool:
        """Nothing was found."""
        return not self.findings

    def add(self, code: str, **data: object) -> None:
        """Something found by looking elsewhere."""
        self.findings.append(Finding(code, data))
        self.count(code)

    def count(self, code: str) -> None:
        """One more of what was told of often enough."""
        self.counts[code] = self.counts.get(code, 0) + 1


def _silent(_done: int, _all: int) -> None:
    """Nobody watches."""


def verify(settings: Settings, outside: Outside = Outside(), tell: Tell = _silent) -> Verified:  # noqa: B008 - a tuple
    """Hold one moment of the log against everything known of it. Changes nothing.

    Errors: the library's `PersistenceError` where the database can't be read.
    """
    with snapshot(settings) as stored:
        return Verifying(stored, outside).run(tell)


class Verifying:
    """One pass."""

    def __init__(self, stored: Snapshot, outside: Outside) -> None:
        """Nothing is read yet."""
        self._stored = stored
        self._outside = outside
        self._findings = Findings()
        self._named = Named()
        self._numbers = Numbers(self._findings)
        self._forms = Forms(self._findings)

    def run(self, tell: Tell) -> Verified:
        """From the file down to the last signature."""
        self._file()
        kept = list(kept_claims(self._findings, self._stored.checkpoints()))
        claims = [*kept, *self._outside.claims]
        growing = Growing(self._findings, self._tiles(), claims)
        chain = Chain(self._findings)
        self._walk(chain, growing, tell)
        held = growing.end(chain.last)
        self._besides(chain)
        self._signed(kept, claims)
        return Verified(
            events=chain.last,
            root=growing.root().hex(),
            checkpoints=held.checkpoints,
            covered=held.covered,
            findings=self._findings.kept,
            counts=dict(self._findings.counts),
        )

    def _file(self) -> None:
        for said in self._stored.damage:
            self._findings.add("file-damaged", said=said)
        for table in self._stored.lost:
            self._findings.add("table-lost", table=table)
        for name in self._stored.unguarded:
            self._findings.add("guard-lost", name=name)

    def _tiles(self) -> dict[tuple[int, int], bytes]:
        found: dict[tuple[int, int], bytes] = {}
        for level, index, root in self._stored.tiles():
            if (type(level), type(index), type(root)) == TILE_KIND and level > 0 <= index:
                found[level, index] = root
            else:
                self._findings.add("tile-astray", level=level, index=index)
        return found

    def _walk(self, chain: Chain, growing: Growing, tell: Tell) -> None:
        count = self._stored.count()
        events, done = self._stored.events(), 0
        while told := list(islice(events, AT_ONCE)):
            growing.extend(chain.leaves(told))
            self._note(told)
            done += len(told)
            tell(done, count)

    def _note(self, told: Sequence[tuple[Any, ...]]) -> None:
        """What other tables, and signatures, are held against."""
        for seq, stream, _, topic, state, _, _, _ in told:
            if not isinstance(state, bytes):
                continue
            self._forms.take(state)
            if topic == RECEIVED:
                self._numbers.take(seq, stream, state)
            elif stream == STREAM:
                self._named.take(topic, state)

    def _besides(self, chain: Chain) -> None:
        self._forms.compare(self._stored.keys, chain.versions, self._stored.events)
        self._numbers.compare(self._stored.numbers())

    def _signed(self, kept: list[Claim], claims: Iterable[Claim]) -> None:
        keys = self._named.with_those(self._findings, self._outside)
        check_signatures(self._findings, claims, keys)
        check_cosignatures(self._findings, self._stored.cosignatures(), kept, keys.witnesses)
