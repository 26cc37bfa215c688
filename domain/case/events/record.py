"""记录: notes, files, corrections, and what was done with personal data."""

from datetime import datetime

from domain.case.events.base import Fact
from domain.rules.clocks import Clock
from domain.sealed import Sealed


class Noted(Fact, frozen=True, kw_only=True):
    """备注: a step or remark that has no event of its own; the label is clear, the text sealed."""

    label: str = ""
    text: Sealed | None = None


class Attached(Fact, frozen=True, kw_only=True):
    """附件: a file belongs to the case; its name and bytes are sealed."""

    sha256: str
    size: int
    media_type: str
    name: Sealed | None = None
    step: int = 0  # version of the event it belongs to; 0 = the case


class Corrected(Fact, frozen=True, kw_only=True):
    """更正: which event, which field, the right value, why, and who approved."""

    event: int
    field: str
    reason: str
    approver: str
    value: str = ""  # the right value as JSON text; empty when it is sealed
    sealed: Sealed | None = None
    clocks: tuple[Clock, ...] | None = None  # the event's clocks, when the correction moves them
    windows: tuple[Clock, ...] | None = None  # and its windows


class DataErased(Fact, frozen=True, kw_only=True):
    """个人信息删除: it was decided that the keys of one person's data are destroyed, and they are.

    `by` decided; `approver` is the same person, or in older records another. `asked` is the record
    of the request, `keys` what was destroyed; `source` "restore": done once more on a backup.
    """

    person: str
    basis: str
    approver: str
    asked: int = 0
    keys: tuple[str, ...] = ()


class DataExported(Fact, frozen=True, kw_only=True):
    """导出: the case, or personal data of it, left the service."""

    what: str
    purpose: str
    sha256: str = ""  # of the readable copy that left with it, hex
    records: int = 0  # of the case that left, counted from the first; 0: not said
    person: str = ""  # whose personal data, given to them as they asked; "": nobody's own
    identity: str = ""  # how it was made sure that it was they who asked


class DataRead(Fact, frozen=True, kw_only=True):
    """查阅: sealed fields were opened, what for, and until when the reader isn't asked again."""

    fields: tuple[str, ...]
    purpose: str
    records: tuple[int, ...] = ()  # versions of the events they stand in; none: of all
    until: datetime | None = None  # None: read this once


TOPICS: dict[str, type[Fact]] = {
    "case.noted": Noted,
    "case.attached": Attached,
    "case.corrected": Corrected,
    "case.data-erased": DataErased,
    "case.data-exported": DataExported,
    "case.data-read": DataRead,
}
