"""What categories, units and other entries of the centre's own lists are called on the screen."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask import g

from domain.categories import Categories
from domain.rules.categories import Category
from projections.finding import by_name
from projections.queries.lookups import unit_tree
from projections.words import Codes
from web.i18n import language
from web.service import service


class UnitName(NamedTuple):
    """A unit as lists show it; `depth` says how far below the top it stands."""

    code: str
    name: str
    name_en: str
    dissolved: bool
    depth: int

    @property
    def shown(self) -> str:
        """In the language of the page; a unit without an English name has one name."""
        return (language() == "en" and self.name_en) or self.name


def units() -> Mapping[str, UnitName]:
    """All units by code, each followed by those below it; read once in a request."""
    if "units" not in g:
        g.units = _units()
    found: Mapping[str, UnitName] = g.units
    return found


def _units() -> dict[str, UnitName]:
    with service().read() as connection:
        return {
            one.code: UnitName(one.code, one.name, one.name_en, one.dissolved, one.depth)
            for one in unit_tree(connection)
        }


def unit(code: str) -> str:
    """The name of a unit; a code nobody knows is shown as it stands."""
    known = units().get(code)
    return code if known is None else known.shown


def several_units(codes: str) -> str:
    """The names of units listed as ",a,b,"."""
    return ", ".join(unit(code) for code in codes.split(",") if code)


def categories() -> Categories:
    """The categories as they stand, those retired among them; looked up once in a request."""
    if "categories" not in g:
        g.categories = service().desk.categories.now()
    found: Categories = g.categories
    return found


def category(code: str) -> str:
    """The name of a category; a code nobody knows is shown as it stands."""
    found = categories().known.get(code)
    return category_name(found) if found is not None else code


def category_name(one: Category) -> str:
    """In the language of the page."""
    return one.name_en if language() == "en" else one.name


def groups() -> Iterable[tuple[Category, list[Category]]]:
    """What is offered for new cases: the groups with their leaves, in the order of the list."""
    known = categories()
    for group in known.nodes():
        if not group.parent and known.offered(group.code):
            yield group, [leaf for leaf in known.leaves(group.code) if known.offered(leaf.code)]


def codes() -> Codes:
    """Finds categories and units by what people call them, in either language."""
    return by_name(
        categories().nodes(), [(one.code, one.name, one.name_en) for one in units().values()]
    )
