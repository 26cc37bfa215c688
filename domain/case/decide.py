"""One door to all decisions: a command on a case gives events or a refusal."""

from domain.case import (
    answer,
    closing,
    contesting,
    correction,
    dispatch,
    erasure,
    finding,
    handling,
    intake,
    links,
    mediation,
    planning,
    record,
    supervision,
    timekeeping,
)
from domain.case.clear import check_clear
from domain.case.command import DECISIONS, Command, Context, Decision, not_before
from domain.case.failings import judged
from domain.case.links import check_link
from domain.case.rights import attempt, barred, check_rights
from domain.case.state import Case

STAGES = (
    intake,
    dispatch,
    links,
    handling,
    planning,
    supervision,
    mediation,
    closing,
    answer,
    record,
    erasure,
    correction,
    finding,
    contesting,
    timekeeping,
)
COMMANDS: dict[str, type[Command]] = {kind.__name__: kind for kind in DECISIONS}


def decide(case: Case, command: Command, ctx: Context) -> Decision:
    """What the command makes happen. Errors: a `DomainError` that says why not.

    Of somebody the case accuses it is the attempt, `Barred`: the handler stores and refuses it.
    """
    if ctx.source != "import" and barred(case, ctx):
        return [*attempt(ctx, "act")]
    check_rights(case, command, ctx)
    check_link(case, command, ctx)
    if ctx.source != "import":  # what a record says is settled when it is brought in
        check_clear(command, ctx)
    if case.version and ctx.source != "import":  # a record's own clocks are as they are
        not_before(ctx, case.received_at, "receipt")
    return judged(case, DECISIONS[type(command)](case, command, ctx), ctx)
