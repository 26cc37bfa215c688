"""What can happen to a unit; names and topics are the storage format, for ever."""

from datetime import datetime

from msgspec import Struct


class UnitEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When and by whom (account name)."""

    at: datetime
    by: str


class UnitFounded(UnitEvent, frozen=True, kw_only=True):
    """设立: a unit is on record under its code."""

    code: str
    name: str
    level: str
    parent: str = ""
    unit_class: str = ""
    name_en: str = ""
    places: tuple[str, ...] = ()


class UnitRenamed(UnitEvent, frozen=True, kw_only=True):
    """更名."""

    name: str
    name_en: str = ""


class UnitMoved(UnitEvent, frozen=True, kw_only=True):
    """隶属变更: to another level or below another unit."""

    level: str
    parent: str


class UnitClassed(UnitEvent, frozen=True, kw_only=True):
    """考核类别变更: the class it is compared in."""

    unit_class: str


class UnitPlacesChanged(UnitEvent, frozen=True, kw_only=True):
    """辖区变更: the places it looks after."""

    places: tuple[str, ...]


class UnitDissolved(UnitEvent, frozen=True, kw_only=True):
    """撤销: takes no more dispatches; its history stays."""

    reason: str


class UnitRestored(UnitEvent, frozen=True, kw_only=True):
    """恢复: takes dispatches again."""


TOPICS: dict[str, type[UnitEvent]] = {
    "unit.founded": UnitFounded,
    "unit.renamed": UnitRenamed,
    "unit.moved": UnitMoved,
    "unit.classed": UnitClassed,
    "unit.places-changed": UnitPlacesChanged,
    "unit.dissolved": UnitDissolved,
    "unit.restored": UnitRestored,
}
