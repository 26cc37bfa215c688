"""What a command works with: the service it opens, who acts, and the pages' own words."""

from collections.abc import Iterator
from contextlib import contextmanager

from application.accounts import Account, AccountError
from application.desk import Act
from application.presence import require_store
from application.settings import Settings, load
from domain.case.events import Actor
from domain.errors import DomainError
from domain.units import CENTRE
from projections.bootstrap import Service, open_service
from projections.queries.viewer import THE_SERVICE, Viewer, viewer_of
from web.cli import language
from web.cli.failures import Failure
from web.cli.language import Text

DISABLED = Text("The account {user} is disabled.", "账号 {user} 已停用。")


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Service]:
    """The service on its store, for as long as the block lasts.

    Refusals of the domain leave it as a `Failure` that says them in words.
    """
    settings = settings or load()
    require_store(settings)
    service = open_service(settings)
    try:
        yield service
    except (DomainError, AccountError) as error:
        raise Failure(_sentence(service, error)) from error
    finally:
        service.close()


@contextmanager
def worded(service: Service) -> Iterator[None]:
    """Within it, everything the pages can say is said in the language of the command line."""
    from web.app import create_app  # noqa: PLC0415 - takes a moment, and not every command speaks
    from web.i18n import COOKIE  # noqa: PLC0415

    app = create_app(service.settings, service)
    cookie = {"Cookie": f"{COOKIE}={language.current()}"}
    with app.test_request_context(headers=cookie):
        yield


def _sentence(service: Service, error: DomainError | AccountError) -> str:
    with worded(service):
        from web.messages import explain, explain_account  # noqa: PLC0415 - as above

        told = explain(error) if isinstance(error, DomainError) else explain_account(error)
    return f"{told.text} [{error.code}]"


def account(service: Service, username: str) -> Account:
    """Who acts. Errors: `AccountError` unknown; `Failure` when disabled."""
    found = service.accounts.get(username)
    if found.disabled:
        raise Failure(DISABLED(user=username))
    return found


def actor(service: Service, username: str) -> Actor:
    """The same as the domain knows them."""
    who = account(service, username)
    return Actor(who.username, who.unit or CENTRE, who.role)


def act(service: Service, username: str) -> Act:
    """An act of theirs, now."""
    return Act(by=actor(service, username))


def viewer(service: Service, username: str) -> Viewer:
    """As whom the read model is asked; nobody named: the service itself, on its own host."""
    if not username:
        return THE_SERVICE
    who = account(service, username)
    with service.read() as connection:
        return viewer_of(connection, who.role, who.unit or CENTRE, who.username)
