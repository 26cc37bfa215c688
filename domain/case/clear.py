"""Personal data kept out of texts that stay in clear: what is surely some, and what may be a name.

A phone or identity number, an e-mail address or a number plate is told by its form. A name is only
told for sure when it is known; what merely looks like one is left to whoever wrote it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from domain import errors
from domain.case.command import Command, Context
from domain.case.events import FollowUp, Notice

# Codes, numbers in other systems, account names: they are looked up, and may be long numbers.
CODES = frozenset(
    {
        "accused",
        "accused_staff",
        "approver",
        "category",
        "document",
        "duplicate_of",
        "fields",
        "holder",
        "mediator",
        "number",
        "received_by",
        "receiver",
        "reference",
        "sha256",
        "title",  # held to more by `domain.case.intake.check_title`
        "unit",
        "zone",
    }
)

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_GAP = r"[ .·_–—-]?"
_TOLD_BY_FORM = re.compile(
    "|".join(
        (
            rf"(?<!\d)(?:(?:00)?86{_GAP})?1[3-9]\d(?:{_GAP}\d){{8}}(?!\d)",  # mobile phone
            rf"(?<!\d)0\d{{2,3}}{_GAP}[2-9]\d{{6,7}}(?!\d)",  # telephone with its area
            r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]",  # id
            r"[\w.+-]{1,64}@[\w-]{1,64}\.\w",  # e-mail
            rf"[{_PROVINCES}][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])",  # number plate
        )
    )
)

# Family names that begin no ordinary word; the others (高, 金, 路, 方 …) would cry wolf.
_FAMILY = "王李张刘陈杨赵吴徐孙朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜叶程苏魏吕任"
_FAMILY += "沈姚卢姜崔谭廖范陆韦贾邹薛侯秦阎郝邵孟尹黎贺顾龚侯邱骆"
_GIVEN = r"(?!某)[一-鿿](?!某)[一-鿿]?"
_CALLED = "先生|女士|小姐|同志|老师|师傅|医生|大爷|大妈|大娘|阿姨"
_CALLED += "|书记|主任|所长|局长|镇长|村长|队长"
_LIKE_A_NAME = re.compile(
    rf"姓名[:：为是]?|(?:名叫|叫做|本人)[{_FAMILY}]{_GIVEN}"
    rf"|[{_FAMILY}]{_GIVEN}(?:{_CALLED})"
    rf"|(?:举报|控告|检举|状告)[{_FAMILY}]{_GIVEN}"
)
# Said instead of a name, so no name.
NOBODY = frozenset(
    ("匿名", "群众", "居民", "村民", "业主", "住户", "市民", "路人", "不详", "未知", "无名")
)
_MASKED = re.compile(r"某|先生$|女士$|^.$|[*×＊]")


def personal(text: str) -> bool:
    """Whether a text surely holds a phone or identity number, an address of mail or a plate."""
    return bool(_TOLD_BY_FORM.search(plain(text)))


def may_name(text: str) -> bool:
    """Whether a text may hold somebody's name: a family name where people put names."""
    return bool(_LIKE_A_NAME.search("".join(plain(text).split())))


def require_nameless(**texts: str) -> None:
    """Texts that outlive whoever they would name. Errors: `NameInText`, for what may be a name."""
    for field, text in texts.items():
        if may_name(text):
            raise errors.NameInText(field=field)


def names_somebody(text: str, names: Iterable[str]) -> bool:
    """Whether one of these names stands in the text; masked names (陈某) and no names don't."""
    written = _bare(text)
    return any(name in written for name in map(_bare, names) if _is_name(name))


def plain(text: str) -> str:
    """The text as it reads: full-width signs as what they stand for, invisible ones left out."""
    seen = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in seen if unicodedata.category(sign) != "Cf")


def _bare(text: str) -> str:
    return "".join(plain(text).split()).casefold()


def _is_name(bare: str) -> bool:
    return bool(bare) and bare not in NOBODY and not _MASKED.search(bare)


def check_clear(command: Command, ctx: Context) -> None:
    """No text that stays in clear holds what is surely personal. Errors: `PersonInText`."""
    for field, text in (("late", ctx.late), *clear_texts(command)):
        if personal(text):
            raise errors.PersonInText(field=field)


def clear_texts(command: Command) -> Iterator[tuple[str, str]]:
    """Every text of a command that stays in clear, with the name of its field."""
    corrected = getattr(command, "field", "")
    for name, value in _fields(command):
        if name == "value" and corrected:
            if corrected not in CODES:
                yield name, _json_text(value)
        elif name not in CODES:
            yield from _texts(name, value)


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        yield from ((name, one) for one in value if isinstance(one, str))
    elif isinstance(value, Notice | FollowUp):
        for part, inner in _fields(value):
            if part not in CODES:
                yield from _texts(f"{name}.{part}", inner)


def _fields(struct: Struct) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(struct, name)) for name in struct.__struct_fields__)


def _json_text(value: str) -> str:
    try:
        found = msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value
    return found if isinstance(found, str) else ""
