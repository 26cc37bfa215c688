"""What is wrong with a proof, in words: the codes of signer, witness, notes and keys."""

from typing import Any

from application.proofs.errors import ProofError
from web.cli.language import Text

WRONG: dict[str, Text] = {
    "key-malformed": Text(
        "That is no key. A key is one line: name+id+base64; `linkage signer show` prints the log's,"
        " `linkage witness show` a witness's.",
        "不是有效的密钥。密钥为一行：名称+编号+base64，可由 linkage signer show 或"
        " linkage witness show 取得。",
    ),
    "key-not-whole": Text(
        "The key and its id don't belong together: was it copied whole?",
        "密钥与其编号不符，请确认复制完整。",
    ),
    "key-missing": Text(
        "There is no key at {path}. Make one with `init`, or bring the folder back.",
        "{path} 没有密钥。请用 init 建立，或找回原目录。",
    ),
    "key-open": Text(
        "Others can read {path}: chmod 600 it.", "其他用户可读取 {path}，请 chmod 600。"
    ),
    "key-of-witness": Text(
        "That is the key of a witness, {name}; the log's own is wanted.",
        "这是见证人 {name} 的密钥，此处需要签署密钥。",
    ),
    "key-of-log": Text(
        "That is the key of a log, {name}; a witness's is wanted.",
        "这是记录库 {name} 的签署密钥，此处需要见证人密钥。",
    ),
    "name-malformed": Text(
        "“{name}” can't be a key's name: no spaces, no plus. Take an address without https://.",
        "“{name}”不能作密钥名称：不得含空格和加号，建议用不带 https:// 的网址。",
    ),
    "note-malformed": Text("That is no signed note.", "不是有效的签名文本。"),
    "line-malformed": Text("A signature line is not whole.", "签名行不完整。"),
    "checkpoint-malformed": Text(
        "The note is no checkpoint: origin, number of events, root.",
        "签名文本不是校验点（应为来源、记录数、根哈希三行）。",
    ),
    "signature-wrong": Text(
        "The signature of {name} is wrong: the note was altered, or somebody else signed it.",
        "{name} 的签名不符：文本被改动，或由他人签署。",
    ),
    "not-signed": Text("The note is not signed by {name}.", "该文本没有 {name} 的签名。"),
    "other-origin": Text(
        "The checkpoint is about {origin}, not about {name}.", "校验点属于 {origin}，不是 {name}。"
    ),
    "no-checkpoint": Text(
        "There is no such checkpoint of {size} events here.", "这里没有该 {size} 条记录的校验点。"
    ),
    "no-witness": Text(
        "No admitted witness signed it: linkage checkpoint admit KEY.",
        "没有已登记见证人的签名，请先 linkage checkpoint admit 密钥。",
    ),
    "busy": Text("Another process is at work in {folder}.", "另有进程正在使用 {folder}。"),
    "not-begun": Text(
        "Nothing was begun in {folder}: `init` comes first. If there was something, bring that"
        " folder back: without it nothing is signed.",
        "{folder} 尚未初始化，请先运行 init。若原先已有，请找回该目录，否则不会签署。",
    ),
    "begun": Text("{folder} has a key already.", "{folder} 已有密钥。"),
    "shorter": Text(
        "REFUSED: the log has {head} events, and {size} were signed for. Records are missing, or an"
        " old copy was put in place.",
        "拒绝签署：现有 {head} 条记录，而此前已签署到 {size} 条。记录缺失，或被换成了旧的副本。",
    ),
    "rewritten": Text(
        "REFUSED: the first {size} events are not those that were signed for. The log was"
        " rewritten; `linkage verify --all` says where.",
        "拒绝签署：前 {size} 条记录与此前签署的不一致，记录被改写。"
        "运行 linkage verify --all 可查位置。",
    ),
    "gap": Text("REFUSED: event {seq} is missing.", "拒绝签署：缺少第 {seq} 条记录。"),
    "altered": Text(
        "REFUSED: event {seq} does not prove itself: its stored bytes, digest and leaf differ.",
        "拒绝签署：第 {seq} 条记录的内容、摘要与叶哈希不符。",
    ),
    "time-back": Text(
        "REFUSED: event {seq} was recorded before the one before it.",
        "拒绝签署：第 {seq} 条记录的入库时间早于前一条。",
    ),
    "state-behind": Text(
        "REFUSED: this key signed for {signed} events, and its state knows of {size}. An old copy"
        " of the signer's folder was put in place; bring the newest back.",
        "拒绝签署：该密钥已签署到 {signed} 条，而状态文件只到 {size} 条。"
        "签署目录被换成了旧的副本，请找回最新的。",
    ),
    "state-damaged": Text(
        "REFUSED: the state file can't be read. Bring the folder back from a copy of its own.",
        "拒绝签署：状态文件无法读取，请从其副本恢复。",
    ),
    "other-kept": Text(
        "REFUSED: another checkpoint of {size} events is kept in the database.",
        "拒绝签署：数据库中已存有另一个 {size} 条记录的校验点。",
    ),
    "fork": Text(
        "REFUSED: the log signed two different roots for {size} events. Both notes are kept under"
        " evidence.",
        "拒绝见证：同为 {size} 条记录，签署了两个不同的根。两份文本已存入 evidence 目录。",
    ),
    "tiles-wrong": Text(
        "REFUSED: the tree handed out does not come to the root that was signed for {size} events.",
        "拒绝见证：对外提供的哈希树与 {size} 条记录的签署根不符。",
    ),
    "witness-ahead": Text(
        "ALARM: the witness cosigned more events than were signed for here. Records are missing, or"
        " an old copy was put in place.",
        "警报：见证人已见证的记录多于此处签署的记录，记录缺失，或被换成了旧的副本。",
    ),
    "witness-refuses": Text(
        "ALARM: the witness refuses: what it saw is not the beginning of this log.",
        "警报：见证人拒绝签名，其此前所见与现有记录不一致。",
    ),
    "witness-strange": Text(
        "The witness does not look at this log, or by another key, or nobody of that kind is there."
        " Its auditor needs the line of `linkage signer show`: linkage witness follow KEY.",
        "该处未见证本记录库，或登记的是另一密钥，或地址有误。请将 linkage signer show"
        " 的密钥交给审计人员：linkage witness follow 密钥。",
    ),
    "log-unknown": Text(
        "This witness was not told of {origin}: linkage witness follow KEY.",
        "本见证未登记 {origin}，请先 linkage witness follow 密钥。",
    ),
    "log-known": Text(
        "This witness looks at {name} already, by another key. A log that changes its key takes"
        " another name.",
        "本见证已用另一密钥见证 {name}。记录库更换密钥时须改用新的名称。",
    ),
    "source-silent": Text("The log can't be read there: {why}", "无法从该处读取：{why}"),
}


def said(error: ProofError) -> str:
    """One sentence, with its code."""
    told: dict[str, Any] = error.told
    return f"{WRONG[error.code](**told)} [{error.code}]"
