"""The versions of the retention rules as their events left them."""

from collections.abc import Iterable

from msgspec import Struct, field

from domain.retention.events import RetentionConfirmed, RetentionEvent, RetentionIssued


class Book(Struct):
    """Every version, and which of them counts; `confirmed` is 0 before anybody confirmed one."""

    issued: dict[int, RetentionIssued] = field(default_factory=dict)
    confirmations: dict[int, RetentionConfirmed] = field(default_factory=dict)
    confirmed: int = 0
    version: int = 0

    @property
    def last(self) -> int:
        """The newest version."""
        return max(self.issued, default=0)


def fold(events: Iterable[RetentionEvent], book: Book) -> Book:
    """Fold more events in, into a book of its own."""
    book = Book(dict(book.issued), dict(book.confirmations), book.confirmed, book.version)
    for event in events:
        book.version += 1
        if isinstance(event, RetentionIssued):
            book.issued[event.version] = event
        elif isinstance(event, RetentionConfirmed):
            book.confirmations[event.version] = event
            book.confirmed = event.version
    return book
