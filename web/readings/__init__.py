"""查阅: what is asked of whoever opens sealed texts, and the register of who opened what."""

from web.readings import cases, person, register
from web.readings.routes import blueprint

__all__ = ["blueprint", "cases", "person", "register"]
