"""What a quarter of the demo comes to when its story reaches it: counted as on any day."""

from collections.abc import Callable
from contextlib import closing

from application.settings import Settings
from domain.assessment.periods import Quarter
from domain.assessment.result import Result
from projections.bootstrap import Service
from projections.courses import as_it_stands, as_to_be_signed
from projections.rebuild import ensure


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
