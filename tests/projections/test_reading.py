"""Queries see one moment of the live read model, and change nothing."""

import pytest
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import DBAPIError

from projections.projector import Projector
from projections.tables import cases
from tests.projections.town import Town

COUNT = select(func.count()).select_from(cases)


def test_the_queries_of_one_page_see_one_moment(
    town: Town, projector: Projector, engine: Engine
) -> None:
    town.receive()
    projector.catch_up()
    with engine.connect() as page:
        assert page.scalar(COUNT) == 1
        town.receive()
        projector.catch_up()
        assert page.scalar(COUNT) == 1
    with engine.connect() as page:
        assert page.scalar(COUNT) == 2


def test_a_query_connection_cannot_write(town: Town, projector: Projector, engine: Engine) -> None:
    town.receive()
    projector.catch_up()
    with engine.connect() as page, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        page.execute(delete(cases))
