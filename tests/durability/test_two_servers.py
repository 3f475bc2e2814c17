"""Two servers side by side, each request to the other one; then one of them is gone."""

from collections.abc import Callable

from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.oracle import assert_nothing_is_lost
from tests.durability.school import School
from tests.durability.server import Server
from tests.durability.test_kill import ACKNOWLEDGED_BETWEEN_KILLS, BACK_WITHIN


def test_learners_go_on_at_the_other_server(school: School, scale: Scale, tell: Callable[[str], None]) -> None:
    with (
        Server(school.url) as one,
        Server(school.url) as other,
        Crowd([one.port, other.port], school.desks, scale.learners) as crowd,
    ):
        crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
        one.kill_everything()
        crowd.wait_for(acknowledged=10 * scale.learners, patience=BACK_WITHIN)
        tally = crowd.finish()
    assert tally.unanswered, "nobody noticed that a server was gone"
    assert_nothing_is_lost(school, crowd.journals)
    tell(f"{scale.learners} learners, {tally}, lost 0")
