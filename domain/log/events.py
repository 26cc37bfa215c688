"""What can happen to the log as a whole; names and topics are the storage format, for ever."""

from datetime import datetime

from msgspec import Struct


class LogEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When, and by whom: an account name, or what stands for the command line or the service."""

    at: datetime
    by: str


class LogExported(LogEvent, frozen=True, kw_only=True):
    """记录导出: everything recorded after position `since` up to `until` left the service.

    Put on record before the first line goes out, so that no export is without its record. The log
    never changes, so these positions say which bytes they were; what is sealed stayed sealed.
    """

    form: str  # "jsonl", "ocel2", "xes"
    until: int
    since: int = 0
    narrowed: tuple[str, ...] = ()  # to some cases only: "track=petition"


class ClockConfirmed(LogEvent, frozen=True, kw_only=True):
    """时钟确认: the host's clock is right as it stands, though records say a later time.

    `last` is the time of the last record then. Records made until the clock reaches it carry it.
    """

    last: datetime
    reason: str


class Setting(Struct, frozen=True, forbid_unknown_fields=True):
    """One setting by its name, as it was said."""

    name: str
    value: str


class SettingsStated(LogEvent, frozen=True, kw_only=True):
    """设置留痕: with these settings the service runs from now on, by this version of itself.

    Of what is secret it stands only whether it is set.
    """

    version: str
    values: tuple[Setting, ...]


class BackedUp(LogEvent, frozen=True, kw_only=True):
    """备份: the log up to `until` was copied; `digest` is the SHA-256 of its leaves in order.

    `kek` is by what the key-encryption key is known under which its keys are wrapped.
    """

    until: int
    digest: str
    kek: str


class Restored(LogEvent, frozen=True, kw_only=True):
    """恢复: everything up to `until` was put here from a backup made at `made_at`.

    `sealed`: as a copy to audit, in which nothing sealed can be opened.
    """

    until: int
    digest: str
    made_at: datetime
    sealed: bool = False


class Rebuilt(LogEvent, frozen=True, kw_only=True):
    """读模型重建: ledgers and figures were built anew from the log up to `until`."""

    until: int


class Imported(LogEvent, frozen=True, kw_only=True):
    """导入: a file was brought in by a mapping, as far as it went.

    `file` is the SHA-256 of its bytes; the name stays out, since it may name people.
    """

    mapping: str
    file: str
    cases: int
    events: int
    refused: int


class DemoTold(LogEvent, frozen=True, kw_only=True):
    """演示数据: what follows is a story made up to show the service, and nothing that happened."""

    seed: str


class Verified(LogEvent, frozen=True, kw_only=True):
    """核验: everything up to `until` was held against its proofs; `root` is the tree's then.

    `found` has the kinds of what was wrong; empty, nothing was. `checkpoints` is how many it was
    held against.
    """

    until: int
    root: str
    checkpoints: int
    found: tuple[str, ...] = ()


TOPICS: dict[str, type[LogEvent]] = {
    "log.exported": LogExported,
    "log.clock-confirmed": ClockConfirmed,
    "log.settings-stated": SettingsStated,
    "log.backed-up": BackedUp,
    "log.restored": Restored,
    "log.rebuilt": Rebuilt,
    "log.imported": Imported,
    "log.demo-told": DemoTold,
    "log.verified": Verified,
}
