import pytest

from app.rules.sign_in import must_wait


@pytest.mark.parametrize(
    ("account_guesses", "network_guesses", "wait"),
    [
        (0, 0, False),
        (9, 9, False),  # the tenth guess is still allowed
        (10, 10, True),  # the eleventh is not
        (0, 99, False),  # a council behind one address mistypes a lot on the deadline day
        (0, 100, True),
        (9, 99, False),
    ],
)
def test_when_guessing_has_to_wait(account_guesses: int, network_guesses: int, wait: bool) -> None:
    assert must_wait(account_guesses, network_guesses) is wait
