"""The fields by which rates are narrowed, with what there is to choose from."""

from typing import Final

from projections.queries.filters import NOTHING
from projections.queries.split import classes
from web import asof, names
from web.asking import viewer
from web.ledgers.fields import Choice, Option, narrowing
from web.rates.asked import NARROWED, Asked
from web.rates.figures import BY, label

LISTED: Final = ("track", "channel", "category", "unit")
SPLIT: Final = {"unit_class": "class"}


def choices(asked: Asked) -> list[Choice]:
    """As ledgers have them, and classes of units and groups of categories."""
    lists = {one.name: one for one in (*narrowing(LISTED), *_above())}
    found = [lists[name] for name in NARROWED if name in lists]
    return [_with_what_is_asked(one, asked.typed[one.name]) for one in found]


def _above() -> list[Choice]:
    groups = [(one.code, names.category_name(one)) for one, _ in names.groups()]
    found = [Choice("group", str(BY["group"]), [("", groups)])]
    if not viewer().of_unit:
        with asof.read() as connection:
            known = [(one, one) for one in classes(connection)]
        found.append(Choice("unit_class", str(BY["class"]), [("", known)]))
    return found


def _with_what_is_asked(one: Choice, typed: str) -> Choice:
    """A field shows what it is narrowed by, even where that is in no list."""
    offered = {value for _, options in one.groups for value, _ in options}
    if not typed or typed in offered:
        return one
    split = SPLIT.get(one.name, one.name)
    option: Option = (typed, label(split, "" if typed == NOTHING else typed))
    return one._replace(groups=[("", [option]), *one.groups])
