"""`linkage worker`: keeps the read model level from a process of its own."""

import logging
import signal
import threading

import click

from application.presence import require_store
from application.settings import load
from projections.worker import Worker
from web.cli.language import Text
from web.cli.spoken import command, option

FOLLOWS = Text(
    "Following the log; the first worker works, others stand by. Ctrl-C ends it.",
    "正在跟随记录更新读模型；先启动的工作，其余待命。按 Ctrl-C 结束。",
)


@command(
    "worker",
    "Keep the read model level with the log (with LINKAGE_PROJECTOR=worker).\n"
    "Any number may run, on any host: one is at work, the others stand by.",
    "持续更新读模型（配合 LINKAGE_PROJECTOR=worker）。\n可在任意主机启动多个：一个工作，其余待命。",
)
@option("--once", is_flag=True, en="Follow the log to its end and stop.", zh="追到最新后即结束。")
def worker(*, once: bool) -> None:
    """Until it is told to stop."""
    settings = load()
    require_store(settings)
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    one = Worker(settings)
    if once:
        one.step()
        stop.set()
    else:
        click.echo(FOLLOWS(), err=True)
    one.work(stop)  # closes what it opened, whenever it stops
