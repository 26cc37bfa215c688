"""What the demo's story needs counted and drawn when it reaches it: done as on any day."""

from collections.abc import Callable
from contextlib import closing

from application.settings import Settings
from domain.assessment.periods import Quarter
from domain.assessment.result import Result
from domain.audit.keeping import Draw
from domain.audit.sampling import Frame
from domain.case.events import Actor
from projections.bootstrap import Service
from projections.courses import as_it_stands, as_to_be_signed
from projections.rebuild import ensure
from projections.sampling import draw_sample


def assessor(settings: Settings) -> Callable[[Quarter, bool], Result]:
    """Counts a quarter as it stands, or as it is to be signed, with the log as far as it is."""

    def assess(quarter: Quarter, signing: bool) -> Result:  # noqa: FBT001 - as the demo asks it
        ensure(settings)
        with closing(Service(settings)) as service:
            service.projector.catch_up()
            course = service.desk.courses.of(quarter)
            if signing:
                return as_to_be_signed(service, course)
            return as_it_stands(service, quarter, course)

    return assess


def sampler(settings: Settings) -> Callable[[Frame, str, Actor], Draw]:
    """Draws matters for an audit, with the log as far as it is."""

    def draw(frame: Frame, seed: str, by: Actor) -> Draw:
        ensure(settings)
        with closing(Service(settings)) as service:
            service.projector.catch_up()
            return draw_sample(service, frame, seed, by)

    return draw
