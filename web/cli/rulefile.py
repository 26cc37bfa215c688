"""Reads a file of rules, and says a mistake in it in the language of the command line."""

from collections.abc import Callable
from pathlib import Path

from domain.rules.model import RuleError
from web.cli.failures import Failure
from web.cli.language import Text, current

WRONG = Text("{file}: {said}", "{file}：{said}")
NO_TEXT = Text("{file} is no text in UTF-8.", "{file} 不是 UTF-8 文本。")


def read_rules(file: str, parse: Callable[[str], object]) -> str:
    """The text of a file that can be parsed. Errors: `Failure` with place and what to write."""
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Failure(NO_TEXT(file=file)) from None
    try:
        parse(text)
    except RuleError as error:
        raise Failure(WRONG(file=file, said=_said(error))) from None
    return text


def _said(error: RuleError) -> str:
    from flask import Flask  # noqa: PLC0415 - only for a mistake

    from web import i18n  # noqa: PLC0415
    from web.scoring.mistakes import told  # noqa: PLC0415 - knows those of rule sets too

    app = Flask("web")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(i18n.catalogues())
    i18n.init_app(app)
    with app.test_request_context(headers={"Cookie": f"{i18n.COOKIE}={current()}"}):
        return told(error)
