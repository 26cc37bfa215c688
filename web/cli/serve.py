"""`linkage serve`: the pages, by gunicorn, each worker with a service of its own."""

import gc
from contextlib import closing
from typing import Any

import click
import msgspec

from application.accounts import Accounts
from application.demo import logins_path
from application.desk import Desk
from application.logbook import note_settings
from application.presence import require_store
from application.settings import Settings, load
from projections.rebuild import ensure
from web.cli.language import Text
from web.cli.listening import Listening, address, listening, require_free
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


class Pages(Listening):
    """The pages, made anew in each worker."""

    def __init__(self, settings: Settings) -> None:
        """From our settings, and from nowhere else."""
        self._settings = settings
        super().__init__(
            {
                **listening(settings.host, settings.port, THREADS),
                "workers": settings.workers,
                "timeout": PATIENCE,
                "loglevel": settings.log_level,
            }
        )

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
    require_free(settings.host, settings.port)
    ensure(settings)
    with closing(Desk(settings)) as desk:  # before the fork, so that nothing of it crosses it
        note_settings(desk, "serve")
    click.echo(_greeting(settings))
    Pages(settings).run()


def _greeting(settings: Settings) -> str:
    name = Text(settings.centre_name_en, settings.centre_name)
    at = address(settings.host, settings.port)
    lines = [ADDRESS(name=name, address=f"http://{at}"), _how_to_log_in(settings)]
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
