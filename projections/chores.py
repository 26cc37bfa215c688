"""Which chores there are, and how often each is done."""

from projections.background import Background, Chore
from projections.bootstrap import Service
from projections.timekeeper import MOST, Timekeeper

TIMEKEEPING = 10.0  # seconds


def background(service: Service) -> Background:
    """Everything the service does without being asked."""
    return Background(service.settings, chores(service))


def chores(service: Service) -> list[Chore]:
    """In the order in which they are done when several are due at once."""
    keeper = Timekeeper(service)

    def keep_time() -> bool:
        service.projector.catch_up()
        return keeper.keep() == MOST

    return [Chore("timekeeping", TIMEKEEPING, keep_time)]


def do_once(service: Service) -> None:
    """Each chore until nothing waits to be done."""
    for chore in chores(service):
        while chore.do():
            pass
