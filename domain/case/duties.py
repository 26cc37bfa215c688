"""Nobody is both sides of an act: who asked for it, or did it, does not decide on it."""

from collections.abc import Mapping, Sequence

from domain import errors
from domain.case.command import Context
from domain.case.events import Fact


def require_another(ctx: Context, recorded: type[Fact], **same: object) -> None:
    """The last record of that kind, with these fields, is somebody else's. Errors: `OwnAct`.

    Records that are brought in say what was done elsewhere, all by whoever brings them.
    """
    if ctx.source == "import":
        return
    if by_whom(ctx.history, recorded, same) == ctx.by.user:
        raise errors.OwnAct(user=ctx.by.user)


def by_whom(history: Sequence[Fact], recorded: type[Fact], same: Mapping[str, object]) -> str:
    """Whose the last record of that kind is, with these fields; "" where there is none."""
    found = (one.by.user for one in reversed(history) if _is(one, recorded, same))
    return next(found, "")


def _is(one: Fact, kind: type[Fact], same: Mapping[str, object]) -> bool:
    return isinstance(one, kind) and all(getattr(one, name) == is_ for name, is_ in same.items())
