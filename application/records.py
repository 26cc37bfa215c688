"""Records of some kinds that many cases have, for lists that need no more of each case."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from application.codec import decode, topics_of
from application.log import Log
from application.store.found import of_streams
from domain.case.events import Fact


def recorded(
    log: Log, case_ids: Collection[str], kinds: Collection[type[Fact]]
) -> dict[str, Sequence[Fact]]:
    """By the case's id, in order; of all of them by one question."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for row in of_streams(log.reader, sorted(case_ids), topics_of(kinds)):
        found[row.stream].append(decode(row.topic, row.state))
    return dict(found)
