"""The forms of the steps that are possible now, ready to be shown, with what was typed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain.case import events as e
from domain.case.possible import Step, possible
from web import names
from web.desk import choices, contests, planned, reporting, values
from web.desk.forms import PARTIES, Field, Form, Kind, Option, forms
from web.desk.likely import likely
from web.desk.news import New
from web.desk.planned import Proposal
from web.desk.standing import Standing
from web.desk.texts.fields import HINTS
from web.desk.texts.steps import STEPS
from web.pinyin import findable
from web.wording import LazyString, _lp

Typed = Mapping[str, Any]

# Commands stand together as the modules of the domain have them.
GROUPS: dict[str, LazyString] = {
    "intake": _lp("steps", "Intake"),
    "dispatch": _lp("steps", "Dispatch and work on scene"),
    "links": _lp("steps", "Dispatch and work on scene"),
    "planning": _lp("steps", "Response plan"),
    "handling": _lp("steps", "Handling and reply"),
    "mediation": _lp("steps", "Mediation"),
    "supervision": _lp("steps", "Urging, supervision, review"),
    "closing": _lp("steps", "Closing and return visit"),
    "finding": _lp("steps", "Failings"),
    "contesting": _lp("steps", "Failings"),
    "record": _lp("steps", "Record"),
    "correction": _lp("steps", "Record"),
}

BESIDES = ("at", "late", "files")  # what every form asks besides its command's own fields
# They list files, show some, or have none of their own.
WITHOUT_FILES: frozenset[str] = frozenset({"Archive", "IssueLink", "RevokeLink", "Correct"})
SERVED: frozenset[str] = frozenset({"Reply", "IssueOpinion"})
# What must be there to choose from though no single field of the form has to be filled in.
NEEDED: dict[str, str] = {"Dispatch": "units_free"}


class Input(NamedTuple):
    """One field as the form shows it; `typed` is text, or a list where several are chosen."""

    field: Field
    id: str
    label: str
    hint: str
    options: list[Option]
    typed: Any
    problem: str


@dataclass(slots=True)
class StepForm:
    """One step's form; `problems` are (id of the field or "", sentence)."""

    form: Form
    ref: int
    inputs: list[Input]
    about: str = ""
    open: bool = False
    typed: Typed = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    field_problems: dict[str, str] = field(default_factory=dict)
    news: list[New] = field(default_factory=list)
    proposal: Proposal | None = None
    proposes: bool = False  # a plan can be asked for by what stands in it
    proposed: bool = False  # it was just asked for

    @property
    def name(self) -> str:
        """The command's name."""
        return self.form.name

    @property
    def id(self) -> str:
        """Unlike that of any other form of the page."""
        return anchor(self.form.name, self.ref)

    @property
    def title(self) -> str:
        """What the step is called."""
        return str(STEPS[self.form.name][0])

    @property
    def findable(self) -> str:
        """What the filter box looks into."""
        return findable(f"{self.title} {self.about}")

    @property
    def files(self) -> str:
        """Whether the form takes files: "only" where they are all it takes, "" for no."""
        if self.form.name in WITHOUT_FILES:
            return ""
        return "some" if self.form.fields else "only"

    @property
    def served(self) -> bool:
        """A paper goes with it, so that its time is the time at which the paper was served."""
        return self.form.name in SERVED

    @property
    def purpose(self) -> str:
        """What the step is for."""
        return str(STEPS[self.form.name][1])

    def id_of(self, field: str) -> str:
        """The id of a field, or "" when the form has none of that name."""
        found = (one.id for one in self.inputs if one.field.name == field)
        envelope = f"{self.id}-{field}" if field in BESIDES else ""
        return next(found, envelope)


class Group(NamedTuple):
    """Steps that belong together."""

    title: str
    steps: list[StepForm]


def anchor(name: str, ref: int) -> str:
    """Where a step's form stands on the page."""
    return f"do-{name}-{ref}" if ref else f"do-{name}"


def label_of(form: Form | None, name: str) -> str:
    """What a field is called on a form."""
    return values.label(name, form.name if form is not None else "")


def offered(standing: Standing, among: Collection[str] = ()) -> list[Step]:
    """The steps the rules allow the viewer now, and a form exists for; `among` names some only."""
    known = forms().keys() & set(among) if among else forms().keys()
    return [
        step
        for step in possible(standing.case, standing.ctx)
        if step.command.__name__ in known and _can_be_filled(step, standing)
    ]


def _can_be_filled(step: Step, standing: Standing) -> bool:
    """A choice nobody can make (no further unit, no clock to extend) is no step."""
    free = NEEDED.get(step.command.__name__)
    if free and not choices.options(free, standing):
        return False
    return all(
        choices.options(asked.source, standing)
        for asked in forms()[step.command.__name__].fields
        if asked.kind in (Kind.CHOICE, Kind.SEVERAL) and asked.required
    )


def next_step(standing: Standing, steps: Sequence[Step], wanted: str = "") -> Step | None:
    """The step whose form stands open: the one asked for, or the most likely."""
    named = [step for step in steps if step.command.__name__ == wanted]
    ref = contests.wanted_contest(standing) if named and contests.wanted() else 0
    asked = next((step for step in named if ref in (0, step.ref)), None)
    return asked or likely(standing.case, steps, standing.ctx.by, standing.ctx.now)


