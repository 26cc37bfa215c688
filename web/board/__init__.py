"""值班看板: what the desk and the units watch, what is due first on top."""

from web.board.views import blueprint

__all__ = ["blueprint"]
