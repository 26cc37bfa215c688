"""What can happen at the duty desk itself; names and topics are the storage format, for ever."""

from datetime import datetime

from msgspec import Struct

from domain.sealed import Sealed


class DutyEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When and by whom (account name)."""

    at: datetime
    by: str


class ShiftBegun(DutyEvent, frozen=True, kw_only=True):
    """接班: a shift begins, with the leader and the officers (account names) it has."""

    shift: int
    leader: str
    officers: tuple[str, ...]
    until: datetime | None = None


class HandedOver(DutyEvent, frozen=True, kw_only=True):
    """交班: what the shift leaves to the next, in a note and in numbers of open matters."""

    shift: int
    note: Sealed
    urgent: int
    overdue: int
    waiting: int
    matters: tuple[str, ...] = ()


class NoteRead(DutyEvent, frozen=True, kw_only=True):
    """阅知: somebody of the desk has read the note that shift left."""

    shift: int


class ShiftEnded(DutyEvent, frozen=True, kw_only=True):
    """下班: the shift is over."""

    shift: int


class WallOpened(DutyEvent, frozen=True, kw_only=True):
    """大屏启用: a screen on a wall shows the board by a link of its own (SHA-256 of its secret)."""

    wall: int
    label: str
    digest: str
    until: datetime


class WallClosed(DutyEvent, frozen=True, kw_only=True):
    """大屏停用: that screen's link is void."""

    wall: int


TOPICS: dict[str, type[DutyEvent]] = {
    "duty.shift-begun": ShiftBegun,
    "duty.handed-over": HandedOver,
    "duty.note-read": NoteRead,
    "duty.shift-ended": ShiftEnded,
    "duty.wall-opened": WallOpened,
    "duty.wall-closed": WallClosed,
}
