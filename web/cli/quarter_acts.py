"""What is done in a quarter's course from the command line, each in the name of an account."""

from collections.abc import Callable
from typing import Any

import click

from application import assessment
from application.assessment.results import Results
from domain.assessment.course.events import Kind
from domain.assessment.course.excluding import Asked
from domain.assessment.course.objecting import Ground, Ruling
from domain.assessment.course.state import Course
from domain.assessment.periods import Quarter
from domain.case.events import Actor
from domain.case.failings import Failing
from projections.bootstrap import Service
from projections.courses import as_it_ended, as_to_be_signed
from web.cli.language import Text
from web.cli.output import bar
from web.cli.room import actor, opened
from web.cli.spoken import command, option

DONE = Text("{quarter}: {stage}", "{quarter}：{stage}")
STAGES = {
    "": Text("nothing computed yet", "尚未计算"),
    "computed": Text("computed", "已计算"),
    "review": Text("units may object", "公示中，可申诉"),
    "reviewed": Text("to be signed", "待签发"),
    "signed": Text("signed once", "一方已签发"),
    "published": Text("published", "已公布"),
}
FOLDING = Text("Computing again", "正在重新计算")
ALL_OF_IT = ""

by_whom = option("--as", "user", required=True, en="The account that acts.", zh="操作人的账号。")
because = option("--reason", required=True, en="Why.", zh="理由。")
of_what = option(
    "--of",
    default=ALL_OF_IT,
    en="An indicator or a kind of failing; left out: the matter as such.",
    zh="指标或履责问题；不填则为整件事项。",
)
shown_by = option(
    "--record",
    type=int,
    multiple=True,
    en="A record of the matter that shows it.",
    zh="依据的记录序号。",
)

Act = Callable[[Service, Quarter, Actor], Course]


def _do(quarter: str, user: str, act: Act) -> None:
    with opened() as service:
        named = Quarter.parse(quarter)
        course = act(service, named, actor(service, user))
        stage = course.stage(service.desk.clock())
    click.echo(DONE(quarter=named.label, stage=STAGES[stage]()))


@command(
    "compute",
    "Computes a quarter that is over and records rules, position and hash.",
    "计算已结束的季度，记录规则、日志位置和摘要。",
)
@click.argument("quarter")
@option(
    "--now",
    is_flag=True,
    en="As of today, though another position is under review.",
    zh="以今天为准，即使公示的是另一位置的结果。",
)
@by_whom
def compute(quarter: str, user: str, *, now: bool) -> None:
    """What is under review as of its position; a signature given before is void."""

    def act(service: Service, named: Quarter, by: Actor) -> Course:
        course = service.desk.courses.of(named)
        again = course.under_review and not now
        result = as_to_be_signed(service, course) if again else as_it_ended(service, named, by)
        course = assessment.compute(service.desk, result, by)
        Results(service.settings).keep(result)
        return course

    _do(quarter, user, act)


@command("review", "Lets the units look and object.", "开启公示，各单位可核对、申诉。")
@click.argument("quarter")
@by_whom
def review(quarter: str, user: str) -> None:
    """As long as the rules say."""
    _do(quarter, user, lambda service, named, by: assessment.open_review(service.desk, named, by))


@command("object", "Lodges an objection of a unit.", "提出单位的申诉。")
@click.argument("quarter")
@option("--unit", required=True, en="Whose.", zh="单位代码。")
@option("--case", "number", default="", en="File number of the matter.", zh="事项编号。")
@of_what
@shown_by
@because
@option("--note", default="", en="Further evidence.", zh="其他依据。")
@by_whom
def object_(quarter: str, user: str, **said: Any) -> None:
    """About an indicator, a failing, or a matter as such."""
    of = said["of"]
    about = "case" if not of else "failing" if of in list(Failing) else "indicator"
    ground = Ground(
        said["unit"],
        about,  # type: ignore[arg-type]
        of,
        said["number"],
        said["reason"],
        tuple(said["record"]),
        said["note"],
    )
    _do(quarter, user, lambda s, named, by: assessment.lodge_objection(s.desk, named, ground, by))


