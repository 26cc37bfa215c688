"""What nobody is scored by: how many matters people bring, how often, where they take them.

Looked for in every name and every text of a file of scoring rules, so that nothing of the kind
hides in a deduction, in a title or in where something is said to be written. Source: the field's
hard limits; the national ranking by such counts ended in 2013, and the statute forbids retaliation.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple

from domain.rules.tasks import forbidden_task

COUNT: Final = (
    "counts how many matters people bring; volumes are workload, and who is scored by them turns "
    "people away: measure what the office did about them in time"
)
REPEAT: Final = (
    "counts how often people come, or how many come together; that is their right: measure rework, "
    "or what they say at the return visit"
)
WHERE: Final = (
    "counts where people take their matters; going to a higher office is lawful, the national "
    "ranking by such counts ended in 2013, and the statute forbids retaliation"
)
QUIET: Final = (
    "counts that people stop asking; nothing is solved by that: measure solved, in the reporter's "
    "own word at the return visit"
)
VOLUME: Final = (
    "weighs or ranks by volume, people or place; what something weighs is written in points, and "
    "units are compared only within their class by what they kept of what was due"
)
VETO: Final = (
    "is a veto; nothing strikes out a whole quarter: say how many points each proven failing costs"
)
TASK: Final = "is no task of a linkage centre"
REASONS: Final = (COUNT, REPEAT, WHERE, QUIET, VOLUME, VETO)


class Ground(NamedTuple):
    """A reason to refuse, and how what it refuses is written in either language."""

    reason: str
    zh: re.Pattern[str]
    en: re.Pattern[str]


# Whoever comes, and with what; as it stands before "how many".
_COMING = "信访|上访|来访|来信|走访|投诉|举报|诉求|来电|警情|纠纷|案件|工单|事项"
_CALLING = "信访|上访|来访|来信|走访|投诉|举报|来电|警情"
_HIGHER = "京|省|市|县|区|州|上级|中央|国家"
_MATTERS = (
    r"(?:matters?|cases?|petition\w*|complain\w*|visits?|visitors?|disputes?|calls?|incidents?|"
    r"registrations?|requests?|people|persons?)"
)
_PEOPLES = r"(?:petition\w*|complain\w*|visits?|visitors?|callers?|calls?|matters?|cases?)"


def _ground(reason: str, zh: str, *en: str) -> Ground:
    return Ground(reason, re.compile(zh), re.compile(rf"\b(?:{'|'.join(en)})\b"))


GROUNDS: Final = (
    _ground(
        VETO,
        r"一票否决|否决",
        r"veto\w*",
        r"one vote (?:down|out)",
    ),
    _ground(
        WHERE,
        rf"越级(?:上?访|信访|走访|反映|举报|投诉|诉)|(?:进|赴|到|去|来|晋)(?:{_HIGHER})(?:上访|信访|走访|非访|访)"
        r"|进京|赴京|京访|省访|赴省|非访|非正常上?访",
        rf"(?:skip|skipp\w+|leapfrog\w*) levels?(?: {_PEOPLES})?",
        rf"{_PEOPLES}(?: \w+){{0,4}} (?:higher|upper|superior|beijing|capital)",
        r"(?:go|goes|going|gone|went|taken?|taking)(?: \w+)? to (?:an? |the )?"
        r"(?:higher|upper|superior|beijing|capital)",
        rf"(?:higher|upper|superior|beijing|capital)(?: (?:level|office|authority))? {_PEOPLES}",
        r"yueji\w*",
        r"jinjing\w*",
    ),
    _ground(
        REPEAT,
        r"(?:重复|反复|多次|再次)(?:上访|信访|来访|来信|来电|走访|投诉|举报|反映|诉求|登记|访)|重信重访|重访|缠访|闹访"
        r"|(?:集体|群体)(?:上|来|信|走)?访|群访|个体访|联名信|信访老户",
        rf"(?:repeat\w*|recurr\w*|frequent\w*|serial)(?: \w+)? {_PEOPLES}",
        rf"(?:mass|collective|group) {_PEOPLES}",
        r"how often(?: \w+){0,2} (?:people|reporters?|callers?)",
        r"chongfu\w*",
    ),
    _ground(
        QUIET,
        r"息诉|息访|罢访|停访|稳访|止访|撤诉率|撤回率|不再(?:上访|信访|来访|反映|投诉)",
        r"(?:stop\w*|ceas\w*|giv\w* up)(?: \w+)? (?:complain\w*|petition\w*|asking|visiting)",
        r"(?:withdraw\w*|withdrew)(?: \w+)? (?:petition\w*|complain\w*|matters?|cases?|rate)",
        r"(?:petition\w*|complain\w*|matters?|cases?) (?:withdraw\w*|withdrew)",
        r"pacif\w+",
        r"silenc\w+",
        r"xisu\w*",
    ),
    _ground(
        VOLUME,
        r"每(?:百|千|万|十万|百万)(?:人|户|件)|万人|人均|户均|人口"
        r"|按(?:件数?|数量|总量|\w{0,4}量)(?:计分|赋分|加权|折算|排名|排序|考核)"
        r"|(?:量|件数|数量|总数)(?:排名|排序|名次|系数|权重|加权)",
        r"per (?:capita|head|cases?|matters?|petitions?|disputes?|calls?|visits?|"
        r"(?:ten |hundred )?thousand|\d+(?: 000)?|inhabitants?|residents?|persons?|people)",
        r"populations?",
        r"(?:weigh\w*|rank\w*|order\w*|sort\w*|scor\w*)(?: \w+)? by (?:the )?(?:\w+ )?"
        r"(?:volumes?|numbers?|counts?|totals?|people|places?|size|caseload\w*)",
        r"by volumes?",
        r"headcounts?",
    ),
    _ground(
        COUNT,
        rf"(?:{_COMING})(?:同比|环比|较上(?:季|年))?(?:总)?(?:件)?(?:量|总数|批次|件次|人次|批数|件数|数量)"
        rf"|(?:{_CALLING})数(?!据)|(?:{_COMING})发生(?:率|数|量|起数)"
        rf"|(?:接报|登记|受理|立案|收件|来件|办件)(?:总|件)?(?:量|总数)|(?:{_COMING})(?:发生)?率(?:排|下|上|同|环|$)"
        rf"|(?:{_COMING})(?:量|率|数)?(?:同比|环比)?(?:下降|减少|上升|增长|增加|降幅|增幅|零增长|为零|归零)"
        rf"|零(?:{_COMING}|发案|越级|进京)|无(?:上访|信访|越级|进京|非访|投诉|举报)|发案|上访|成讼率",
        r"(?:numbers?|counts?|totals?|volumes?|amounts?|quantit\w+|sums?|how many)"
        rf"(?: \w+){{0,2}} {_MATTERS}",
        rf"{_MATTERS} (?:counts?|totals?|volumes?|growth|"
        r"increases?|decreases?|reductions?|declines?)",
        rf"(?:fewer|less|reduc\w+|decreas\w+|declin\w+|falling|zero)(?: \w+)? {_MATTERS}",
        r"(?:petition|complaint|dispute|crime|incident) rates?",
        r"shangfang\w*",
        r"caseloads?",
    ),
)
# What a field nobody knows is refused with, by a word of its name.
FIELDS: Final = {
    VOLUME: frozenset(
        {
            "weight",
            "weights",
            "weighted",
            "weighting",
            "per",
            "capita",
            "population",
            "volume",
            "volumes",
            "multiplier",
            "factor",
            "coefficient",
            "rank",
            "ranks",
            "ranking",
            "order",
        }
    ),
    VETO: frozenset({"veto", "vetoes", "disqualify", "disqualifies"}),
    COUNT: frozenset({"count", "counts", "total", "totals", "quota", "quotas"}),
}
_OWN: Final = re.compile(
    r"\b(?:return|call back) (?:visit|call)s?\b|\bcall backs?\b"
)  # the centre's


def ground_of(text: str) -> tuple[str, str] | None:
    """What of a text may not be scored, and why; None where there is nothing of the kind."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    signs = re.sub(r"[\W_]", "", plain)
    words = _OWN.sub("-", " ".join(re.findall(r"[a-z]+|[0-9]+", plain)))
    for ground in GROUNDS:
        found = ground.zh.search(signs) or ground.en.search(words)
        if found is not None:
            return found[0], ground.reason
    return None


