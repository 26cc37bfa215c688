"""What can happen to bulletins; names and topics are stored, for ever."""

from datetime import datetime

from msgspec import Struct

from domain.bulletins.figures import Figures
from domain.case.events import Actor


class BulletinEvent(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When and by whom."""

    at: datetime
    by: Actor


class BulletinIssued(BulletinEvent, frozen=True, kw_only=True):
    """通报印发: these figures of a period, as of a position of the log, under a number."""

    kind: str
    period: str
    year: int
    number: int
    seq: int
    as_of: datetime
    digest: str
    figures: Figures
    foreword: str = ""


class BulletinListed(BulletinEvent, frozen=True, kw_only=True):
    """通报编号: a number of the year was given to the bulletin of that period."""

    kind: str
    period: str
    year: int
    number: int
    digest: str


TOPICS: dict[str, type[BulletinEvent]] = {
    "bulletin.issued": BulletinIssued,
    "bulletins.listed": BulletinListed,
}
