"""Whatever people do in whatever order, the export alone gives the service's figures again."""

import random
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import hypothesis
from hypothesis import strategies as st

from application.settings import Settings
from projections.bootstrap import open_service
from tests.conftest import Place
from tests.contract.conftest import found_units
from tests.furnished import FurnishedPlaces
from tests.independent.agreeing import assert_all_agree
from tests.independent.lives import Clock, Lives

MATTERS = 8
LATER = timedelta(days=100)


def test_limits_failings_rates_and_scores_of_random_histories_come_out_of_the_export(
    new_place: Callable[[], Place], migrated_places: FurnishedPlaces, database: str
) -> None:
    @hypothesis.settings(max_examples=_examples(database), phases=[hypothesis.Phase.generate])
    @hypothesis.given(seed=st.integers(0, 2**32))
    def agree(seed: int) -> None:
        place = new_place()
        migrated_places.copy_to(place)
        counted_again(place, random.Random(seed))

    agree()


def _examples(database: str) -> int:
    share = 20 if database == "sqlite" else 30
    return max(hypothesis.settings().max_examples // share, 2)


def counted_again(place: Place, chance: random.Random) -> None:
    """By the service, and by somebody who has nothing but the export."""
    settings = Settings(data=place.data_dir, database_url=place.database_url)
    clock = Clock()
    with closing(open_service(settings, clock)) as service:
        found_units(service.desk)
        Lives(service.desk, clock, chance).live(MATTERS)
        with tempfile.TemporaryDirectory() as folder:
            assert assert_all_agree(service, Path(folder), most=4)
            clock.now += LATER
            assert_all_agree(service, Path(folder), most=0)
