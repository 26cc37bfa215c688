"""`linkage unit`: the units that can be dispatched, where they stand and what they are called."""

import re

import click

from application.registry import Units
from application.units import Said, change_unit, dissolve_unit, found_unit, restore_unit
from domain.errors import UnitUnknown
from domain.rules.model import CODE
from domain.units import CENTRE, Unit
from domain.units.events import UnitFounded
from projections.bootstrap import Service
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json
from web.cli.room import opened
from web.cli.spoken import as_json, group, option

FOUNDED = Text("{unit} is on record: {name}.", "单位 {unit}（{name}）已建立。")
CHANGED = Text(
    "{unit} is changed: {name}, {level}, below {parent}.",
    "单位 {unit} 已变更：{name}，层级 {level}，上级 {parent}。",
)
RESTORED = Text("{unit} takes dispatches again.", "单位 {unit} 已恢复，重新接收派单。")
DISSOLVED = Text(
    "{unit} takes no more dispatches; its history stays.",
    "单位 {unit} 已撤销，不再接收派单，历史保留。",
)
NO_LEVEL = Text(
    "There is no level {level}; the rule set has {known}.",
    "没有层级 {level}，规则集中有：{known}。",
)
NO_CODE = Text(
    "{code} is no code: lower-case letters, digits, dots and dashes.",
    "{code} 不能作代码，请用小写字母、数字、点和短横。",
)
NOTHING = Text(
    "Say what to change: --name, --level, --parent, --class or --place.",
    "请写明要变更的内容：--name、--level、--parent、--class 或 --place。",
)

by_whom = option(
    "--as", "user", default="linkage", en="Who says so, for the record.", zh="经办人，记入日志。"
)


@group(
    "unit",
    "Units: whom the centre dispatches. `linkage ledger units` lists them.",
    "单位：中心可派单的对象。linkage ledger units 列出全部单位。",
)
def unit() -> None:
    """Each is an aggregate of its own in the log."""


@unit.command(
    "add",
    about=Text(
        "Put a unit on record: linkage unit add pcs --name 派出所 --level town",
        "建立单位：linkage unit add pcs --name 派出所 --level town",
    ),
)
@click.argument("code")
@option("--name", required=True, en="Its name.", zh="名称。")
@option("--name-en", default="", en="Its name in English.", zh="英文名称。")
@option("--level", required=True, en="A level of the rule set.", zh="规则集中的层级。")
@option(
    "--parent",
    default=CENTRE,
    en="Code of the unit above (centre unless said).",
    zh="上级单位代码（默认中心）。",
)
@option("--class", "unit_class", default="", en="Class it is compared in.", zh="考核类别。")
@option(
    "--place",
    "places",
    multiple=True,
    en="A place it looks after; may be said again.",
    zh="辖区地点，可重复。",
)
@by_whom
@as_json
def add(  # noqa: PLR0913 - one parameter for each option
    code: str,
    *,
    name: str,
    name_en: str,
    level: str,
    parent: str,
    unit_class: str,
    places: tuple[str, ...],
    user: str,
    json_: bool,
) -> None:
    """The same again changes nothing."""
    if not re.fullmatch(CODE, code):
        raise click.UsageError(NO_CODE(code=code))
    with opened() as service:
        _require_level(service, level)
        found_unit(
            service.desk,
            UnitFounded(
                at=service.desk.clock(),
                by=user,
                code=code,
                name=name,
                name_en=name_en,
                level=level,
                parent=parent,
                unit_class=unit_class,
                places=places,
            ),
        )
        _tell(FOUNDED, service, code, json_=json_)


@unit.command(
    "change", about=Text("Give a unit another name, place or class.", "变更单位名称、隶属或类别。")
)
@click.argument("code")
@option("--name", default="", en="Its new name.", zh="新名称。")
@option("--name-en", default="", en="Its new name in English.", zh="新的英文名称。")
@option("--level", default="", en="Its new level.", zh="新层级。")
@option("--parent", default="", en="Code of its new parent.", zh="新上级单位代码。")
@option("--class", "unit_class", default="", en="Its new class.", zh="新考核类别。")
@option(
    "--place",
    "places",
    multiple=True,
    en="A place it looks after from now on, in place of all before; may be said again.",
    zh="新的辖区地点，代替原有全部地点，可重复。",
)
@by_whom
@as_json
def change(  # noqa: PLR0913 - one parameter for each option
    code: str,
    *,
    name: str,
    name_en: str,
    level: str,
    parent: str,
    unit_class: str,
    places: tuple[str, ...],
    user: str,
    json_: bool,
) -> None:
    """What is not said stays."""
    if not (name or name_en or level or parent or unit_class or places):
        raise click.UsageError(NOTHING())
    with opened() as service:
        known, desk = _known(service, code), service.desk
        if level:
            _require_level(service, level)
        said = Said(
            name=name or known.name,
            name_en=name_en or known.name_en,
            level=level or known.level,
            parent=parent or known.parent,
            unit_class=unit_class or known.unit_class,
            places=places or known.places,
        )
        change_unit(desk, code, said, user)
        _tell(CHANGED, service, code, json_=json_)


@unit.command(
    "dissolve", about=Text("Let a unit take no more dispatches.", "撤销单位，不再接收派单。")
)
@click.argument("code")
@option("--reason", required=True, en="Why.", zh="原因。")
@by_whom
@as_json
def dissolve(code: str, reason: str, user: str, *, json_: bool) -> None:
    """Its history stays."""
    with opened() as service:
        dissolve_unit(service.desk, code, reason, user)
        _tell(DISSOLVED, service, code, json_=json_)


@unit.command(
    "restore", about=Text("Let a unit take dispatches again.", "恢复单位，重新接收派单。")
)
@click.argument("code")
@by_whom
@as_json
def restore(code: str, user: str, *, json_: bool) -> None:
    """Nothing changes for one that was not dissolved."""
    with opened() as service:
        restore_unit(service.desk, code, user)
        _tell(RESTORED, service, code, json_=json_)


def _known(service: Service, code: str) -> Unit:
    found = Units(service.desk.log).get(code)
    if found is None:
        raise UnitUnknown(unit=code)
    return found


def _require_level(service: Service, level: str) -> None:
    rules = service.desk.rules.active(service.settings.rules)
    known = [one.code for one in rules.levels]
    if level not in known:
        raise Failure(NO_LEVEL(level=level, known=", ".join(known)))


def _tell(text: Text, service: Service, code: str, *, json_: bool) -> None:
    one = _known(service, code)
    if json_:
        print_json(one)
    else:
        click.echo(text(unit=code, name=one.name, level=one.level, parent=one.parent))
