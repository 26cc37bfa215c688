"""`pytest tests/golden --write-golden` writes the examples that are missing, and never over one."""

import pytest

from tests.golden.examples import FOLDER, readable_topics, write


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write missing golden files")


def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.getoption("--write-golden", default=False):
        for topic in readable_topics():
            if not (FOLDER / f"{topic}.json").exists():
                write(topic)
