"""`linkage worker`: keeps the read model level and time kept, from a process of its own."""

import logging
import signal
import threading

import click

from application.logbook import note_settings
from application.presence import require_store
from application.settings import Settings, load
from projections.bootstrap import open_service
from projections.chores import background, do_once
from projections.worker import Worker
from web.cli.language import Text
from web.cli.spoken import command, option
from web.unit import tokens

FOLLOWS = Text(
    "Following the log; the first worker works, others stand by. Ctrl-C ends it.",
    "正在跟随记录更新读模型；先启动的工作，其余待命。按 Ctrl-C 结束。",
)


@command(
    "worker",
    "Keep the read model level with the log, remind and urge when it is time, send messages\n"
    "(with LINKAGE_PROJECTOR=worker). Any number may run, on any host: one is at work, the\n"
    "others stand by.",
    "持续更新读模型，按时提醒、催办、上报，发送消息（配合 LINKAGE_PROJECTOR=worker）。\n"
    "可在任意主机启动多个：一个工作，其余待命。",
)
@option("--once", is_flag=True, en="Do what waits and stop.", zh="办完现有的即结束。")
def worker(*, once: bool) -> None:
    """Until it is told to stop."""
    settings = load()
    require_store(settings)
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if once:
        _once(settings)
        return
    click.echo(FOLLOWS(), err=True)
    service = open_service(settings)
    note_settings(service.desk, "worker")
    service.messages.dispatch_links = tokens.paths(settings)
    besides = background(service)
    besides.start()
    try:
        Worker(settings).work(stop)  # closes what it opened, whenever it stops
    finally:
        besides.stop()
        service.close()


def _once(settings: Settings) -> None:
    one = Worker(settings)
    try:
        one.step()
    finally:
        one.close()
    service = open_service(settings)
    service.messages.dispatch_links = tokens.paths(settings)
    try:
        do_once(service)
    finally:
        service.close()
