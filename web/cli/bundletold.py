"""What is the matter with a bundle, in words."""

from application.exporting.checking import BundleError
from web.cli.failures import Failure
from web.cli.language import Text

_MOVED = Text(
    "Names of units or people were changed since that export, so the copy to read is no longer the"
    " one on record. Export the case once more.",
    "导出之后单位或人员名称有变动，可读副本与入库时登记的不再一致。请重新导出。",
)
PROBLEMS: dict[str, Text] = {
    "no-export": Text(
        "There is no such export on record ({version}).", "没有这次导出记录（{version}）。"
    ),
    "not-covered": Text(
        "No checkpoint covers position {seq} yet: run `linkage signer run`.",
        "还没有校验点覆盖记录库第 {seq} 位：请运行 linkage signer run。",
    ),
    "copy-moved": _MOVED,
    "form": Text(
        "This is no whole bundle: it was changed, cut off, or is something else.",
        "这不是完整的验证包：已被改动、截断，或是其他文件。",
    ),
    "leaf": Text(
        "Record {record} was changed: what it says does not give its leaf.",
        "第 {record} 条记录已被改动：内容与其叶哈希不符。",
    ),
    "order": Text(
        "Record {record} is out of order, or a record before it is missing.",
        "第 {record} 条记录次序不对，或前面缺少记录。",
    ),
    "proof": Text(
        "Record {record} is not in the log that the checkpoint was signed for.",
        "第 {record} 条记录不在校验点所签署的记录库中。",
    ),
    "export": Text(
        "The last record does not say that this bundle left: its end is cut off.",
        "最后一条不是本次导出的记录：结尾已被截去。",
    ),
    "readable": Text(
        "The readable copy is not the one that is on record.", "可读副本与入库时登记的不一致。"
    ),
    "checkpoint": Text("The checkpoint is no checkpoint.", "校验点格式不符。"),
    "origin": Text("The checkpoint is of another log: {name}.", "校验点属于另一记录库：{name}。"),
    "signature": Text(
        "The checkpoint is not signed by the log: {name}.", "校验点没有记录库的有效签名：{name}。"
    ),
    "witness": Text(
        "The witness {name} did not cosign this checkpoint.", "见证人 {name} 没有会签该校验点。"
    ),
    "not-this-log": Text(
        "Genuine as signed, but not what the log holds here now: record {records}. One of the two"
        " was rewritten: run `linkage verify --all`.",
        "签名无误，但与本机现有记录库不符：第 {records} 条。两者之一被改写："
        "请运行 linkage verify --all。",
    ),
}


def failure(error: BundleError) -> Failure:
    """One sentence, with its code."""
    return Failure(f"{PROBLEMS[error.code](**error.data)} [{error.code}]")