def unlawful(raw: dict[str, Any], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each place that scores people, with the reason; `known` are the fields there are."""
    for path, name, text in _said("", "", raw):
        found = _of_field(name, known) if text is None else _of_text(text)
        if found is not None:
            yield path, f"{found[0]!r} {found[1]}"


def _of_text(text: str) -> tuple[str, str] | None:
    if task := forbidden_task(text):
        return task, TASK
    return ground_of(text)


def _of_field(name: str, known: Collection[str]) -> tuple[str, str] | None:
    if name in known:
        return None
    words = set(re.findall(r"[a-z]+", name.casefold()))
    reason = next((reason for reason, some in FIELDS.items() if words & some), "")
    return (name, reason) if reason else ground_of(name)


def _said(path: str, name: str, value: Any) -> Iterator[tuple[str, str, str | None]]:
    """Every field, with None for its text, and every text."""
    if isinstance(value, str):
        yield path, name, value
    elif isinstance(value, dict):
        for field, below in value.items():
            place = f"{path}.{field}" if path else field
            yield place, field, None
            yield from _said(place, field, below)
    elif isinstance(value, list):
        for number, below in enumerate(value):
            known = below.get("id") if isinstance(below, dict) else None
            yield from _said(f"{path}[{number}]{f' ({known})' if known else ''}", name, below)
