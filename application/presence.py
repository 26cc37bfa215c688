"""Whether there is a store to work with, and how far it has come."""

from eventsourcing.persistence import OperationalError, PersistenceError, ProgrammingError

from application.log import open_reader
from application.settings import Settings


class NotMigrated(Exception):
    """There is no store yet: `linkage migrate` makes it."""


class Unreachable(Exception):
    """The database does not answer; the text is what its driver said."""


def head_of(settings: Settings) -> int | None:
    """Position of the last event, without making anything; None when there is no store.

    Errors: `Unreachable`.
    """
    if settings.database_url:
        return _head_of_postgres(settings)
    return _head(settings) if settings.events_path.exists() else None


def require_store(settings: Settings) -> int:
    """Position of the last event. Errors: `NotMigrated`, `Unreachable`."""
    head = head_of(settings)
    if not head:
        raise NotMigrated
    return head


def _head_of_postgres(settings: Settings) -> int | None:
    from application.store.postgres import library_errors  # noqa: PLC0415 - only where it is used

    try:
        with library_errors():
            return _head(settings)
    except OperationalError as error:
        raise Unreachable(str(error).strip()) from error


def _head(settings: Settings) -> int | None:
    try:
        reader = open_reader(settings)
    except PersistenceError as error:
        raise Unreachable(str(error).strip()) from error
    try:
        return reader.head()
    except ProgrammingError:
        return None
    except OperationalError as error:
        if "no such table" in str(error):
            return None
        raise Unreachable(str(error).strip()) from error
    finally:
        reader.close()
