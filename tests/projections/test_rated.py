"""The rows behind each rate, page by page: all of them, none twice, the latest first."""

from datetime import timedelta
from itertools import chain, product

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
ASKED = (Filters(), Filters(track=Track.EMERGENCY))
LEADER = Viewer(role=Role.LEADER, unit="centre", user="li")


def test_pages_together_are_what_one_page_would_be(
    town: Town, projector: Projector, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.muddle(600)
    projector.catch_up()
    now = town.clock() + timedelta(days=400)
    several = set()
    with engine.connect() as connection:
        names = {one.rate.name for one in rates(connection, viewer=LEADER, now=now)}
        for name, filters, kept in product(names, ASKED, (None, True, False)):
            rate, asked = rate_named(name, LEADER, {}), rated.Asked(LEADER, filters, now, kept)
            whole = rated.rows_of(connection, rate, asked)
            assert whole.pages == 1
            with monkeypatch.context() as small:
                small.setattr(behind, "PER_PAGE", FEW)
                small.setattr(rated, "PER_PAGE", FEW)
                pages = range(1, -(-whole.total // FEW) + 1)
                told = [rated.rows_of(connection, rate, asked, page).rows for page in pages]
            assert list(chain.from_iterable(told)) == list(whole.rows), (name, filters, kept)
            several |= {(filters.track, kept)} if len(pages) > 1 else set()
    assert several >= {("", None), ("", True), ("", False), (Track.EMERGENCY, None)}
