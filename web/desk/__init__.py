"""值班席: the page of a case, and a form for every step that is possible."""

from web.desk import paperfile
from web.desk.views import blueprint

__all__ = ["blueprint", "paperfile"]
