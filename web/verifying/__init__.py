"""核验: the log held against its proofs, on a page and in words."""

from web.verifying.views import blueprint

__all__ = ["blueprint"]
