"""Commands, groups and options of click whose help is in the language of whoever asks."""

import importlib
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from web.cli import language
from web.cli.language import Text

_SENTENCE = re.compile(r"[.:;：；。]\s|[：；。]|\.?\n|\.$")
F = TypeVar("F", bound=Callable[..., Any])

USAGE = Text("Usage: ", "用法：")
OPTIONS = Text("Options", "选项")
COMMANDS = Text("Commands", "命令")
HELP = Text("Show this help.", "显示本帮助。")
LANG = Text("Language: zh or en.", "语言：zh 或 en。")


class Option(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *args: Any, about: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """In the language spoken."""
        self.help = str(self.about)
        return super().get_help_record(ctx)


class Spoken(click.Command):
    """What commands and groups have in common."""

    def __init__(self, *args: Any, about: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.params.append(_language_option())

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click asks so
        """The first sentence."""
        return _SENTENCE.split(str(self.about), maxsplit=1)[0]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how to call it."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, str(USAGE))

    def format_help_text(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """What it is for; each line of its own."""
        formatter.write_paragraph()
        with formatter.indentation():
            for line in str(self.about).split("\n"):
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, with its own help in the language spoken."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = str(HELP)
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """All options with their help."""
        records = [
            record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))
        ]
        if records:
            with formatter.section(str(OPTIONS)):
                formatter.write_dl(records)


class Command(Spoken):
    """One command."""


class Group(Spoken, click.Group):
    """Commands under one name; those in `modules` are imported when they are asked for."""

    command_class = Command

    def __init__(self, *args: Any, modules: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`modules`: name of the command and "module:attribute" where it is."""
        super().__init__(*args, **kwargs)
        self._modules = dict(modules)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks so
        """In the order in which they were given, not by letter."""
        return [*self._modules, *(name for name in self.commands if name not in self._modules)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        place = self._modules.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = place.partition(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, found.get_short_help_str()) for name, found in commands if found]
        with formatter.section(str(COMMANDS)):
            formatter.write_dl(rows)


def _choose(_: click.Context, __: click.Parameter, value: str | None) -> None:
    if value:
        language.choose(value)


def _language_option() -> Option:
    return Option(
        ["--lang"],
        type=click.Choice(language.LANGUAGES),
        about=LANG,
        is_eager=True,
        expose_value=False,
        callback=_choose,
    )


def command(
    name: str, en: str, zh: str, **settings: Any
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command."""
    return click.command(name, cls=Command, about=Text(en, zh), **settings)


def group(name: str, en: str, zh: str, **settings: Any) -> Callable[[Callable[..., Any]], Group]:
    """Make a function a group of commands."""
    return click.group(name, cls=Group, about=Text(en, zh), **settings)


def option(*names: str, en: str, zh: str, **settings: Any) -> Callable[[F], F]:
    """Give a command an option."""
    return click.option(*names, cls=Option, about=Text(en, zh), **settings)


as_json = option("--json", "json_", is_flag=True, en="Print JSON.", zh="输出 JSON。")
