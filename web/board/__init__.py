"""值班看板: what the desk and the units watch, what is due first on top, and who is on duty."""

from web.board import shift, shifts, views, wall, walls
from web.board.routes import blueprint

__all__ = ["blueprint", "shift", "shifts", "views", "wall", "walls"]
