"""What units are called when a bulletin is drawn up, and the order in which they stand in it."""

from collections.abc import Iterable

from domain.units import CENTRE
from web import names
from web.service import settings


def ordered(codes: Iterable[str]) -> list[str]:
    """The centre first, then the units as the register has them."""
    places = {code: place for place, code in enumerate((CENTRE, *names.units()))}
    return sorted(codes, key=lambda code: (places.get(code, len(places)), code))


def named(code: str) -> tuple[str, str]:
    """Its names in Chinese and English; a code nobody knows is called by itself."""
    if code == CENTRE:
        return settings().centre_name, settings().centre_name_en
    unit = names.units().get(code)
    return (code, "") if unit is None else (unit.name, unit.name_en)
