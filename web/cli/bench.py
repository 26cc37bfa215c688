"""`linkage bench`: the measurements of the checkout, run on this machine."""

import subprocess
import sys
from pathlib import Path

import click

from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.spoken import command

CHECKOUT = Path(__file__).parents[2]
NOT_HERE = Text(
    "The measurements come with the source only. In a checkout: make bench",
    "性能测试只在源码目录中提供，请在源码目录运行 make bench",
)


@command(
    "bench",
    "Measure this machine and print each figure with its limit. Arguments go to `python -m bench`.",
    "在本机测量并输出各项指标及其限值；参数传给 python -m bench。",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def bench(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Only where the source is."""
    if not (CHECKOUT / "bench" / "__main__.py").exists():
        raise Failure(NOT_HERE())
    run = subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=CHECKOUT, check=False)  # noqa: S603 - our own module
    ctx.exit(run.returncode)
