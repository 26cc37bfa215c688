"""通报: bulletins drafted from the figures, read, printed, taken along, and issued."""

from web.bulletins import files, issued, issuing
from web.bulletins.views import blueprint

__all__ = ["blueprint", "files", "issued", "issuing"]
