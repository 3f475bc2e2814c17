"""Which passwords are guessed first."""

import pytest

from app.rules.passphrases import Weakness, weakness
from app.web.passwords import COMMON

ABOUT = ("Zoë van den Berg-Okafor", "z.okafor@northgate.gov.uk", "R104", "Northgate Borough Council")

FEW, REPEATED, IN_ORDER = Weakness.FEW_CHARACTERS, Weakness.REPEATED, Weakness.IN_ORDER
MANY, PERSONAL = Weakness.COMMON, Weakness.PERSONAL

CASES: list[tuple[str, Weakness | None]] = [
    ("aaaaaaaaaaaa", FEW),
    ("abababababab", FEW),
    ("Aa Aa Aa Aa Aa", FEW),
    ("            ", FEW),
    ("11112222333", FEW),
    ("passwordpassword", REPEATED),
    ("kettle-kettle", REPEATED),
    ("Kettle kettle 1", REPEATED),
    ("kettle2026kettle2026", REPEATED),
    ("abcdefghijklm", IN_ORDER),
    ("zyxwvutsrqpo", IN_ORDER),
    ("123456789012", IN_ORDER),
    ("098 765 432 109", IN_ORDER),
    ("password1234", MANY),
    ("Password2026!", MANY),
    ("P@ssw0rd1234", MANY),
    ("P4$$w0rd-2026", MANY),
    ("ｐａｓｓｗｏｒｄ2026", MANY),
    ("qwertyuiop12", MANY),
    ("1qaz2wsx3edc", MANY),
    ("WelcomeAdmin1", MANY),
    ("Liverpool2026", MANY),
    ("correct horse battery staple", MANY),
    ("zoë-okafor-1988", PERSONAL),
    ("Van den Berg 2026", PERSONAL),
    ("Berg-Okafor1!", PERSONAL),
    ("northgatecouncil", PERSONAL),
    ("N0rthg4te2026", PERSONAL),
    ("z.okafor@northgate.gov.uk", PERSONAL),
    ("R104 R104 2026", PERSONAL),
    ("okafor-password", PERSONAL),
    ("three words together", None),
    ("four words this time", None),
    ("kettle pebble ladder", None),
    ("kettlepebbleladder", None),
    ("Zoë likes pebbles", None),
    ("passwords are a nuisance", None),
    ("northgate in the rain", None),
    ("493817265093", None),
    ("abcdefgh ladder", None),
    ("ladder kettle pebble ladder kettle pebble", None),
    ("ein Stück Käse", None),
    ("密码很难记住但是要长一点", None),
    ("%&/()=?*+~#'", None),
]


@pytest.mark.parametrize(("password", "found"), CASES)
def test_what_is_guessed_early(password: str, found: Weakness | None) -> None:
    assert weakness(password, ABOUT, COMMON) is found


def test_what_is_known_of_others_does_no_harm() -> None:
    assert weakness("zoë-okafor-1988", (), COMMON) is None
    assert weakness("Bo is at the lake", ("Bo",), COMMON) is None


def test_a_long_one_is_judged_at_once() -> None:
    """A name of one's own choosing must not keep the service busy."""
    assert weakness("a" * 100 + "b" * 98 + "cde!", ("a aa aaa aaaa b bb bbb",), COMMON) is None


def test_the_list_is_kept_as_it_is_compared() -> None:
    assert all(each == each.casefold() and each.isalpha() for each in COMMON)
    assert len(COMMON) > 50
