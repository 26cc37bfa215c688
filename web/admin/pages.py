"""All pages of administrators, as one blueprint."""

from web.admin import categories, people, units
from web.admin.views import blueprint

__all__ = ["blueprint", "categories", "people", "units"]
