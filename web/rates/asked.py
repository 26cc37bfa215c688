"""What an address asks of the rates: the period, what they are narrowed and split by."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from projections.queries.filters import NOTHING, Filters
from projections.queries.split import SPLITS
from web import names
from web.ledgers.asked import DAYS, LONGEST, Problem, narrowed
from web.ledgers.periods import quarter
from web.rates.steps import STEPS
from web.wording import _

NARROWED: Final = ("unit", "unit_class", "track", "channel", "group", "category", "place")
MONTH: Final = "month"
# By which name of an address something is narrowed that was split.
OF_SPLIT: Final[Mapping[str, str]] = {"class": "unit_class"}


class Asked(NamedTuple):
    """An address, read; `typed` is what stands in the fields of the form.

    `step` is what a course over time is drawn by.
    """

    filters: Filters
    by: str
    step: str
    typed: Mapping[str, str]
    problems: list[Problem]

    def address(self, **changes: object) -> dict[str, Any]:
        """The same question with some of it changed, as arguments of an address."""
        step = "" if self.step == MONTH else self.step
        new = {**self.typed, "by": self.by, "step": step, **changes}
        return {name: value for name, value in new.items() if value not in ("", None)}

    def within(self, by: str, code: str) -> dict[str, Any]:
        """The same question of one group of those it was split into."""
        name = OF_SPLIT.get(by, by)
        if by == "group" and not group_codes(code):  # a category that belongs to none
            name = "category"
        return self.address(by="", **{name: code or NOTHING})


def read(args: Mapping[str, str]) -> Asked:
    """Without a period it is this quarter up to now."""
    typed = {name: args.get(name, "").strip()[:LONGEST] for name in (*DAYS, *NARROWED)}
    if not (typed["since"] or typed["until"]):
        now = quarter()
        typed |= {"since": now.since.isoformat(), "until": now.until.isoformat()}
    group = typed["group"]
    filters, problems = narrowed(_filters(typed))
    if group and not group_codes(group):
        problems.append(("group", _("There is no such group of categories. Choose from the list.")))
    by, step = args.get("by", ""), args.get("step", "")
    by = by if by in (*SPLITS, *STEPS) else ""
    return Asked(filters, by, step if step in STEPS else MONTH, typed, problems)


def group_codes(group: str) -> list[str]:
    """The codes cases of a group may have, retired ones too; none of a group nobody knows."""
    known = names.categories()
    if group not in known.known or known.known[group].parent:
        return []
    return [group, *(leaf.code for leaf in known.leaves(group))]


def groups_of_codes() -> dict[str, str]:
    """To which group each category belongs; a group to itself."""
    return {one.code: one.parent or one.code for one in names.categories().known.values()}


def _filters(typed: Mapping[str, str]) -> dict[str, str]:
    """As queries know them."""
    known = {name: value for name, value in typed.items() if name != "group"}
    return {**known, "categories": ",".join(group_codes(typed["group"]))}