@command("withdraw", "Withdraws an objection.", "撤回申诉。")
@click.argument("quarter")
@click.argument("objection", type=int)
@by_whom
def withdraw(quarter: str, objection: int, user: str) -> None:
    """By the unit, or by whoever lodged it."""
    _do(quarter, user, lambda s, q, by: assessment.withdraw_objection(s.desk, q, objection, by))


@command("rule", "Upholds or rejects an objection.", "裁定申诉。")
@click.argument("quarter")
@click.argument("objection", type=int)
@click.argument("ruling", type=click.Choice(["uphold", "reject"]))
@because
@option(
    "--case",
    "numbers",
    multiple=True,
    en="A matter that then doesn't count for the indicator.",
    zh="因此不计入该指标的事项编号。",
)
@by_whom
def rule(
    quarter: str, objection: int, ruling: str, reason: str, numbers: tuple[str, ...], user: str
) -> None:
    """By the inspection office."""
    ruled = Ruling(ruling == "uphold", reason, numbers)
    _do(quarter, user, lambda s, q, by: assessment.rule_objection(s.desk, q, objection, ruled, by))


@command("exclude", "Proposes that a matter doesn't count.", "提请剔除事项。")
@click.argument("quarter")
@click.argument("number")
@option(
    "--subject",
    type=click.Choice(["units", "centre"]),
    default="units",
    en="Of whose score.",
    zh="单位（units）或中心（centre）的考核。",
)
@of_what
@shown_by
@because
@by_whom
def exclude(quarter: str, number: str, user: str, **said: Any) -> None:
    """Somebody else decides on it."""
    asked = Asked(said["subject"], number, said["of"], said["reason"], tuple(said["record"]))
    _do(quarter, user, lambda s, q, by: assessment.propose_exclusion(s.desk, q, asked, by))


@command("decide", "Approves or rejects a proposed exclusion.", "审批剔除。")
@click.argument("quarter")
@click.argument("exclusion", type=int)
@click.argument("decision", type=click.Choice(["approve", "reject"]))
@option("--reason", default="", en="Why; needed to reject.", zh="理由；驳回时必填。")
@by_whom
def decide(quarter: str, exclusion: int, decision: str, reason: str, user: str) -> None:
    """By another person than proposed it."""
    _do(
        quarter,
        user,
        lambda s, q, by: assessment.decide_exclusion(
            s.desk, q, exclusion, reason, by, approved=decision == "approve"
        ),
    )


@command(
    "sign",
    "Signs a quarter; the second signature publishes it.\nIt is computed again before.",
    "签发季度考核；第二人签发后即公布。\n签发前由日志重新计算核对。",
)
@click.argument("quarter")
@by_whom
def sign(quarter: str, user: str) -> None:
    """One of the inspection office, one head of the centre."""

    def act(service: Service, named: Quarter, by: Actor) -> Course:
        with bar(str(FOLDING)) as tell:
            result = as_to_be_signed(service, service.desk.courses.of(named), tell)
        return assessment.sign(service.desk, result, by)

    _do(quarter, user, act)


@command(
    "consequence",
    "Records what people decided after publishing.",
    "记录公布后的结果运用（表扬、奖励、批评、调整建议）。",
)
@click.argument("quarter")
@click.argument("unit")
@click.argument("kind", type=click.Choice([one.value for one in Kind]))
@because
@by_whom
def consequence(quarter: str, unit: str, kind: str, reason: str, user: str) -> None:
    """Praise, reward, criticism, or a proposal to adjust."""
    asked = (unit, Kind(kind), reason)
    _do(quarter, user, lambda s, q, by: assessment.record_consequence(s.desk, q, asked, by))


@command("revoke", "Takes a consequence back.", "撤销结果运用。")
@click.argument("quarter")
@click.argument("consequence", type=int)
@because
@by_whom
def revoke(quarter: str, consequence: int, reason: str, user: str) -> None:
    """Why is said."""
    _do(
        quarter,
        user,
        lambda s, q, by: assessment.revoke_consequence(s.desk, q, consequence, reason, by),
    )


ACTS = (compute, review, object_, withdraw, rule, exclude, decide, sign, consequence, revoke)
