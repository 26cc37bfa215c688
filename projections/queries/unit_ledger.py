"""The register of units as a ledger."""

from sqlalchemy import ColumnElement

from projections.queries.columns import choice, flag, text
from projections.queries.filters import equals
from projections.queries.ledger import Ledger
from projections.queries.viewer import Viewer
from projections.tables import units


def _everybody(_: Viewer) -> list[ColumnElement[bool]]:
    """Which units there are is no secret."""
    return []


UNITS = Ledger(
    name="units",
    zh="单位名录",
    en="Units",
    table=units,
    beside=units,
    key=(units.c.code,),
    columns=(
        text("code", "代码", "Code", units.c.code),
        text("name", "名称", "Name", units.c.name),
        text("name_en", "英文名称", "Name in English", units.c.name_en),
        choice("level", "层级", "Level", units.c.level),
        choice("parent", "上级单位", "Below", units.c.parent, "unit"),
        text("unit_class", "考核类别", "Class", units.c.unit_class),
        text("places", "辖区", "Places", units.c.places),
        flag("dissolved", "已撤销", "Dissolved", units.c.dissolved),
    ),
    sort="code",
    visible=_everybody,
    filters={"unit": equals(units.c.code)},
)
