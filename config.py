"""Settings, read once from the environment. README.md lists every name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from app.content.neutral import topic_word
from app.rules.retention import FEWEST_MONTHS, MOST_MONTHS, Periods, is_sensible

ROOT = Path(__file__).parent
DEMO_SECRET = "only-for-the-demo"  # noqa: S105 - refused outside the demo
SHORTEST_SECRET = 32
PUBLIC_URL = re.compile(r"https?://([\w.-]+|\[[0-9a-f:.]+\])(:\d+)?", re.ASCII | re.IGNORECASE)
DATABASES = ("sqlite:///", "postgresql+psycopg://")
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
ADDRESS = re.compile(r"[^@\s<>]+@[\w.-]+", re.ASCII)
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NOTIFY_URL = "https://api.notifications.service.gov.uk"


class WrongSetting(Exception):
    """A setting is missing or cannot be used; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """`tls` is from the start, begun by STARTTLS, or not there. `sender` is the address that mail comes from."""

    host: str
    port: int
    tls: Literal["always", "starttls", "never"]
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Notify:
    """An account at GOV.UK Notify, and its template with ((subject)) and ((body))."""

    api_key: str = field(repr=False)
    template: str
    url: str = NOTIFY_URL


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
    programmes_folder: Path = ROOT / "programmes"
    fonts_folder: Path = ROOT / "app" / "static" / "fonts"
    keys_folder: Path = ROOT / "instance" / "keys"
    records_folder: Path = ROOT / "instance" / "records"
    keep: Periods = Periods()
    smtp: SmtpServer | None = None
    notify: Notify | None = None

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
        smtp=_smtp(environment),
        notify=_notify(environment),
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


def _smtp(environment: Mapping[str, str]) -> SmtpServer | None:
    url = environment.get("SMTP_URL", "")
    if not url:
        return None
    if environment.get("NOTIFY_API_KEY"):
        raise WrongSetting("SMTP_URL and NOTIFY_API_KEY are both set. Mail goes out one way: take one of them out.")
    wrong = WrongSetting(
        "SMTP_URL is not an address such as smtp://user:password@mail.example.gov.uk:587, or smtps://… where TLS is "
        "used from the start"
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path not in {"", "/"}:
        raise wrong
    if parts.query not in {"", "tls=no"} or (parts.username is None) != (parts.password is None):
        raise wrong
    is_plain = parts.scheme == "smtp" and (parts.query == "tls=no" or parts.hostname in THIS_MACHINE)
    if is_plain and parts.password is not None:
        raise WrongSetting("SMTP_URL would send its password without TLS. Take out the password, or tls=no.")
    return SmtpServer(
        host=parts.hostname,
        port=port or (465 if parts.scheme == "smtps" else 25 if is_plain else 587),
        tls="always" if parts.scheme == "smtps" else "never" if is_plain else "starttls",
        sender=_sender(environment),
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )


def _sender(environment: Mapping[str, str]) -> str:
    text = environment.get("MAIL_FROM", "").strip()
    name, address = parseaddr(text)
    if not ADDRESS.fullmatch(address) or any(not letter.isprintable() for letter in text):
        raise WrongSetting("MAIL_FROM is not an address such as Training <training@example.gov.uk>")
    if word := topic_word(f"{name} {address.partition('@')[0]}"):
        raise WrongSetting(f'MAIL_FROM would show "{word}" to whoever looks over a shoulder. Choose a neutral sender.')
    return text


def _notify(environment: Mapping[str, str]) -> Notify | None:
    key = environment.get("NOTIFY_API_KEY", "")
    if not key:
        return None
    if not re.fullmatch(rf".*{UUID}-{UUID}", key):
        raise WrongSetting("NOTIFY_API_KEY is not a key of GOV.UK Notify: its name, the service's id and the secret.")
    template = environment.get("NOTIFY_TEMPLATE", "").strip()
    if not re.fullmatch(UUID, template):
        raise WrongSetting(
            "NOTIFY_TEMPLATE is not set to the id of an email template with ((subject)) as its subject and ((body)) "
            "as its message"
        )
    url = environment.get("NOTIFY_URL", NOTIFY_URL).rstrip("/")
    if not PUBLIC_URL.fullmatch(url):
        raise WrongSetting("NOTIFY_URL is not an address such as https://api.notifications.service.gov.uk")
    return Notify(key, template, url)
