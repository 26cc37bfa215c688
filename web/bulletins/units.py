"""What a unit of a bulletin is called: as it was when the bulletin was drawn up."""

from domain.bulletins.figures import Named, UnitCounts, UnitPoints
from web.i18n import language


def called(one: UnitCounts | UnitPoints) -> str:
    """In the language of the page; a unit without an English name has one name."""
    return (language() == "en" and one.name_en) or one.name


def titled(one: Named) -> str:
    """An indicator or a band, as its rule set calls it."""
    return one.title_en if language() == "en" else one.title
