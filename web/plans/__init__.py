"""预案: the pages of response plans, for whoever keeps them and for whoever looks them up."""

from web.plans.pages import blueprint

__all__ = ["blueprint"]
