"""Settings, read once from the environment. README.md lists every name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from app.rules.retention import FEWEST_MONTHS, MOST_MONTHS, Periods, is_sensible

ROOT = Path(__file__).parent
DEMO_SECRET = "only-for-the-demo"  # noqa: S105 - refused outside the demo
SHORTEST_SECRET = 32
PUBLIC_URL = re.compile(r"https?://([\w.-]+|\[[0-9a-f:.]+\])(:\d+)?", re.ASCII | re.IGNORECASE)
DATABASES = ("sqlite:///", "postgresql+psycopg://")


class WrongSetting(Exception):
    """A setting is missing or cannot be used; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`proxies` is how many reverse proxies stand in front; `pretend_today` moves the demo's clock."""

    secret_key: str
    database_url: str
    public_url: str
    demo: bool = False
    pretend_today: date | None = None
    proxies: int = 0
    session_hours: int = 12
    idle_minutes: int = 120
    modules_folder: Path = ROOT / "modules"
    quizzes_folder: Path = ROOT / "quizzes"
    fonts_folder: Path = ROOT / "app" / "static" / "fonts"
    keys_folder: Path = ROOT / "instance" / "keys"
    records_folder: Path = ROOT / "instance" / "records"
    keep: Periods = Periods()

    @property
    def hosts(self) -> list[str]:
        """The host names that we answer to; the demonstration may be opened under either name of this machine."""
        host = urlsplit(self.public_url).hostname or ""
        return [host, "localhost", "127.0.0.1"] if self.demo else [host]

    @property
    def is_https(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in `environment`; raises WrongSetting where one cannot be used."""
    demo = environment.get("DEMO") == "1"
    return Settings(
        secret_key=_secret(environment, demo),
        database_url=_database_url(environment, demo),
        public_url=_public_url(environment, demo),
        demo=demo,
        pretend_today=_pretend_today(environment, demo),
        proxies=_number(environment, "PROXIES", 0, least=0),
        session_hours=_number(environment, "SESSION_HOURS", 12, least=1),
        idle_minutes=_number(environment, "IDLE_MINUTES", 120, least=1),
        fonts_folder=Path(environment.get("FONTS_FOLDER", ROOT / "app" / "static" / "fonts")),
        keys_folder=Path(environment.get("KEYS_FOLDER", ROOT / "instance" / "keys")),
        records_folder=Path(environment.get("RECORDS_FOLDER", ROOT / "instance" / "records")),
        keep=Periods(
            leavers=_months(environment, "KEEP_LEAVERS_MONTHS", ""),
            answers=_months(environment, "KEEP_ANSWERS_MONTHS", ""),
            looks=_months(environment, "KEEP_LOOKS_MONTHS", "24"),
        ),
    )


def _secret(environment: Mapping[str, str], demo: bool) -> str:
    secret = environment.get("SECRET_KEY", DEMO_SECRET if demo else "")
    if demo:
        return secret
    if not secret:
        raise WrongSetting("SECRET_KEY is not set. Set it to a long random text, the same for every web process.")
    if secret == DEMO_SECRET or len(secret) < SHORTEST_SECRET:
        raise WrongSetting(
            f"SECRET_KEY is the demo's or shorter than {SHORTEST_SECRET} characters. Make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return secret


def _database_url(environment: Mapping[str, str], demo: bool) -> str:
    url = environment.get("DATABASE_URL", f"sqlite:///{ROOT / 'instance' / 'demo.db'}" if demo else "")
    if not url:
        raise WrongSetting("DATABASE_URL is not set, for example sqlite:////srv/waymark/waymark.db")
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(DATABASES):
        raise WrongSetting("DATABASE_URL does not start with sqlite:/// or postgresql://")
    return url


def _public_url(environment: Mapping[str, str], demo: bool) -> str:
    port = environment.get("PORT", "8000")
    url = environment.get("PUBLIC_URL", f"http://127.0.0.1:{port}" if demo else "").rstrip("/")
    if not PUBLIC_URL.fullmatch(url):
        raise WrongSetting("PUBLIC_URL is not set to an address such as https://training.example.gov.uk")
    return url


def _pretend_today(environment: Mapping[str, str], demo: bool) -> date | None:
    text = environment.get("PRETEND_TODAY")
    if not text:
        return None
    if not demo:
        raise WrongSetting("PRETEND_TODAY works in the demo only. Take it out of the settings.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongSetting(f"PRETEND_TODAY is not a date such as 2027-11-01: {text}") from None


def _number(environment: Mapping[str, str], name: str, otherwise: int, least: int) -> int:
    text = environment.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and least <= int(text)):
        raise WrongSetting(f"{name} is not a whole number from {least} up: {text}")
    return int(text)


def _months(environment: Mapping[str, str], name: str, otherwise: str) -> int | None:
    """A period of months; None, which is for good, where it is empty."""
    text = environment.get(name, otherwise).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and is_sensible(int(text))):
        raise WrongSetting(
            f"{name} is not a whole number of months from {FEWEST_MONTHS} to {MOST_MONTHS}, or empty to keep for good: "
            f"{text}"
        )
    return int(text)
