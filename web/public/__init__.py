"""查询评价: the reporter's page: where the matter is, when it is due, the reply, the answer."""

from web.public.views import blueprint

__all__ = ["blueprint"]
