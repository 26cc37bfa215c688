"""Serves the sample town to browsers, from a thread of the test, with a clock that stands."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from application.demo import Told, load
from application.settings import Settings
from projections.bootstrap import Service, open_service
from projections.storytelling import assessor, sampler
from web.app import create_app

NOW = datetime(2026, 6, 24, 2, 12, tzinfo=UTC)  # a Wednesday, 10:12 in Shanghai


class Town(NamedTuple):
    """The sample town, served."""

    address: str
    password: str
    service: Service

    def log_in(self, page: Page, username: str) -> None:
        """As a person does it: two fields and the Enter key."""
        page.goto(f"{self.address}/login")
        page.fill("#username", username)
        page.fill("#password", self.password)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)

    def speak(self, page: Page, language: str) -> None:
        """Choose a language in this browser."""
        page.goto(f"{self.address}/language/{language}")


@cache
def _told(folder: Path) -> tuple[Path, str]:
    """The town's folder, filled by the first worker of a test run to ask, and its password."""
    folder.mkdir(exist_ok=True)
    data, password = folder / "data", folder / "password"
    with (folder / "lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not password.exists():
            settings = Settings(data=data)
            password.write_text(_tell(settings).password)
    return data, password.read_text()


def _tell(settings: Settings) -> Told:
    return load(settings, NOW, assess=assessor(settings), draw=sampler(settings))


def _shared(folder: Path) -> Path:
    """A folder of all workers of the test run, by the one a test was given in its own."""
    own = folder.parents[1]
    return (own.parent if own.name.startswith("popen-") else own) / "sample-town"


def settle(folder: Path) -> tuple[Settings, str]:
    """A copy of the town as it is at `NOW`, on SQLite, and the password of all its people."""
    made, password = _told(_shared(folder))
    shutil.copytree(made, folder, symlinks=True)
    return Settings(data=folder), password


@contextmanager
def sample_town(folder: Path) -> Iterator[Town]:
    """The town, served."""
    settings, password = settle(folder)
    service = open_service(settings, lambda: NOW)
    try:
        with served(create_app(settings, service)) as address:
            yield Town(address, password, service)
    finally:
        service.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve pages on a free port; gives the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
