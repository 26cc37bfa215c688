"""`linkage signer`: the process that signs how far the log goes, on its own key and state."""

import logging
import signal
import threading
from typing import Any

import click

from application.presence import require_store
from application.proofs.errors import ProofError
from application.proofs.notes import NOTE, VerifierKey
from application.settings import Settings, load
from application.signing import state as states
from application.signing.holding import alone
from application.signing.keyfile import make_key, read_key
from application.signing.running import Turn, Turns
from application.signing.state import KEY, folder_of
from application.trouble import trouble
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json
from web.cli.proving import WRONG
from web.cli.spoken import as_json, group, option

MADE = Text(
    "The signer's key is made; keep {folder} to this process alone, and never restore it from an"
    " old copy.\n  {key}\nTell the service: linkage checkpoint trust {vkey}\nGive that line to"
    " auditors and witnesses by another way than this service.",
    "已建立签署密钥。请仅由签署进程使用 {folder}，不要用旧副本恢复。\n  {key}\n"
    "告知本服务：linkage checkpoint trust {vkey}\n并请另行（不经本服务）交给审计和见证人员。",
)
THERE = Text("The signer has its key already: {key}", "签署密钥已存在：{key}")
SIGNED = Text("Signed for {size} events.", "已签署到第 {size} 条记录。")
NOTHING_NEW = Text("Nothing new since {size} events.", "第 {size} 条之后没有新记录。")
EMPTY = Text("There is nothing to sign for yet.", "还没有可签署的记录。")
PUSHED = Text("  taken to {place}", "  已送达 {place}")
COSIGNED = Text("  cosigned by {name}", "  {name} 已见证")
MISSED = Text("  not taken to {place}: {why}", "  未能送达 {place}：{why}")
STATE = Text(
    "{key}\nSigned for {size} events.\n{folder}", "{key}\n已签署到第 {size} 条记录。\n{folder}"
)
EVERY = 60  # seconds
PASSING = ("unreachable", "busy")


@group(
    "signer",
    "The signer: signs checkpoints of the log, and refuses where the log changed.",
    "签署进程：为记录签署校验点；记录被改动时拒绝签署。",
)
def signer() -> None:
    """A process of its own, best on a host and under an account of its own."""


@signer.command(
    "init",
    about=Text("Make the signer's key and state, once.", "建立签署密钥与状态（一次）。"),
)
@option(
    "--origin",
    default="",
    en="The log's name in every checkpoint; without it, made from LINKAGE_PUBLIC_URL or the"
    " centre's code. It can't be changed later.",
    zh="校验点中的来源名称；不写则取自 LINKAGE_PUBLIC_URL 或中心代码，以后不能更改。",
)
@option("--if-missing", is_flag=True, en="Do nothing where there is one.", zh="已有则不做任何事。")
def init(origin: str, *, if_missing: bool) -> None:
    """Its public half is what everybody checks by."""
    settings = load()
    folder = folder_of(settings)
    with alone(folder):
        if states.half_begun(folder):
            key = read_key(folder / KEY).verifier
        elif (folder / KEY).exists():
            _already(str(read_key(folder / KEY).verifier), if_missing=if_missing)
            return
        else:
            key = make_key(folder / KEY, origin or _origin(settings), NOTE).verifier
        states.begin(folder, key)
    click.echo(MADE(folder=folder, key=key, vkey=folder / states.VKEY))


def _already(key: str, *, if_missing: bool) -> None:
    if not if_missing:
        raise Failure(THERE(key=key))


def _origin(settings: Settings) -> str:
    """An address without its scheme, as logs are named."""
    if settings.public_url:
        return f"{settings.base_url.partition('://')[2]}/log"
    return f"linkage/{settings.centre_code.lower()}/log"


@signer.command(
    "run",
    about=Text("Sign for what is new, again and again.", "持续为新记录签署。"),
)
@option("--once", is_flag=True, en="Sign once and stop.", zh="签署一次即结束。")
@option(
    "--every",
    type=click.IntRange(min=1),
    default=EVERY,
    show_default=True,
    en="Seconds between two looks.",
    zh="两次检查之间的秒数。",
)
@option(
    "--whole",
    is_flag=True,
    en="Go through the whole log first, as is done once a day.",
    zh="先通查全部记录（平时每天一次）。",
)
@as_json
@click.pass_context
def run(ctx: click.Context, every: int, *, once: bool, whole: bool, json_: bool) -> None:
    """Refusing ends it with exit code 1: somebody has to look."""
    settings = load()
    require_store(settings)
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(message)s")
    turns = Turns(settings)
    try:
        if once:
            done = turns.turn(whole=whole)
            _tell_once(done, json_=json_)
            ctx.exit(1 if done.missed else 0)
        _keep_on(turns, every, whole=whole)
    finally:
        turns.close()


def _keep_on(turns: Turns, every: int, *, whole: bool) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        done = _turn(turns, whole=whole)
        whole = whole and done is None
        if done and (done.signed.new or done.missed):
            _tell(done)
        stop.wait(every)


def _turn(turns: Turns, *, whole: bool) -> Turn | None:
    """A database that doesn't answer for a while ends nothing, nor does a second signer at work."""
    try:
        return turns.turn(whole=whole)
    except Exception as error:
        if getattr(error, "code", trouble(error)) not in PASSING:
            raise
        logging.getLogger("linkage").warning("signer: %s", error)
        return None


def _tell_once(done: Turn, *, json_: bool) -> None:
    if not json_:
        _tell(done)
        return
    print_json({**done._asdict(), "signed": done.signed._asdict()})


def _tell(done: Turn) -> None:
    size = done.signed.size
    if not size:
        click.echo(EMPTY())
        return
    click.echo((SIGNED if done.signed.new else NOTHING_NEW)(size=size))
    for place in done.pushed:
        click.echo(PUSHED(place=place))
    for name in done.cosigned:
        click.echo(COSIGNED(name=name))
    for one in done.missed:
        click.echo(MISSED(place=one.place, why=WRONG.get(one.why, one.why)), err=True)


@signer.command(
    "show",
    about=Text("The signer's public key, and how far it signed.", "签署公钥与签署进度。"),
)
@as_json
def show(*, json_: bool) -> None:
    """Nothing secret."""
    folder = folder_of(load())
    found: dict[str, Any] = {"folder": str(folder), "key": _key(folder / states.VKEY)}
    found["size"] = states.read(folder).size
    print_json(found) if json_ else click.echo(STATE(**found))


def _key(path: Any) -> str:
    """The public key; it says itself whether it is whole. Errors: `ProofError`."""
    try:
        return str(VerifierKey.parse(path.read_text()))
    except FileNotFoundError:
        raise ProofError("not-begun", folder=str(path.parent)) from None
