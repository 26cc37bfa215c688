"""An empty service whose pages are asked for words only, made once for many tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from application.migrate import migrate
from application.settings import Settings
from projections.bootstrap import open_service
from web.app import create_app

InLanguage = Callable[[str], AbstractContextManager[object]]


def talking(folder: Path) -> Iterator[InLanguage]:
    """A function that gives the context of a request in a language."""
    settings = Settings(data=folder)
    migrate(settings)
    service = open_service(settings)
    app = create_app(settings, service)
    yield lambda language: app.test_request_context(
        headers={"Cookie": f"linkage-language={language}"}
    )
    service.close()
