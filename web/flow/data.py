"""The flow as plain data: codes and seconds, the same for pages and commands."""

from typing import Any

from projections.flow.choosing import mark
from projections.flow.found import Flow


def plain(found: Flow, seq: int) -> dict[str, Any]:
    """`measured` is of how many runs times were taken; what is counted is all of them."""
    return {
        "position": seq,
        "runs": found.runs,
        "measured": found.measured,
        "took": found.took._asdict(),
        "variants": [{**_told(one), "id": mark(one.steps)} for one in found.variants],
        "following": [_told(one) for one in found.following],
        "steps": found.steps,
        "loops": [one._asdict() for one in found.loops],
        "skipped": [one._asdict() for one in found.skipped],
    }


def _told(one: Any) -> dict[str, Any]:
    told: dict[str, Any] = one._asdict()
    return {**told, "took": one.took._asdict()}
