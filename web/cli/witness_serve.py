"""`linkage witness serve`: an auditor's machine to which logs bring their checkpoints."""

import logging
from pathlib import Path
from typing import Final

import click

from application.settings import load
from application.witnessing.witness import Witness
from web.cli.language import Text
from web.cli.listening import Listening, address, listening, require_free
from web.cli.spoken import command, option
from web.cli.witness_folder import folder_option
from web.witnessing import Wsgi, answering

HOST, PORT = "127.0.0.1", 8790
THREADS: Final = 8
KEEP_ALIVE: Final = 75  # seconds; a log that looks every minute keeps its line

ABOUT = Text(
    "Take the checkpoints that logs bring here (C2SP's tlog-witness), and cosign them.",
    "接收各记录库送来的校验点（C2SP tlog-witness）并签名见证。",
)
GREETING = Text(
    "{key}\nlooks at {logs} on {at}. The centre takes its checkpoints there with\n"
    "  LINKAGE_CHECKPOINT_PLACES=witness+{at}",
    "{key}\n在 {at} 见证 {logs}。中心以下列设置送达校验点：\n"
    "  LINKAGE_CHECKPOINT_PLACES=witness+{at}",
)


class Asked(Listening):
    """One process: what it answers is a matter of microseconds and one file."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self._folder = folder
        super().__init__({**listening(host, port, THREADS), "keepalive": KEEP_ALIVE})

    def load(self) -> Wsgi:
        """In the worker."""
        return answering(self._folder)


@command("serve", ABOUT.en, ABOUT.zh)
@folder_option
@option("--host", default=HOST, show_default=True, en="Address to listen on.", zh="监听地址。")
@option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    en="Port.",
    zh="端口。",
)
def serve(folder: Path, host: str, port: int) -> None:
    """The same key and state as `linkage witness run`; both may go on at once."""
    logging.basicConfig(level=load().log_level.upper(), format="%(asctime)s %(message)s")
    own = Witness(folder)
    logs = ", ".join(one.log.name for one in own.seen())
    key = own.key
    require_free(host, port)
    click.echo(GREETING(key=key, logs=logs, at=f"http://{address(host, port)}"))
    Asked(folder, host, port).run()
