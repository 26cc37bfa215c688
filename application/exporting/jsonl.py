"""The log as JSON lines (JSONL): one event a line, its bytes as they are stored, nothing opened."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import IO, NamedTuple
from uuid import uuid4

import msgspec

from application.desk import Desk
from application.store.rows import NewRow
from application.store.whole import AT_ONCE, whole_rows
from domain.log.events import LogExported

FORM = "jsonl"
NOTHING = msgspec.Raw(b"null")

Tell = Callable[[int, int], object]


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event. `data` is last, so that its bytes are all between `"data":` and the last brace.

    `bytes` has them in base64 where they are no JSON of one line: then somebody altered them.
    """

    seq: int
    recorded_at: int
    stream: str
    version: int
    topic: str
    digest: str
    leaf: str
    bytes: str = ""
    data: msgspec.Raw


class Written(NamedTuple):
    """What was written: how many lines, after which position, up to which, and their SHA-256."""

    events: int
    since: int
    until: int
    sha256: str


def export_jsonl(
    desk: Desk, file: IO[bytes], since: int, until: int, by: str, tell: Tell
) -> Written:
    """Put on record that it is done, then write what is after `since` up to `until`."""
    _record(desk, since, until, by)
    told, digest = 0, sha256()
    for told, line in enumerate(_lines(desk, since, until), start=1):
        file.write(line)
        digest.update(line)
        if not told % AT_ONCE:
            tell(told, until - since)
    return Written(told, since, until, digest.hexdigest())


def _record(desk: Desk, since: int, until: int, by: str) -> None:
    """Each export is a history of its own, so that none waits for another."""
    event = LogExported(at=desk.clock(), by=by, form=FORM, since=since, until=until)
    desk.append(uuid4().hex, 0, [event])


def _lines(desk: Desk, since: int, until: int) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    for row in whole_rows(desk.settings, since, until):
        yield encode(line_of(row)) + b"\n"


def line_of(row: NewRow) -> Line:
    """The line of one stored event."""
    state = _bytes(row.state)
    readable = _is_one_line_of_json(state)
    return Line(
        seq=row.seq,
        recorded_at=row.recorded,
        stream=row.stream,
        version=row.version,
        topic=row.topic,
        digest=_bytes(row.state_digest).hex(),
        leaf=_bytes(row.leaf).hex(),
        bytes="" if readable else b64encode(state).decode(),
        data=msgspec.Raw(state) if readable else NOTHING,
    )


def _bytes(value: object) -> bytes:
    """SQLite keeps whatever it is given, and an export has to show it."""
    return value if isinstance(value, bytes) else str(value).encode()


def _is_one_line_of_json(state: bytes) -> bool:
    if b"\n" in state or b"\r" in state:
        return False
    try:
        msgspec.json.decode(state)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True
