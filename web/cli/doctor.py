"""`linkage doctor`: looks the place over and says what to do about what it finds."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import click

from application.clock import system_clock
from application.doctor import examine, head_or_none
from application.findings import Finding, Level, ok, problem, warning
from application.log import Log
from application.messages import looking
from application.settings import Settings, SettingsError, load
from projections.bootstrap import Service
from projections.errors import ModelMissing
from projections.projector import Projector
from projections.timekeeper import Timekeeper
from web.cli.language import Text
from web.cli.output import print_json
from web.cli.spoken import as_json, command

FAR_BEHIND = 1000  # events
SLOW = timedelta(minutes=5)
MARKS = {
    Level.OK: Text("ok      ", "正常"),
    Level.WARNING: Text("warning ", "注意"),
    Level.PROBLEM: Text("problem ", "问题"),
}

FINE: dict[str, Text] = {
    "settings": Text("Settings can be read.", "设置可读。"),
    "sqlite": Text("SQLite {version} is in use.", "使用 SQLite {version}。"),
    "environment": Text("No stray variables.", "没有多余的环境变量。"),
    "disk": Text("{free_gb:.1f} GB are free.", "剩余空间 {free_gb:.1f} GB。"),
    "private": Text("Nobody else can read the service's files.", "文件仅本用户可读。"),
    "calendar": Text("Working days are known up to {last}.", "工作日历已载入到 {last} 年。"),
    "kek": Text("The key-encryption key {id} fits all keys.", "主密钥 {id} 与全部密钥相符。"),
    "store": Text(
        "The store ({kind}) answers; {seq} events.", "数据库（{kind}）正常，共 {seq} 条记录。"
    ),
    "guards": Text("The database refuses changes of the log.", "数据库拒绝改动已入库的记录。"),
    "key-copies": Text(
        "{copies} custodians keep the key-encryption key; {tried} copies were tried in time.",
        "{copies} 位保管人持有主密钥副本，其中 {tried} 份按期演练。",
    ),
    "erasures": Text(
        "All {count} erasures are carried out and listed.", "{count} 项删除均已完成并列入清单。"
    ),
    "checkpoint": Text(
        "The last checkpoint covers {size} of {head} events.",
        "最近的校验点覆盖 {head} 条记录中的前 {size} 条。",
    ),
    "dense": Text("Positions run from 1 to {last} without a gap.", "记录序号 1 至 {last} 连续。"),
    "clock": Text("The clock is not behind the log.", "时钟不早于最后一条记录。"),
    "rules": Text("New cases follow {rules}.", "新事项适用规则集 {rules}。"),
    "files": Text("All {count} attached files open.", "全部 {count} 个附件均可打开。"),
    "timekeeping": Text("What time demands is done.", "到时应办的提醒、催办、上报均已办理。"),
    "model": Text("The read model is level with the log.", "读模型与记录同步。"),
    "messages": Text("Messages go out; {waiting} wait.", "消息发送正常，{waiting} 条待发。"),
}
AMISS: dict[str, Text] = {
    "settings": Text("{why}", "{why}"),
    "sqlite": Text(
        "SQLite {version} can lose the end of its log; {safe_from} or newer is needed:"
        " pip install pysqlite3",
        "SQLite {version} 存在日志丢失缺陷，需要 {safe_from} 以上版本：pip install pysqlite3",
    ),
    "environment": Text(
        "Ignored, since the service builds these itself: {names}. Settings begin with LINKAGE_.",
        "以下变量不起作用（由本服务自行设定）：{names}。本服务的设置以 LINKAGE_ 开头。",
    ),
    "disk": Text(
        "Only {free_gb:.1f} GB are free in {folder}. Make room before the disk is full.",
        "{folder} 仅剩 {free_gb:.1f} GB，请及时清理。",
    ),
    "rights": Text("{path} can't be read and written by this user.", "当前用户不能读写 {path}。"),
    "private": Text(
        "Other users can read {paths}: chmod 700 the folder, chmod 600 the files.",
        "其他用户可以读取 {paths}：目录请 chmod 700，文件请 chmod 600。",
    ),
    "https": Text(
        "It listens on {host} without https; passwords would travel in clear. Put a server with"
        " https before it and set LINKAGE_HTTPS=true.",
        "监听 {host} 而未用 https，密码将明文传输。请在前面架设 https 并设置 LINKAGE_HTTPS=true。",
    ),
    "calendar": Text(
        "The working calendar of {missing} is not loaded; limits into that year count weekends"
        " only. Load it: linkage calendar load FILE, or the page “Working calendar”.",
        "尚未加载 {missing} 年工作日历，跨入该年的时限只按周末计。"
        "请用 linkage calendar load FILE 或“工作日历”页面加载。",
    ),
    "kek": Text("{why}", "主密钥不可用：{why}"),
    "kek-other": Text(
        "{keys} keys were wrapped with another key-encryption key; what they sealed can't be read."
        " Bring that key back.",
        "有 {keys} 个密钥由另一个主密钥加密，相应内容无法读取，请找回原主密钥。",
    ),
    "kek-rotating": Text(
        "{keys} keys are still wrapped by the key before: run linkage key rotate to finish.",
        "有 {keys} 个密钥仍由旧主密钥加密：请运行 linkage key rotate 完成轮换。",
    ),
    "key-copies": Text(
        "Only {copies} sealed copies of the key-encryption key are on record; {wanted} custodians"
        " should keep one: linkage key copy. Lost with this host, no sealed text can be read.",
        "主密钥密封副本只有 {copies} 份，应由 {wanted} 位保管人各持一份：linkage key copy。"
        "一旦本机丢失，加密内容将无法读取。",
    ),
    "key-drill": Text(
        "Only {tried} of {copies} copies of the key-encryption key were tried in the last {days}"
        " days: linkage key drill FILE.",
        "最近 {days} 天内，{copies} 份主密钥副本只演练了 {tried} 份：linkage key drill FILE。",
    ),
    "erasures-unfinished": Text(
        "{count} erasures are decided and not carried out: run linkage erase finish.",
        "有 {count} 项已决定的删除尚未完成：请运行 linkage erase finish。",
    ),
    "erasures-list": Text(
        "Line {line} of the list of erasures {path} can't be read. Move it away, then run linkage"
        " erase outside.",
        "删除清单 {path} 第 {line} 行无法读取。请将其移走后运行 linkage erase outside。",
    ),
    "erasures-unlisted": Text(
        "{count} erasures are missing from {path}, and a restored backup would bring them back:"
        " run linkage erase outside.",
        "{path} 缺少 {count} 项删除，恢复备份会使其重现：请运行 linkage erase outside。",
    ),
    "erasures-inside": Text(
        "The list of erasures {path} is lost together with what a backup is for. Keep it where"
        " backups are: LINKAGE_ERASURES_FILE.",
        "删除清单 {path} 与数据在同一目录，会一同丢失。请设 LINKAGE_ERASURES_FILE，存放到备份处。",
    ),
    "restore-unfinished": Text(
        "A restore was cut off: give the same linkage restore command again, it goes on.",
        "恢复备份中途中断：请再次运行同一条 linkage restore 命令，会继续完成。",
    ),
    "store": Text("The store ({kind}) does not answer: {why}", "数据库（{kind}）连接不上：{why}"),
    "migrated": Text(
        "There is no store yet: run linkage migrate.", "尚未建库，请运行 linkage migrate。"
    ),
    "guards": Text(
        "The database would let the log be changed; missing: {names}. `linkage migrate` puts them"
        " back; `linkage verify --all` says whether anything was changed.",
        "数据库未拒绝改动记录，缺少：{names}。请运行 linkage migrate 补上，"
        "再运行 linkage verify --all 核对是否被改动。",
    ),
    "role": Text(
        "The service's own role could change {tables}. Give the log an owner of its own:"
        " LINKAGE_OWNER_URL, then `linkage migrate`.",
        "本服务使用的数据库角色可以改动 {tables}。请为记录表另设属主：设置 LINKAGE_OWNER_URL 后运行"
        " linkage migrate。",
    ),
    "checkpoint": Text(
        "The last checkpoint covers {size} of {head} events, some of the others are older than"
        " {hours} hours. Does the signer run? linkage signer run",
        "最近的校验点只覆盖 {head} 条记录中的前 {size} 条，其余已超过 {hours} 小时未签署。"
        "请确认签署进程正在运行：linkage signer run",
    ),
    "checkpoint-none": Text(
        "There is no checkpoint, so nothing is proved to anybody outside: linkage signer init, then"
        " linkage signer run.",
        "还没有校验点，无法对外证明记录未被改动。请先 linkage signer init，再 linkage signer run。",
    ),
    "checkpoint-key": Text(
        "The last checkpoint is not signed with the key that was named: linkage checkpoint trust"
        " KEY, or find out who signed it.",
        "最近的校验点不是由已确认的密钥签署。"
        "请运行 linkage checkpoint trust 密钥，或查明由谁签署。",
    ),
    "dense": Text(
        "Positions have a gap: {events} events from {first} to {last}. Restore from a backup.",
        "记录序号不连续：{first} 至 {last} 共 {events} 条。请从备份恢复。",
    ),
    "clock": Text(
        "The clock says {now}, but the log goes to {last}. Set the clock of this host.",
        "本机时钟为 {now}，而最后一条记录是 {last}。请校准时钟。",
    ),
    "rules": Text(
        "There is no rule set {rules} in force: {why}. Run linkage migrate, or set LINKAGE_RULES.",
        "没有生效的规则集 {rules}：{why}。请运行 linkage migrate 或设置 LINKAGE_RULES。",
    ),
    "files": Text(
        "{count} attached files can't be given back, such as {examples} (case/record). Restore them"
        " from a backup.",
        "有 {count} 个附件无法提供，如 {examples}（事项/记录）。请从备份恢复。",
    ),
    "files-place": Text(
        "There is no place for attached files yet: run linkage migrate.",
        "尚无附件存放处，请运行 linkage migrate。",
    ),
    "files-unnamed": Text(
        "{count} sealed files belong to no record: left by a process that was killed, or just being"
        " added. They do no harm.",
        "有 {count} 个加密文件不属于任何记录：进程中断遗留或正在添加，不影响使用。",
    ),
    "messages-missing": Text(
        "There is no place for messages yet: run linkage migrate.",
        "尚无消息存放处，请运行 linkage migrate。",
    ),
    "messages-behind": Text(
        "Messages of the last {behind} events are not made yet. Does the worker run?",
        "最近 {behind} 条记录的消息尚未生成，请确认后台任务正在运行。",
    ),
    "messages-stuck": Text(
        "{waiting} messages wait, the first since {since}. Does the worker run?",
        "有 {waiting} 条消息待发，最早的自 {since} 起。请确认后台任务正在运行。",
    ),
    "messages-dead": Text(
        "{dead} messages were given up. linkage messages list says why; linkage messages retry"
        " sends them again.",
        "有 {dead} 条消息发送失败。linkage messages list 可看原因，linkage messages retry 可重发。",
    ),
    "messages-server": Text(
        "Channels are set that the settings have no server for: {names}. See LINKAGE_SMTP_HOST and"
        " LINKAGE_SMS_URL.",
        "以下渠道已启用，但设置中没有相应服务器：{names}。请设置 LINKAGE_SMTP_HOST、"
        "LINKAGE_SMS_URL。",
    ),
    "messages-link": Text(
        "Links in messages lead to {base}. Set LINKAGE_PUBLIC_URL to the address people reach.",
        "消息中的链接指向 {base}。请将 LINKAGE_PUBLIC_URL 设为对外访问的网址。",
    ),
    "timekeeping": Text(
        "{waiting} reminders, urges and reports wait since {since}: nobody keeps time. Run linkage"
        " serve, or with LINKAGE_PROJECTOR=worker linkage worker.",
        "自 {since} 起有 {waiting} 项提醒、催办、上报未办：无人计时。请运行 linkage serve；"
        "设置了 LINKAGE_PROJECTOR=worker 的，请运行 linkage worker。",
    ),
    "model": Text("The read model can't be used: {why}", "读模型不可用：{why}"),
    "model-behind": Text(
        "The read model is {behind} events behind. Does the worker run? (linkage worker)",
        "读模型落后 {behind} 条记录。请确认 linkage worker 正在运行。",
    ),
}


@command(
    "doctor",
    "Look the place over; exit 1 when there is a problem. Changes nothing.",
    "检查运行环境；发现问题时退出码为 1。不做任何改动。",
)
@as_json
@click.pass_context
def doctor(ctx: click.Context, *, json_: bool) -> None:
    """Warnings don't fail it."""
    findings = list(_all())
    if json_:
        print_json({"ok": not _bad(findings), "findings": findings})
    else:
        for one in findings:
            click.echo(f"{MARKS[one.level]} {_said(one)}")
    ctx.exit(1 if _bad(findings) else 0)


