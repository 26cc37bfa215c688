"""A centre with one account, on each database."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from application.settings import Settings
from tests.application.accounts.town import PASSWORD, ZHANG, Town


@pytest.fixture
def town(settings: Settings) -> Iterator[Town]:
    """A centre with one account."""
    with closing(Town(settings)) as town:
        town.accounts.add(ZHANG, PASSWORD)
        yield town
