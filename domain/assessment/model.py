"""The shape of a scoring rule set: everything its file may say, and nothing else.

Points, weights and shares are `Decimal`, written as numbers or strings; nothing is a float. How
great each may be stands in `domain.assessment.checks`: the library limits no decimals.
"""

from decimal import Decimal
from typing import Literal

from domain.case.failings import Failing
from domain.rules.model import Code, Count, Kind, Part, Text

Subject = Literal["units", "centre"]
Way = Literal["ratio", "threshold", "band", "percentile", "duties"]

Points = Decimal  # over 0
NotNegative = Decimal
Share = Decimal  # from 0 to 1


class Step(Part, frozen=True, kw_only=True):
    """From this share kept on, the indicator gives this share of its points."""

    at_least: Share
    gives: Share


class Deduction(Part, frozen=True, kw_only=True):
    """Points off for each proven failing of a kind; never more than `most` in a quarter."""

    failing: Failing
    points: Points
    most: NotNegative | None = None
    article: Text


class Indicator(Part, frozen=True, kw_only=True):
    """指标: what is counted, by what measure, and how it turns into points.

    `way` says how: "ratio" gives the points in proportion to the share kept; "threshold" all of
    them from `target` on and none below; "band" by `steps`; "percentile" all of them while the
    `percentile` of `stretch` is within `within_minutes`, falling evenly to none at
    `none_at_minutes`; "duties" all of them less its own `deductions`, never below none.
    `clocks` are the time limits counted by the measure "on_time". `partly` is what a reporter who
    is basically satisfied counts. `inverse` turns a share of what should not be into its rest.
    """

    id: Code
    title: Text
    title_en: Text
    way: Way = "ratio"
    measure: Code = ""
    points: Points
    clocks: tuple[Kind, ...] = ()
    partly: Share = Decimal(1)
    inverse: bool = False
    target: Share | None = None
    steps: tuple[Step, ...] = ()
    stretch: str = ""
    percentile: Literal[50, 90, 95] = 90
    within_minutes: Count | None = None
    none_at_minutes: Count | None = None
    deductions: tuple[Deduction, ...] = ()
    article: Text


class Band(Part, frozen=True, kw_only=True):
    """等次: from this score on; bands are half-open, the lowest begins at 0."""

    id: Code
    title: Text
    title_en: Text
    at_least: NotNegative


class Target(Part, frozen=True, kw_only=True):
    """目标: what share of a rate the centre has promised."""

    rate: Code
    at_least: Share
    article: Text


class ScoringRules(Part, frozen=True, kw_only=True):
    """计分规则: of the units, or of the centre itself; one version of it.

    `minimum` is from how many counted on an indicator is no longer too small to compare; a unit is
    ranked where such indicators carry at least `ranked_share` of all points. `review_days` and
    `objection_days` are how long a computed quarter is looked at, and may be objected to.
    """

    id: Code
    version: Count
    title: Text
    title_en: Text
    jurisdiction: Text
    subject: Subject = "units"
    minimum: Count = 30
    ranked_share: Share = Decimal("0.5")
    objection_days: Count
    indicators: tuple[Indicator, ...]
    deductions: tuple[Deduction, ...] = ()
    bands: tuple[Band, ...]
    targets: tuple[Target, ...] = ()

    @property
    def ref(self) -> str:
        """Name and version, e.g. "unit-default@1"."""
        return f"{self.id}@{self.version}"
