"""How much a request may bring: a form's text everywhere, files where a view takes them.

A form with files that are too large is read to its end all the same, so that what was typed with
them is not lost; of the files no more is kept than is needed to see that they are too large.
"""

from collections.abc import Callable
from functools import cached_property
from typing import IO, Any, Final, TypeVar

from flask import Flask, Request, current_app, request

from application.settings import MEGABYTE, Settings
from web.files.arriving import Arriving, Room

FULL_AT_ONCE: Final = 4  # files of full size in one form; a request is held in memory
READ_MOST: Final = 10  # times as much is read, to keep what was typed; more is cut off
View = TypeVar("View", bound=Callable[..., Any])
_MARK: Final = "takes_files"


class InMemory(Request):
    """A request whose files never lie on a disk in clear."""

    @cached_property
    def _room(self) -> Room:
        settings = current_app.config["SETTINGS"]
        return Room(settings.file_most + 1, form_most(settings) + 1)

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return Arriving(self._room)


def takes_files_if(allowed: Callable[[], bool]) -> Callable[[View], View]:
    """As `takes_files`, for a view that asks nobody to log in: strangers send no files."""

    def mark(view: View) -> View:
        setattr(view, _MARK, allowed)
        return view

    return mark


def takes_files(view: View) -> View:
    """Mark a view whose form brings files; write it below `@blueprint.post`."""
    return takes_files_if(lambda: True)(view)


def form_most(settings: Settings) -> int:
    """How much all files of one form may be together, bytes."""
    return FULL_AT_ONCE * settings.file_most


def megabytes(length: int) -> str:
    """A limit as people say it."""
    return str(length // MEGABYTE)


def init_app(app: Flask) -> None:
    """Asked before anything reads the form."""
    app.request_class = InMemory
    app.before_request(raise_limit)


def raise_limit() -> None:
    """Where files are taken, they may come on top of the text."""
    view = current_app.view_functions.get(request.endpoint or "")
    allowed = getattr(view, _MARK, None)
    if allowed is not None and allowed():
        text = int(current_app.config["MAX_CONTENT_LENGTH"])
        files = form_most(current_app.config["SETTINGS"])
        request.max_content_length = text + READ_MOST * files
