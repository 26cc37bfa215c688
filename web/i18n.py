"""In which language a page is shown: Chinese, or English where somebody chose it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Blueprint, Flask, g, has_request_context, redirect, request, url_for
from flask_babel import Babel, force_locale
from werkzeug.wrappers import Response

from web.onward import local_path
from web.service import settings
from web.wording import catalogue

LANGUAGES = {"zh": "中文", "en": "English"}
HTML = {"zh": "zh-CN", "en": "en"}
DEFAULT = "zh"
COOKIE = "linkage-language"
A_YEAR = 365 * 24 * 3600

blueprint = Blueprint("i18n", __name__)


def init_app(app: Flask) -> None:
    """Let catalogues follow the choice."""
    Babel(app, locale_selector=language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of its extension
        gettext=lambda text: catalogue().ugettext(text),
        ngettext=lambda one, many, number: catalogue().ungettext(one, many, number),
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        newstyle=True,
    )


def catalogues() -> list[str]:
    """Where sentences are looked up: each part has its own; the last says how plurals are."""
    here = Path(__file__).parent
    parts = sorted(str(path.relative_to(here)) for path in here.glob("*/translations"))
    return [*parts, "translations"]


def language() -> str:
    """The language chosen in this browser; Chinese when none was."""
    if not has_request_context():
        return DEFAULT
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, "")
        g.language = chosen if chosen in LANGUAGES else DEFAULT
    found: str = g.language
    return found


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Within it everything is said in that language, whatever the page's is."""
    own, g.language = language(), chosen
    try:
        with force_locale(chosen):
            yield
    finally:
        g.language = own


def other_language() -> str:
    """The one the switch leads to."""
    return "en" if language() == "zh" else "zh"


@blueprint.get("/language/<any(zh, en):chosen>")
def switch(chosen: str) -> Response:
    """Remember the choice in the browser and go back to the same page."""
    response = redirect(local_path(request.args.get("next", "")) or url_for("auth.home"), 303)
    response.set_cookie(
        COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings().https
    )
    return response


def centre_name() -> str:
    """The centre's name in the language of the page."""
    return settings().centre_name if language() == "zh" else settings().centre_name_en
