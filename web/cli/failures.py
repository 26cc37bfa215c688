"""What went wrong, in a sentence that says what to do, and the exit code that goes with it.

0: done. 1: refused, or a problem was found. 2: the command was not given as it has to be.
130: interrupted.
"""

import click
import msgspec

from application.accounts import AccountError
from application.demo import StoreNotEmpty
from application.importing import ImportProblem
from application.keys import SealBroken
from application.proofs.errors import ProofError
from application.settings import SettingsError
from application.trouble import trouble
from domain.errors import DomainError
from domain.rules.model import RuleError
from projections.errors import ProjectionError
from projections.queries.errors import QueryError
from web.cli import usage
from web.cli.language import Text
from web.cli.proving import said

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


class Failure(Exception):
    """A command's own finding, told in a sentence."""

    def __init__(self, text: str, code: int = FAILED) -> None:
        super().__init__(text)
        self.code = code


STOPPED = Text("Interrupted; what was done until then is kept.", "已中断，此前完成的内容已保存。")
TROUBLES: dict[str, Text] = {
    "not-migrated": Text(
        "There is no store here yet. Run `linkage migrate` to make an empty one, or `linkage demo`"
        " for one with a sample town.",
        "这里还没有数据库。请运行 linkage migrate 建立空库，或运行 linkage demo 建立演示库。",
    ),
    "unreachable": Text(
        "The database does not answer. Check that it runs and that LINKAGE_DATABASE_URL is right.",
        "数据库连接不上。请检查数据库是否运行、LINKAGE_DATABASE_URL 是否正确。",
    ),
    "busy": Text(
        "The database is busy with something else. Try again in a moment.",
        "数据库正忙，请稍后重试。",
    ),
    "disk-full": Text(
        "The disk is full; nothing was recorded. Make room and try again.",
        "磁盘已满，本次未写入。请清理空间后重试。",
    ),
    "not-allowed": Text(
        "A file or folder may not be read or written by this user. Check its owner and rights.",
        "当前用户没有读写文件或目录的权限，请检查属主和权限。",
    ),
    "file-missing": Text("There is no such file or folder.", "没有这个文件或目录。"),
    "port-taken": Text(
        "The port is in use. Choose another one with --port.",
        "端口已被占用，请用 --port 换一个。",
    ),
    "no-address": Text(
        "This host has no such address. Choose another one with --host.",
        "本机没有这个地址，请用 --host 换一个。",
    ),
    "damaged": Text(
        "A database file is damaged. `linkage doctor` says which; restore it from a backup.",
        "数据库文件已损坏。请运行 linkage doctor 查看，并从备份恢复。",
    ),
}
NOT_EMPTY = Text(
    "The store here has begun already, and its log never goes back in time, so demo data can't be"
    " put before it. Choose an empty folder (or database), for instance:"
    " LINKAGE_DATA=demo-data linkage demo",
    "这里的数据库已有记录，记录时间不能倒退，无法再放入演示数据。"
    "请换一个空目录（或空数据库），例如：LINKAGE_DATA=demo-data linkage demo",
)
MODEL = Text(
    "The read model can't be used: {why}. `linkage rebuild` builds it anew; the log is unharmed.",
    "读模型不可用：{why}。请运行 linkage rebuild 重建，原始记录不受影响。",
)
SEAL = Text(
    "Personal data can't be opened or sealed: {why}. Is the key-encryption key the right one?",
    "个人信息无法加解密：{why}。请检查主密钥是否正确。",
)
VALUE = Text("A value does not fit: {why}", "填写的内容不符合要求：{why}")
WHY: dict[type[Exception], Text] = {
    ProjectionError: MODEL,
    SealBroken: SEAL,
    msgspec.ValidationError: VALUE,
}
QUESTION: dict[str, Text] = {
    "ledger-unknown": Text("There is no ledger {ledger}.", "没有台账 {ledger}。"),
    "ledger-closed": Text(
        "The ledger {ledger} is not for {role}.", "台账 {ledger} 不对 {role} 开放。"
    ),
    "sort-unknown": Text("There is no column {sort} to sort by.", "没有可排序的列 {sort}。"),
    "filter-unknown": Text("It can't be narrowed by {filter}.", "不能按 {filter} 筛选。"),
    "value-unknown": Text("{value} is no {filter}.", "{filter} 没有取值 {value}。"),
    "moment-unknown": Text("There is no moment {moment}.", "没有时间点 {moment}。"),
    "clock-unknown": Text("There is no response time {clock}.", "没有时段 {clock}。"),
    "group-unknown": Text("It can't be split by {group}.", "不能按 {group} 分组。"),
}
NOT_UTF8 = Text(
    "What was typed holds bytes that are no UTF-8. Set the terminal to UTF-8 and type it again.",
    "输入的内容不是 UTF-8 编码。请把终端设为 UTF-8 后重新输入。",
)
KNOWN = Text(" There is: {known}.", "可用的有：{known}。")


def explain(error: BaseException) -> tuple[str, int] | None:
    """What to say of an error and the exit code; None for one that nobody foresaw."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return str(STOPPED), INTERRUPTED
    mistyped = _mistyped(error)
    if mistyped:
        return mistyped, USAGE
    if isinstance(error, click.ClickException):
        return error.format_message(), FAILED
    if isinstance(error, Failure):
        return str(error), error.code
    found = _of_the_service(error)
    if found:
        return found, FAILED
    name = trouble(error)
    return (_with_what(error, name), FAILED) if name else None


def _mistyped(error: BaseException) -> str:
    if isinstance(error, click.UsageError):
        return usage.explain(error)
    no_text = isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason
    return str(NOT_UTF8) if no_text else ""


OWN_WORDS = (SettingsError, ImportProblem, RuleError, DomainError, AccountError)


def _of_the_service(error: BaseException) -> str:
    match error:
        case StoreNotEmpty():
            return str(NOT_EMPTY)
        case QueryError():
            return _question(error)
        case ProofError():
            return said(error)
        case ProjectionError() | SealBroken() | msgspec.ValidationError():
            text = next(text for kind, text in WHY.items() if isinstance(error, kind))
            return text(why=error)
        case _:
            return str(error) if isinstance(error, OWN_WORDS) else ""


def _question(error: QueryError) -> str:
    known = error.data.get("known")
    told = QUESTION.get(error.code)
    text = told(**error.data) if told else str(error)
    return text + (KNOWN(known=", ".join(known)) if isinstance(known, list) else "")


def _with_what(error: BaseException, name: str) -> str:
    """The sentence, and what file or server it is about as far as the error says."""
    about = getattr(error, "filename", None) or (str(error) if name == "unreachable" else "")
    return f"{TROUBLES[name]}" + (f"\n  {str(about).splitlines()[0]}" if about else "")
