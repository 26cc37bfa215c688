"""What each thing that can be found wrong with the log is called, in both languages."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from application.clock import from_ms
from application.verifying import Finding
from web.cli.language import Text

FINDINGS: Final[dict[str, Text]] = {
    "file-damaged": Text(
        "The database file is damaged: {said}",
        "数据库文件损坏：{said}",
    ),
    "table-lost": Text("The table {table} is missing.", "缺少数据表 {table}。"),
    "guard-lost": Text(
        "The guard {name}, which refuses changes, was taken away. `linkage migrate` puts it back.",
        "拒绝改动的保护 {name} 已被去除，运行 linkage migrate 可恢复。",
    ),
    "position-missing": Text(
        "Events {first} to {last} are missing.", "缺少第 {first} 至 {last} 条记录。"
    ),
    "position-astray": Text(
        "Position {seq} stands twice, or before the first.", "序号 {seq} 重复，或早于第一条。"
    ),
    "row-malformed": Text(
        "Event {seq} holds what can't be there, in {columns}.",
        "第 {seq} 条记录的 {columns} 内容不合规格。",
    ),
    "bytes-altered": Text(
        "Event {seq} ({topic} of {stream}): its content was altered; it is not what its digest was"
        " made of.",
        "第 {seq} 条记录（{topic}，{stream}）：内容被改动，与摘要不符。",
    ),
    "leaf-wrong": Text(
        "Event {seq} ({topic} of {stream}): its position, case, version, kind, time or digest was"
        " altered; they are not what its leaf was made of.",
        "第 {seq} 条记录（{topic}，{stream}）：序号、事项、版本、类型、时间或摘要被改动，"
        "与叶哈希不符。",
    ),
    "time-back": Text(
        "Event {seq} says it was recorded at {recorded}, before the one before it ({before}).",
        "第 {seq} 条记录的入库时间 {recorded} 早于前一条（{before}）。",
    ),
    "version-wrong": Text(
        "Event {seq} is number {version} of {stream}, where {expected} should follow: one was"
        " removed, added or moved.",
        "第 {seq} 条记录是 {stream} 的第 {version} 条，应为第 {expected} 条："
        "有记录被删、被加或被移动。",
    ),
    "key-lost": Text(
        "The key of the form that event {seq} came from (record {version} of {stream}) is not kept:"
        " that form could count twice.",
        "第 {seq} 条记录（{stream} 的第 {version} 条）所来自的表单，其标识已不在库中："
        "同一表单可能重复计入。",
    ),
    "key-astray": Text(
        "The form key {key} leads to record {version} of {stream}, which is not there or came from"
        " another form.",
        "表单标识 {key} 指向 {stream} 的第 {version} 条，该记录不存在，或来自另一表单。",
    ),
    "number-lost": Text(
        "The file number {number}, given by event {seq}, is not kept for its case {stream}.",
        "第 {seq} 条记录给出的编号 {number} 未登记在事项 {stream} 名下。",
    ),
    "number-astray": Text(
        "The file number {number} is kept for {stream}, which was not received under it.",
        "编号 {number} 登记在 {stream} 名下，但该事项不是以此编号接报的。",
    ),
    "tile-wrong": Text(
        "The hash kept over events {first} to {last} (level {level}) is not theirs: one of them was"
        " altered together with its leaf, or the hash was.",
        "第 {first} 至 {last} 条记录的留存哈希（第 {level} 层）不符：其中有记录连同叶哈希被改动，"
        "或该哈希被改动。",
    ),
    "tile-lost": Text(
        "The hash over events {first} to {last} (level {level}) was not kept, or was removed.",
        "第 {first} 至 {last} 条记录的哈希（第 {level} 层）没有留存或已被删除。",
    ),
    "tile-astray": Text(
        "A hash is kept (level {level}, number {index}) over events that are not there.",
        "留存的哈希（第 {level} 层第 {index} 个）所涉记录不存在。",
    ),
    "checkpoint-beyond": Text(
        "The checkpoint of {size} events{where} covers more than the {events} that follow without a"
        " gap: the log was cut off, or an old copy put in its place.",
        "校验点{where}覆盖 {size} 条，而连续的记录只有 {events} 条：记录被截断，或被换成旧副本。",
    ),
    "checkpoint-other": Text(
        "The first {size} events are not those the checkpoint{where} was signed of: between event"
        " {since} and there something was altered, its leaves with it.",
        "前 {size} 条记录与校验点{where}签署的不一致："
        "第 {since} 条之后至此有记录连同叶哈希被改写。",
    ),
    "checkpoint-malformed": Text(
        "The kept checkpoint of {size} events can't be read, or says otherwise than its row.",
        "留存的 {size} 条记录校验点无法读取，或与其登记不符。",
    ),
    "checkpoint-unsigned": Text(
        "The checkpoint of {size} events{where} is not signed by a key of this log.",
        "{size} 条记录的校验点{where}没有本记录库密钥的有效签名。",
    ),
    "cosignature-wrong": Text(
        "The signature of the witness {witness} under the checkpoint of {size} events is wrong.",
        "见证人 {witness} 对 {size} 条记录校验点的会签无效。",
    ),
    "signer-other": Text(
        "The log names a signing key that you did not: {key}",
        "记录库登记了您未提供的签署密钥：{key}",
    ),
    "model-ahead": Text(
        "Ledgers and figures have got to position {position}, the log ends at {events}: the log was"
        " cut off, or an old copy put in its place.",
        "台账与统计已到第 {position} 条，而记录只到第 {events} 条：记录被截断，或被换成旧副本。",
    ),
    "model-differs": Text(
        "{table} {key}: ledgers and figures say otherwise than the log. `linkage rebuild` builds"
        " them anew.",
        "{table} {key}：台账与统计同记录不一致，运行 linkage rebuild 可重建。",
    ),
    "model-unread": Text(
        "Ledgers and figures can't be compared with the log: {why}",
        "台账与统计无法与记录核对：{why}",
    ),
}
OUTSIDE = Text(" ({path})", "（{path}）")
MORE = Text("and {count} more of this kind", "同类另有 {count} 处")


def told(finding: Finding, language: str, zone: str) -> str:
    """One sentence: what is wrong, and where."""
    values = {name: _told(name, value, language, zone) for name, value in finding.data.items()}
    return spoken(FINDINGS[finding.code], language).format(**values)


def spoken(text: Text, language: str) -> str:
    """In the reader's language, wherever they read."""
    return text.zh if language == "zh" else text.en


def _told(name: str, value: Any, language: str, zone: str) -> object:
    if name == "where":
        return spoken(OUTSIDE, language).format(path=value) if value else ""
    if name in {"recorded", "before"}:
        return _moment(value, zone)
    return ", ".join(value) if isinstance(value, list) else value


def _moment(milliseconds: int, zone: str) -> str:
    """A time somebody wrote past the service may be none."""
    try:
        moment: datetime = from_ms(milliseconds)
    except (ValueError, OverflowError, OSError):
        return str(milliseconds)
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"
