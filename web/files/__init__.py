"""Files on forms and pages: taken in, limited, given back."""

from web.files.views import blueprint

__all__ = ["blueprint"]
