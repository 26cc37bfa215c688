"""The checkpoint a paper bears: its readers keep outside what the log is held to."""

from typing import Final

from application.proofs.trust import trusted
from web.papers.content import Seal
from web.proofs.looking import mark
from web.proofs.outside import checkpoints
from web.proofs.routes import blueprint
from web.service import service
from web.wording import _

MARK: Final = "seal_mark"


@blueprint.app_template_global("seal_of")
def seal_of(seq: int) -> Seal | None:
    """The first checkpoint that covers a record; the last there is, where none does yet."""
    found = checkpoints()
    kept = found.covering(seq) or found.last()
    if kept is None:
        return None
    said = (
        _(
            "Checkpoint of the first %(size)d records of the log. This paper stands on record "
            "%(seq)d and is covered by it: kept, it shows any later change of these records.",
            size=kept.size,
            seq=seq,
        )
        if kept.size >= seq
        else _(
            "Checkpoint of the first %(size)d records of the log. Record %(seq)d, on which this "
            "paper stands, is not signed for yet.",
            size=kept.size,
            seq=seq,
        )
    )
    return Seal(kept.note, f"{said} {_by_key()}".strip())


def _by_key() -> str:
    """On paper the key is out of the server's reach: who verifies a bundle later compares it."""
    key = trusted(service().desk.log).signer
    return _("The log's key: %(key)s", key=key) if key else ""


blueprint.add_app_template_global(mark, MARK)
