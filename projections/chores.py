"""Which chores there are, and how often each is done."""

from application.erasing.purging import finish
from application.rounds.keeping import open_due_rounds, settle_missing
from projections.background import Background, Chore
from projections.bootstrap import Service
from projections.timekeeper import MOST, Timekeeper

# Seconds between two looks.
TIMEKEEPING = 10.0
ROUNDS = 60.0
MESSAGES = 1.0
ERASING = 60.0


def background(service: Service) -> Background:
    """Everything the service does without being asked."""
    return Background(service.settings, chores(service))


def chores(service: Service) -> list[Chore]:
    """In the order in which they are done when several are due at once."""
    keeper = Timekeeper(service)

    def keep_time() -> bool:
        service.projector.catch_up()
        return keeper.keep() == MOST

    def keep_rounds() -> bool:
        now = service.desk.clock()
        return bool(open_due_rounds(service.desk, now) + settle_missing(service.desk, now))

    def send_messages() -> bool:
        """What was just made is sent in the same turn."""
        made = service.messages.fill()
        return bool(service.messages.send_due() + made)

    def finish_erasing() -> bool:
        """What a process that was killed, or somebody in the way, left undone."""
        finish(service.desk)
        return False

    return [
        Chore("timekeeping", TIMEKEEPING, keep_time),
        Chore("rounds", ROUNDS, keep_rounds),
        Chore("messages", MESSAGES, send_messages),
        Chore("erasing", ERASING, finish_erasing),
    ]


def do_once(service: Service) -> None:
    """Each chore until nothing waits to be done."""
    for chore in chores(service):
        while chore.do():
            pass
