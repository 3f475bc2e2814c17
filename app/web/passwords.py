"""Passwords: which may be chosen, and argon2id with the library's defaults."""

from collections.abc import Iterable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask_babel import lazy_gettext as _

from app.rules.passphrases import Weakness, weakness

SHORTEST = 12
LONGEST = 200

_LINES = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
COMMON = frozenset(line for line in _LINES if line and not line.startswith("#"))

WHY_REFUSED = {
    Weakness.FEW_CHARACTERS: _("This uses the same few characters over and over. Three different words work well."),
    Weakness.REPEATED: _("This is the same again and again, so it is guessed early. Three different words work well."),
    Weakness.IN_ORDER: _(
        "Letters or digits in order are guessed early. Three words that do not go together work well."
    ),
    Weakness.COMMON: _(
        "Many people choose this, so it is guessed early. Three words that do not go together work well."
    ),
    Weakness.PERSONAL: _(
        "This is made of your name, email address, staff number or organisation, which others know. "
        "Choose words that have nothing to do with you."
    ),
}

_hasher = PasswordHasher()
_NOBODY = _hasher.hash("no account has this password")


def why_refused(password: str, about: Iterable[str | None]) -> str | None:
    """Why a new password is too easy to guess, in a sentence; `about` is what others know of its owner."""
    found = weakness(password, [each for each in about if each], COMMON)
    return None if found is None else str(WHY_REFUSED[found])


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` is right; as slow for an account that does not exist (`None`) as for one that does."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
