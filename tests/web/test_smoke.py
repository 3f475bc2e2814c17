from app.content.edition import Edition
from tests.client import StrictClient
from tests.factories import TeamFactory, member_of


def test_a_learner_reads_passes_and_keeps_a_certificate(client: StrictClient, published: Edition) -> None:
    learner = member_of(TeamFactory(), name="Siân Ŵyn ap Gwŷnn")
    client.sign_in(learner)
    page = client.get("/modules/short")
    page = client.press(page, "Start")
    for _ in range(3):
        page = client.press(page, "Continue")
    assert page.heading == "The test"
    page = client.press(page, "Start the test")
    assert page.heading == "Question 1 of 4"
