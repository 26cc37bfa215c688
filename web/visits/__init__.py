"""回访: which reporters are still to be asked, and a page for each made for the telephone."""

from web.visits.views import blueprint

__all__ = ["blueprint"]
