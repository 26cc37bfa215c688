"""Puts a reading on record before anything opens."""

from collections.abc import Sequence

from flask import request

from application.desk import Act
from domain.case.record import ReadData
from domain.errors import DomainError
from web import messages
from web.auth.who import actor
from web.desk import schemas
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.readings import purposes
from web.service import service


def read_case(now: Standing) -> str:
    """Open whatever of the case opens to the viewer; why not, or ""."""
    return read(now, list(dict.fromkeys(place.field for place in Sight(now).openable())))


def read(now: Standing, fields: Sequence[str], records: Sequence[int] = ()) -> str:
    """Open these fields of these records, once for each press; why not, or ""."""
    token = schemas.token(request.form)
    key = f"{actor().user}/{now.case.number}/ReadData/{token}" if token else ""
    command = ReadData(
        fields=tuple(fields), purpose=purposes.said(), records=tuple(records), stays=True
    )
    try:
        service().desk.execute(now.case.id, command, Act(by=actor(), key=key))
    except DomainError as refused:
        return messages.explain(refused, ReadData.__name__).text
    return ""
