"""单位: a unit's own pages, on a phone and on a bad line, with accounts or by a link."""

from web.unit import linked, views
from web.unit.pages import blueprint

__all__ = ["blueprint", "linked", "views"]
