"""What can happen to the log as a whole; names and topics are the storage format, for ever."""

from datetime import datetime

from msgspec import Struct


class LogExported(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """记录导出: everything recorded after position `since` up to `until` left the service.

    Put on record before the first line goes out, so that no export is without its record. The log
    never changes, so these positions say which bytes they were; what is sealed stayed sealed.
    """

    at: datetime
    by: str  # account name, or what stands for the command line
    form: str  # "jsonl", "ocel2", "xes"
    until: int
    since: int = 0
    narrowed: tuple[str, ...] = ()  # to some cases only: "track=petition"


TOPICS: dict[str, type[LogExported]] = {"log.exported": LogExported}
