"""`linkage export case`: one case as a bundle that proves itself, for whoever asks for it."""

from pathlib import Path

import click

from application.desk import Act
from application.exporting.checking import BundleError
from application.exporting.leaving import exports, make, put_on_record, wait_for
from application.opening import open_case
from domain.case.events import Actor
from projections.bootstrap import Service
from web.bundles.copy import told_for
from web.cli.bundletold import failure
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.newfile import new_file
from web.cli.output import bar, print_json
from web.cli.room import actor, opened, worded
from web.cli.spoken import as_json, command, option

WAITING = Text("Waiting for a checkpoint", "等待校验点")
ON_RECORD = Text(
    "On record as {version} of {number} (position {seq} of the log).",
    "已入库留痕：{number} 第 {version} 条（记录库第 {seq} 位）。",
)
NOT_COVERED = Text(
    "It is on record as {version}, and no checkpoint covers it yet: does `linkage signer run`"
    " work? Once it does, write the bundle with\n"
    "  linkage export case {number} --as {user} --record {version} --out {out}",
    "导出已入库留痕（第 {version} 条），但还没有校验点覆盖它：linkage signer run 是否在运行？\n"
    "签署之后用下列命令写出验证包：\n"
    "  linkage export case {number} --as {user} --record {version} --out {out}",
)
NOT_YOURS = Text(
    "Record {version} of {number} is no export of {user}'s.",
    "{number} 第 {version} 条不是 {user} 的导出记录。",
)
WRITTEN = Text(
    "{records} records of {number} written, with proofs that lead to the checkpoint of {size}"
    " events.\n  {out}\n  SHA-256 {sha256}",
    "已写出 {number} 的 {records} 条记录，证明指向 {size} 条记录的校验点。\n  {out}\n"
    "  SHA-256 {sha256}",
)


@command(
    "case",
    "One case as a bundle: every record as stored, each with its proof, and a copy to read.\n"
    "The export goes on record first; the bundle waits for a checkpoint that covers it.\n"
    "Sealed texts stay sealed. Verify it with `linkage verify` or the tools in tools/.",
    "将一个事项导出为验证包：全部原始记录、逐条证明和可读副本。\n"
    "先入库留痕，再等待覆盖它的校验点。\n"
    "加密内容保持加密。可用 linkage verify 或 tools/ 中的工具核验。",
)
@click.argument("number")
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    en="Write to this new file.",
    zh="写入新文件。",
)
@option("--as", "user", required=True, en="Who exports: a user name.", zh="导出人账号。")
@option("--purpose", default="", en="What for; no names.", zh="用途，不写人名。")
@option(
    "--wait",
    type=click.IntRange(min=0),
    default=90,
    show_default=True,
    en="How many seconds to wait for the checkpoint.",
    zh="等待校验点的秒数。",
)
@option(
    "--record",
    "version",
    type=click.IntRange(min=2),
    default=None,
    en="Write the export that is on record under this number already.",
    zh="写出已入库留痕的那一次导出（事项内序号）。",
)
@as_json
def case(
    number: str, out: Path, user: str, purpose: str, wait: int, version: int | None, *, json_: bool
) -> None:
    """Nothing is recorded where the file could not be written."""
    with opened() as service, new_file(out) as part, worded(service):
        by = actor(service, user)
        leaving = _Leaving(service, number, by)
        version = leaving.record(purpose) if version is None else leaving.recorded(version)
        click.echo(ON_RECORD(**leaving.told(version)), err=True)
        leaving.wait(version, wait, out)
        told = leaving.write(version, part)
    told["out"] = str(out)
    print_json(told) if json_ else click.echo(WRITTEN(**told))


class _Leaving:
    """One case that leaves by one person's hands."""

    def __init__(self, service: Service, number: str, by: Actor) -> None:
        """Errors: `CaseUnknown`."""
        self._desk, self._by = service.desk, by
        work, ctx = open_case(service.desk, service.desk.find(number), by)
        self._id, self._number = work.case_id, work.case.number
        self._copy = told_for(ctx)

    def record(self, purpose: str) -> int:
        """Put it on record. Errors: a `DomainError`."""
        done = put_on_record(self._desk, self._id, Act(by=self._by), purpose, self._copy)
        return done.version

    def recorded(self, version: int) -> int:
        """One that is on record already. Errors: `Failure`."""
        found = exports(self._desk.load(self._id)).get(version)
        if found is None or found.by.user != self._by.user:
            told = {"version": version, "number": self._number, "user": self._by.user}
            raise Failure(NOT_YOURS(**told))
        return version

    def told(self, version: int) -> dict[str, object]:
        """Where it is on record."""
        row = self._desk.load(self._id).rows[version - 1]
        return {"version": version, "number": self._number, "seq": row.seq}

    def wait(self, version: int, seconds: int, out: Path) -> None:
        """Until a checkpoint covers it. Errors: `Failure`."""
        seq = self._desk.load(self._id).rows[version - 1].seq
        with bar(str(WAITING)) as tell:
            found = wait_for(self._desk, seq, seconds, tell)
        if found is None:
            told = {"version": version, "number": self._number, "user": self._by.user, "out": out}
            raise Failure(NOT_COVERED(**told))

    def write(self, version: int, part: Path) -> dict[str, object]:
        """Into the file; what is told of it. Errors: `Failure`."""
        try:
            made = make(self._desk, self._id, version, self._copy)
        except BundleError as error:
            raise failure(error) from error
        part.write_bytes(made.data)
        return {
            "number": self._number,
            "record": version,
            "records": version,
            "size": made.size,
            "sha256": made.sha256,
        }
