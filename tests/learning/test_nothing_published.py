from app.models import Person
from tests.client import StrictClient


def test_my_training_says_so_kindly(client: StrictClient, learner: Person) -> None:
    page = client.sign_in(learner).get("/training")
    assert "You are up to date" in page.words
    assert "Also open to you" not in page.words


def test_no_module_is_not_found(client: StrictClient, learner: Person) -> None:
    client.sign_in(learner)
    for path in ("/modules/short", "/modules/short/quiz", "/modules/short/print", "/modules/short/lessons/first-part"):
        assert client.get(path, expect=404).heading == "Page not found"
        client.send("POST", path, data={"csrf_token": client.token()})


def test_a_lead_sees_an_empty_log_and_a_manager_an_empty_team(client: StrictClient, learner: Person) -> None:
    client.sign_in(learner)
    client.fetch("/log", expect=403)
