"""One box that finds matters by number, words, place, category and unit."""

from web.search.views import blueprint

__all__ = ["blueprint"]
