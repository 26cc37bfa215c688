"""Whether the log still is what a checkpoint somebody kept outside says of it."""

from typing import Final, NamedTuple

from application.proofs.errors import NoteError
from application.proofs.logtree import LogTree
from application.proofs.notes import MOST_BYTES, Checkpoint, Note
from application.proofs.trust import trusted
from web.proofs.looking import signer
from web.service import service, settings
from web.wording import LazyString, _, _l

WRONG: Final[dict[str, LazyString]] = {
    "checkpoint-malformed": _l(
        "The text is signed, but it is no checkpoint: it should be the log's name, a number of "
        "records and a root. Paste the checkpoint whole."
    ),
}
NOT_A_NOTE: Final = _l(
    "This is no whole checkpoint. Paste all of it, from the log's name to the end of the last line "
    "that begins with a dash."
)


class Checked(NamedTuple):
    """What came of it; `good` where the log still is what the checkpoint says."""

    good: bool
    text: str


class Unfit(Exception):
    """What was pasted can't be looked at; the text says what to do."""


def check(pasted: str) -> Checked:
    """Errors: `Unfit`."""
    told = _tidied(pasted)
    try:
        checkpoint = Checkpoint.parse(Note.parse(told).text)
    except NoteError as error:
        raise Unfit(str(WRONG.get(error.code, NOT_A_NOTE))) from None
    key = signer(told, trusted(service().desk.log))
    if key is None or key.name != checkpoint.origin:
        return Checked(
            good=False, text=_("It is not signed by a key of this log: it says nothing of it.")
        )
    return _compared(checkpoint)


def _compared(told: Checkpoint) -> Checked:
    tree = LogTree(settings(), service().desk.log)
    size, head = told.size, tree.size()
    if head < size:
        missing = _(
            "RECORDS ARE MISSING: it was signed for %(size)d, and the log has %(head)d.",
            size=size,
            head=head,
        )
        return Checked(good=False, text=missing)
    if tree.root(size) != told.root:
        return Checked(
            good=False,
            text=_(
                "IT DOES NOT FIT: the first %(size)d records are no longer those signed.", size=size
            ),
        )
    return Checked(
        good=True,
        text=_(
            "It fits: the first %(size)d records of the log are those it was signed for.", size=size
        ),
    )


def _tidied(pasted: str) -> str:
    """Line ends as browsers send them, and what a copy from paper loses at the end."""
    lines = [line.rstrip() for line in pasted[:MOST_BYTES].strip().splitlines()]
    return "\n".join(lines) + "\n"
