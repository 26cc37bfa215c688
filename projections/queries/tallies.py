"""What is counted of each unit in a period (考核计数): tallies, the rows behind, and failings."""

from projections.queries.accounts import Wanted
from projections.queries.behind import Rows, counted
from projections.queries.gathering import Period, failings_of, percentile, tallies

__all__ = ["Period", "Rows", "Wanted", "counted", "failings_of", "percentile", "tallies"]
