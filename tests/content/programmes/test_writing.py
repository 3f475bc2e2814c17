from hypothesis import HealthCheck, given, settings

from app.content.programmes.writing import write_programme
from app.rules.programmes.requirements import Programme
from tests.content.programmes.made import programmes
from tests.content.programmes.sources import GOOD, read


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(programme=programmes())
def test_what_is_written_reads_as_the_same_programme(programme: Programme) -> None:
    assert read(write_programme(programme)).programme == programme


def test_what_is_usual_is_not_said() -> None:
    assert write_programme(read(GOOD).programme) == GOOD
