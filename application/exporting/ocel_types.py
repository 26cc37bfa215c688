"""Which attributes the events of each type may have, as an object-centric log declares them."""

from functools import cache
from typing import Final

from application.mining.leaving import EVENT, Kind
from application.mining.telling import PREFIX
from domain.case.events import TOPICS

OF_ALL: Final = ("recorded", "position", "late", "source", "acting_role")


@cache
def attributes_of(event_type: str) -> dict[str, Kind]:
    """The names and kinds, in their order; whether an event has them is its own matter."""
    fields = TOPICS[PREFIX + event_type].__struct_fields__
    names = dict.fromkeys((*OF_ALL, *(field for field in fields if field in EVENT)))
    return {name: EVENT[name] for name in names}