def _bad(findings: list[Finding]) -> bool:
    return any(one.level is Level.PROBLEM for one in findings)


def _all() -> Iterator[Finding]:
    try:
        settings = load()
    except SettingsError as error:
        yield problem("settings", why=str(error))
        return
    yield ok("settings")
    yield from examine(settings)
    yield from _model(settings)
    yield from looking.examine(settings)


def _model(settings: Settings) -> Iterator[Finding]:
    """How far the read model has followed."""
    head = head_or_none(settings)
    if head is None:
        return
    log = Log(settings)
    projector = Projector(settings, log)
    try:
        behind = head - projector.position()
        yield ok("model") if behind < FAR_BEHIND else warning("model-behind", behind=behind)
        yield _timekeeping(settings)
    except ModelMissing as error:
        yield warning("model", why=str(error))
    finally:
        projector.close()
        log.close()


def _timekeeping(settings: Settings) -> Finding:
    """Whether somebody does what was planned, and does it soon."""
    service = Service(settings)
    try:
        due = Timekeeper(service).due()
    finally:
        service.close()
    late = [one for one in due if one.planned < system_clock() - SLOW]
    if not late:
        return ok("timekeeping")
    since = late[0].planned.astimezone(ZoneInfo(settings.timezone)).strftime("%Y-%m-%d %H:%M")
    return warning("timekeeping", waiting=len(late), since=since)


def _said(one: Finding) -> str:
    data = dict(one.data)
    if "free" in data:
        data["free_gb"] = data["free"] / (1 << 30)
    for name in ("names", "paths", "examples", "tables"):
        if name in data:
            data[name] = ", ".join(data[name])
    text = FINE[one.check] if one.level is Level.OK else AMISS[one.check]
    return text(**data)
