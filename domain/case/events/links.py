"""外链: a dispatch is opened to a unit without accounts by a link, and closed again."""

from datetime import datetime

from domain.case.events.base import Fact


class LinkIssued(Fact, frozen=True, kw_only=True):
    """开通外链: until then whoever holds the link acts for the dispatch's unit; it is not kept."""

    link: int
    dispatch: int
    until: datetime


class LinkRevoked(Fact, frozen=True, kw_only=True):
    """停用外链: the link opens nothing any more."""

    link: int
    dispatch: int


TOPICS: dict[str, type[Fact]] = {
    "case.link-issued": LinkIssued,
    "case.link-revoked": LinkRevoked,
}
