"""个人信息: erasing on a legal basis, holds, how long things are kept, and who keeps the key."""

from web.privacy import acting, cases, register, retention
from web.privacy.routes import blueprint

__all__ = ["acting", "blueprint", "cases", "register", "retention"]
