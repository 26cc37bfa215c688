"""Holds each event against its own proofs, and against the one before it."""

from collections.abc import Sequence
from contextlib import suppress
from operator import gt
from typing import Any, Final

from application.proofs.leaves import digest, leaf
from application.store.rows import NewRow
from application.verifying.findings import Findings

KINDS: Final = (int, str, int, str, bytes, int, bytes, bytes)


class Chain:
    """Events in the order of positions. `last` is how far they go without a gap."""

    def __init__(self, findings: Findings) -> None:
        """Before the first."""
        self._findings = findings
        self._seq = 0
        self._recorded = 0
        self._whole = True
        self.last = 0
        self.versions: dict[str, int] = {}  # of each stream, the last

    def leaves(self, told: Sequence[tuple[Any, ...]]) -> Sequence[bytes]:
        """The leaves that the next rows make; behind a gap the tree can't be built any more."""
        found = self._as_is(told)
        if found is None:
            found = [leaf for leaf in map(self._leaf, told) if leaf is not None]
        return found

    def _as_is(self, told: Sequence[tuple[Any, ...]]) -> Sequence[bytes] | None:
        """Those of rows in which nothing is wrong; None: each has to be looked at."""
        columns = list(zip(*told, strict=True))
        kinds = [set(map(type, column)) for column in columns]
        if not self._whole or kinds != [{kind} for kind in KINDS]:
            return None
        seqs, streams, versions, topics, states, times, said, stored = columns
        follow = seqs == tuple(range(self._seq + 1, self._seq + 1 + len(told)))
        if not follow or any(map(gt, (self._recorded, *times), times)):
            return None
        if tuple(map(digest, states)) != said:
            return None
        with suppress(UnicodeEncodeError):
            made = tuple(map(leaf, seqs, streams, versions, topics, times, said))
            if made == stored and self._dense(streams, versions):
                self._seq = self.last = seqs[-1]
                self._recorded = times[-1]
                return made
        return None

    def _dense(self, streams: Sequence[str], versions: Sequence[int]) -> bool:
        """Each stream's go on without a gap; they are taken down only if all do."""
        known, last = self.versions, dict[str, int]()
        for stream, version in zip(streams, versions, strict=True):
            if version != (last.get(stream) or known.get(stream, 0)) + 1:
                return False
            last[stream] = version
        known.update(last)
        return True

    def _leaf(self, told: tuple[Any, ...]) -> bytes | None:
        if told[0] == self._seq + 1 and self._whole:
            self._seq = self.last = told[0]
        else:
            self._placed(told[0])
        if tuple(map(type, told)) != KINDS:
            self._malformed(NewRow._make(told))
            return None
        row = NewRow._make(told)
        self._follow(row)
        made = self._prove(row)
        return made if self._whole else None

    def _placed(self, seq: int) -> None:
        """Dense from 1, each once."""
        if seq != self._seq + 1:
            self._whole = False
            self._gap(seq)
        if self._whole:
            self.last = seq
        self._seq = max(seq, self._seq)

    def _gap(self, seq: int) -> None:
        if seq > self._seq + 1:
            self._findings.add("position-missing", first=self._seq + 1, last=seq - 1)
        else:
            self._findings.add("position-astray", seq=seq)

    def _malformed(self, row: NewRow) -> None:
        names = [
            name
            for name, kind, value in zip(NewRow._fields, KINDS, row, strict=True)
            if type(value) is not kind
        ]
        self._findings.add("row-malformed", seq=row.seq, columns=names)
        self._whole = False
        self.last = min(self.last, row.seq - 1)

    def _follow(self, row: NewRow) -> None:
        """Times never go back, and each stream's versions are dense from 1."""
        seq, stream, version, _, _, recorded, *_ = row
        if recorded >= self._recorded:
            self._recorded = recorded
        else:
            self._findings.add("time-back", seq=seq, recorded=recorded, before=self._recorded)
        expected = self.versions.get(stream, 0) + 1
        if version != expected:
            self._findings.add(
                "version-wrong", seq=seq, stream=stream, version=version, expected=expected
            )
        self.versions[stream] = version

    def _prove(self, row: NewRow) -> bytes:
        """The stored digest is of the stored bytes, the stored leaf of all that is stored."""
        seq, stream, version, topic, state, recorded, said, stored = row
        found = digest(state)
        if found != said:
            self._findings.add("bytes-altered", seq=seq, stream=stream, topic=topic)
        try:
            made = leaf(seq, stream, version, topic, recorded, found)
        except UnicodeEncodeError:
            self._findings.add("row-malformed", seq=seq, columns=["stream", "topic"])
            return stored
        if made != stored and found == said:
            self._findings.add("leaf-wrong", seq=seq, stream=stream, topic=topic)
        return made
