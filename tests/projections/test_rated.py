"""The rows behind each rate, page by page: all of them, none twice, the latest first."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from domain.case.words import Role, Track
from projections.projector import Projector
from projections.queries import behind, rated
from projections.queries.filters import Filters
from projections.queries.rates import rate_named, rates
from projections.queries.viewer import Viewer
from tests.projections.town import Town

FEW = 2
LEADER = Viewer(role=Role.LEADER, unit="centre", user="li")


@pytest.mark.parametrize("kept", [None, True, False])
@pytest.mark.parametrize("filters", [Filters(), Filters(track=Track.EMERGENCY)])
def test_pages_together_are_what_one_page_would_be(
    town: Town,
    projector: Projector,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    filters: Filters,
    kept: bool | None,
) -> None:
    town.muddle(600)
    projector.catch_up()
    now = town.clock() + timedelta(days=400)
    asked = rated.Asked(LEADER, filters, now, kept)
    several = 0
    with engine.connect() as connection:
        for name in {one.rate.name for one in rates(connection, viewer=LEADER, now=now)}:
            rate = rate_named(name, LEADER, {})
            whole = rated.rows_of(connection, rate, asked)
            assert whole.pages == 1
            with monkeypatch.context() as small:
                small.setattr(behind, "PER_PAGE", FEW)
                small.setattr(rated, "PER_PAGE", FEW)
                pages = range(1, -(-whole.total // FEW) + 1)
                told = [
                    row
                    for page in pages
                    for row in rated.rows_of(connection, rate, asked, page).rows
                ]
            assert told == list(whole.rows), name
            several += len(pages) > 1
    assert several or (filters.track and kept)
