"""台账: the books of the centre, to look through, print and take along."""

from web.ledgers.views import blueprint

__all__ = ["blueprint"]
