"""What a mapping file may say, as TOML gives it; a word its author misspells is refused."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from domain.rules.model import Code, Count, Text

Sign = Annotated[str, Meta(min_length=1, max_length=1)]
Raw = dict[str, Any]


class Shape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file."""


class FileShape(Shape, frozen=True, kw_only=True):
    """[file]: how the foreign file is written. `header` is the row with the columns' names."""

    format: Literal["csv", "xlsx"] = "csv"
    delimiter: Sign = ","
    quote: Sign = '"'
    encoding: Text = "utf-8"
    sheet: str = ""
    header: Count = 1


class TimesShape(Shape, frozen=True, kw_only=True):
    """[times]: how its times are written, and in which zone those without an offset are."""

    zone: Text
    formats: tuple[Text, ...] = ("iso",)
    ignore_offset: bool = False


class MappingShape(Shape, frozen=True, kw_only=True):
    """The whole file."""

    id: Code
    title: str = ""
    key: Text | tuple[Text, ...]
    file: FileShape = FileShape()
    times: TimesShape
    values: dict[str, Raw] = {}
    units: tuple[Raw, ...] = ()
    receive: Raw
    steps: tuple[Raw, ...] = ()
