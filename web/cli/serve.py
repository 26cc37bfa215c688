"""`linkage serve`: the pages, by gunicorn, each worker with a service of its own."""

import gc
import socket
from contextlib import closing
from typing import Any

import click
import msgspec
from gunicorn.app.base import BaseApplication

from application.accounts import Accounts
from application.demo import logins_path
from application.desk import Desk
from application.logbook import note_settings
from application.presence import require_store
from application.settings import Settings, load
from projections.rebuild import ensure
from web.cli.language import Text
from web.cli.spoken import command, option

THREADS = 4
PATIENCE = 60  # seconds a request may take
LOCAL = ("127.0.0.1", "localhost", "::1")

ADDRESS = Text("{name} is on {address}", "{name} {address}")
DEMO = Text(
    "Log in as one of the people in {path}; the password stands there too.",
    "登录账号和密码见 {path}",
)
ACCOUNT = Text(
    "Log in with your account; `linkage user list` shows who has one.",
    "用您的账号登录；linkage user list 列出全部账号。",
)
NO_ACCOUNT = Text(
    "Nobody can log in yet: make an account with\n"
    "  linkage user add NAME --name 姓名 --role operator --generate",
    "还没有账号，请先建立：\n  linkage user add 账号 --name 姓名 --role operator --generate",
)
IN_CLEAR = Text(
    "Warning: other hosts reach this without https; put a server with https before it and set"
    " LINKAGE_HTTPS=true.",
    "注意：其他主机将以明文访问，请在前面架设 https，并设置 LINKAGE_HTTPS=true。",
)


class Pages(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's application: made anew in each worker, after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """From our settings, and from nowhere else."""
        for name, value in _configuration(self._settings).items():
            self.cfg.set(name, value)
        if "control_socket_disable" in self.cfg.settings:  # versions that have one
            self.cfg.set("control_socket_disable", True)  # noqa: FBT003 - gunicorn's way

    def load(self) -> Any:
        """The pages of this worker; where no process of its own does it, time is kept beside."""
        from projections.chores import background  # noqa: PLC0415 - opens what must not cross a fork
        from web.app import create_app  # noqa: PLC0415

        app = create_app(self._settings)
        settle()
        if self._settings.projector == "inline":
            background(app.extensions["linkage"]).start()
        return app


def settle() -> None:
    """What is there before the first request stays: looking through it again would stop a page."""
    gc.collect()
    gc.freeze()


def _configuration(settings: Settings) -> dict[str, Any]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": f"{host}:{settings.port}",
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": PATIENCE,
        "graceful_timeout": 15,
        "preload_app": False,
        "proc_name": "linkage",
        "loglevel": settings.log_level,
    }


@command("serve", "Serve the pages.", "启动网页服务。")
@option("--host", en="Address to listen on (LINKAGE_HOST).", zh="监听地址（LINKAGE_HOST）。")
@option(
    "--port", type=click.IntRange(1, 65535), en="Port (LINKAGE_PORT).", zh="端口（LINKAGE_PORT）。"
)
@option(
    "--workers",
    type=click.IntRange(1),
    en="How many processes (LINKAGE_WORKERS).",
    zh="进程数（LINKAGE_WORKERS）。",
)
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Until it is told to stop."""
    given = {"host": host, "port": port, "workers": workers}
    settings = msgspec.structs.replace(
        load(), **{name: value for name, value in given.items() if value is not None}
    )
    require_store(settings)
    _require_port(settings)
    ensure(settings)
    with closing(Desk(settings)) as desk:  # before the fork, so that nothing of it crosses it
        note_settings(desk, "serve")
    click.echo(_greeting(settings))
    Pages(settings).run()


def _require_port(settings: Settings) -> None:
    """Errors: OSError, before any worker tries in vain."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((settings.host, settings.port))


def _greeting(settings: Settings) -> str:
    name = Text(settings.centre_name_en, settings.centre_name)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    lines = [ADDRESS(name=name, address=f"http://{host}:{settings.port}"), _how_to_log_in(settings)]
    if settings.host not in LOCAL and not settings.https:
        lines.append(IN_CLEAR())
    return "\n".join(lines)


def _how_to_log_in(settings: Settings) -> str:
    path = logins_path(settings)
    if path.exists():
        return DEMO(path=path)
    accounts = Accounts(settings)
    try:
        return ACCOUNT() if accounts.everyone() else NO_ACCOUNT()
    finally:
        accounts.close()
