"""A command that was not given as it has to be: what is wrong with it, in the language spoken."""

import click

from web.cli.language import Text, current

NO_COMMAND = Text("There is no command {name}.", "没有命令 {name}。")
CHOICES = Text("choose from {choices}", "可选 {choices}")
SAYS: dict[type[click.UsageError], Text] = {
    click.NoSuchOption: Text("There is no option {name}.", "没有选项 {name}。"),
    click.BadOptionUsage: Text("The option {name} is not used rightly.", "选项 {name} 用法不对。"),
    click.MissingParameter: Text("{name} is missing.", "缺少 {name}。"),
    click.BadParameter: Text("{name}: {why}", "{name} 的值不对：{why}"),
}
if hasattr(click.exceptions, "NoSuchCommand"):  # a class of its own in newer versions of click
    SAYS[click.exceptions.NoSuchCommand] = NO_COMMAND
HELP = Text("`{path} --help` tells how.", "用法见 {path} --help")


def explain(error: click.UsageError) -> str:
    """What is wrong, and where help is."""
    path = error.ctx.command_path if error.ctx is not None else "linkage"
    return f"{_what(error)}\n{HELP(path=path)}"


def _what(error: click.UsageError) -> str:
    if current() == "en":
        return error.format_message()
    told = next((text for kind, text in SAYS.items() if isinstance(error, kind)), None)
    if told is None:
        return error.format_message()
    return told(name=_name(error), why=_why(error))


def _why(error: click.UsageError) -> str:
    """What can be chosen, where that is what is wrong."""
    kind = getattr(getattr(error, "param", None), "type", None)
    if isinstance(kind, click.Choice):
        return CHOICES(choices="、".join(map(str, kind.choices)))
    return error.message


def _name(error: click.UsageError) -> str:
    for named in ("option_name", "command_name"):
        if getattr(error, named, None):
            return str(getattr(error, named))
    param = getattr(error, "param", None)
    if param is None:
        return str(getattr(error, "param_hint", "") or "")
    return str(param.opts[0] if isinstance(param, click.Option) else param.human_readable_name)
