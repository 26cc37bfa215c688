"""What a handler has just written, so that the projector need not read it again."""

from collections.abc import Sequence

from msgspec import Struct

from domain.case.events import Fact


class Written(Struct, frozen=True):
    """New events of one case; `cid` and `recorded` are position and time of its first event."""

    stream: str
    cid: int
    recorded: int
    history: Sequence[Fact]
    before: int
    first_seq: int
    last_seq: int
