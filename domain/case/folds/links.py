"""What the facts of this stage change: see `domain.case.events.links`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case, Link


@on(e.LinkIssued)
def _link_issued(case: Case, event: e.LinkIssued) -> None:
    """A new link takes the place of the dispatch's earlier one, which may be lost."""
    for earlier in case.links.values():
        earlier.ended = earlier.ended or earlier.dispatch == event.dispatch
    case.links[event.link] = Link(event.dispatch, event.until)


@on(e.LinkRevoked)
def _link_revoked(case: Case, event: e.LinkRevoked) -> None:
    case.links[event.link].ended = True
