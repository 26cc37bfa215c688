"""Workload: how much came in, ranked by nothing; and whether a published per cent can be true."""

from web.workload.views import blueprint

__all__ = ["blueprint"]
