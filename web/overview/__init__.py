"""总览: how the quarter goes so far, against the last one and against what the centre promised."""

from web.overview.views import blueprint

__all__ = ["blueprint"]
