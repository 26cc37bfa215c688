"""存证: the log's checkpoints: for auditors a page, for the world what they are checked by."""

from web.proofs import outside, pages, sealing
from web.proofs.routes import blueprint

__all__ = ["blueprint", "outside", "pages", "sealing"]
