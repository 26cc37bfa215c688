"""验证包: all of a case taken along with the proof of each record."""

from web.bundles.views import blueprint

__all__ = ["blueprint"]
