"""接报登记: registering a matter, and the slip the reporter takes home."""

from web.receipt.views import blueprint

__all__ = ["blueprint"]
