"""Nobody is both sides of an act: who asked for it, or did it, does not decide on it."""

from domain import errors
from domain.case.command import Context
from domain.case.events import Fact


def require_another(ctx: Context, recorded: type[Fact], **same: object) -> None:
    """The last record of that kind, with these fields, is somebody else's. Errors: `OwnAct`.

    Records that are brought in say what was done elsewhere, all by whoever brings them.
    """
    if ctx.source == "import":
        return
    done = next((one for one in reversed(ctx.history) if _is(one, recorded, same)), None)
    if done is not None and done.by.user == ctx.by.user:
        raise errors.OwnAct(user=ctx.by.user)


def _is(one: Fact, kind: type[Fact], same: dict[str, object]) -> bool:
    return isinstance(one, kind) and all(getattr(one, name) == is_ for name, is_ in same.items())