def grouped(made: Iterable[StepForm]) -> list[Group]:
    """The forms under the headings of their groups."""
    groups: dict[str, list[StepForm]] = {}
    for one in made:
        module = one.form.command.__module__.rpartition(".")[2]
        groups.setdefault(str(GROUPS.get(module, GROUPS["record"])), []).append(one)
    return [Group(title, steps) for title, steps in groups.items()]


def make(
    step: Step,
    standing: Standing,
    typed: Typed | None = None,
    wrong: Mapping[str, str] | None = None,
) -> StepForm:
    """The form of a step: empty, or with what was typed and what is wrong with it."""
    form = forms()[step.command.__name__]
    if form.name == "ActivatePlan":
        planned.chosen(standing, typed)
    inputs = [
        _input(form, asked, step.ref, standing, typed, (wrong or {}).get(asked.name, ""))
        for asked in form.fields
        if _has_choice(asked, standing) and _applies(form, asked, standing)
    ]
    return StepForm(
        form,
        step.ref,
        inputs,
        about=_about(form, step.ref, standing),
        typed=typed or {},
        field_problems=dict(wrong or {}),
        proposal=planned.proposal(form.name, standing, typed),
        proposes=form.name in planned.PROPOSING and bool(choices.options("plans", standing)),
    )


def _input(
    form: Form,
    asked: Field,
    ref: int,
    standing: Standing,
    typed: Typed | None,
    problem: str,
) -> Input:
    hint = HINTS.get(f"{form.name}.{asked.name}") or HINTS.get(asked.name, "")
    if asked.kind is Kind.FIXED:
        known: Any = choices.fixed(asked.source, standing, ref)
    else:
        known = _unwritten(form, asked, standing) if typed is None else typed.get(asked.name, "")
    return Input(
        field=asked,
        id=f"{anchor(form.name, ref)}-{asked.name.replace('.', '-')}",
        label=values.label(asked.name, form.name),
        hint=str(hint),
        options=choices.options(asked.source, standing) if _chosen(asked) else [],
        typed=known,
        problem=problem,
    )


def _has_choice(asked: Field, standing: Standing) -> bool:
    """What there is nothing to choose from for is not asked."""
    return not _chosen(asked) or bool(choices.options(asked.source, standing))


def _applies(form: Form, asked: Field, standing: Standing) -> bool:
    """Nobody is asked why an anonymous reporter needs no reply where the reporter is known.

    Nor why another plan is chosen where there is none.
    """
    if asked.name == "plan_override":
        return bool(choices.options("plans", standing))
    return f"{form.name}.{asked.name}" != "Reply.exempt" or standing.case.anonymous


def _chosen(asked: Field) -> bool:
    return asked.kind in (Kind.CHOICE, Kind.SEVERAL)


def _unwritten(form: Form, asked: Field, standing: Standing) -> Any:
    """What stands in a field before anybody typed."""
    if asked.source == "failings" and contests.wanted():
        return contests.wanted()
    if form.name == "ActivatePlan" or asked.name == "plan":
        return planned.before(form.name, asked.name, standing)
    if form.name == "ReportUpward":
        return reporting.before(asked.name, standing)
    return _before(asked, standing)


def _before(asked: Field, standing: Standing) -> Any:
    """Its default, or the only choice there is."""
    if asked.kind is Kind.YES_NO:
        return {True: "yes", False: "no"}.get(asked.default, "")  # type: ignore[call-overload]
    if asked.kind is Kind.SEVERAL:
        everybody = choices.options(asked.source, standing) if asked.name in PARTIES else []
        return [one.value for one in everybody]
    if asked.kind is Kind.CHOICE and asked.required:
        found = choices.options(asked.source, standing)
        return found[0].value if len(found) == 1 else str(asked.default or "")
    if asked.name == "category":
        return standing.case.category
    if asked.name in ("grade", "dispute_class"):
        return standing.case.grade
    return "" if asked.default is None else str(asked.default)


def _about(form: Form, ref: int, standing: Standing) -> str:
    """What a step with a number is about: the dispatch, directive, … and whose it is."""
    kind = next((one.name for one in form.fields if one.source == "ref"), "")
    if not kind:
        return ""
    unit = _whose(kind, ref, standing)
    named = f"{values.label(kind)} {ref}"
    if kind == "contest":
        named = f"{named} · {values.write('failing', standing.case.contests[ref].failing)}"
    return f"{named} · {names.unit(unit)}" if unit else named


def _whose(kind: str, ref: int, standing: Standing) -> str:
    case = standing.case
    if kind == "dispatch":
        found = case.dispatch(ref)
        return found.unit if found is not None else ""
    if kind == "link":
        return case.dispatches[case.links[ref].dispatch - 1].unit if ref in case.links else ""
    if kind == "urge":
        return case.urged_units.get(ref, "")
    if kind == "contest":
        return case.contests[ref].unit
    return next((_unit(one) for one in standing.loaded.history if _is(one, kind, ref)), "")


def _is(event: e.Fact, kind: str, ref: int) -> bool:
    opening: dict[str, type[e.Fact]] = {
        "directive": e.Directed,
        "supervision": e.Supervised,
        "proposal": e.Proposed,
        "complaint": e.Complained,
    }
    return isinstance(event, opening[kind]) and getattr(event, kind) == ref


def _unit(event: Any) -> str:
    return str(getattr(event, "unit", "") or getattr(event, "holder", ""))
