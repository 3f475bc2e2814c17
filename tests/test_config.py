from datetime import date
from pathlib import Path

import pytest

from app.rules.retention import Periods
from config import DEMO_SECRET, Settings, WrongSetting, read_settings

SECRET = "s" * 32
REAL = {
    "SECRET_KEY": SECRET,
    "DATABASE_URL": "sqlite:////srv/waymark/waymark.db",
    "PUBLIC_URL": "https://training.example.gov.uk",
}


def test_what_a_real_installation_needs() -> None:
    assert read_settings(REAL) == Settings(
        secret_key=SECRET,
        database_url="sqlite:////srv/waymark/waymark.db",
        public_url="https://training.example.gov.uk",
        demo=False,
        pretend_today=None,
        proxies=0,
        session_hours=12,
        idle_minutes=120,
    )


def test_the_demo_needs_nothing() -> None:
    settings = read_settings({"DEMO": "1"})
    assert settings.demo
    assert settings.secret_key == DEMO_SECRET
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.database_url.endswith("/instance/demo.db")


def test_everything_may_be_set() -> None:
    more = {"PROXIES": "2", "SESSION_HOURS": "8", "IDLE_MINUTES": "30", "FONTS_FOLDER": "/srv/fonts"}
    settings = read_settings(REAL | more)
    assert (settings.proxies, settings.session_hours, settings.idle_minutes) == (2, 8, 30)
    assert settings.fonts_folder == Path("/srv/fonts")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "s" * 31}, "SECRET_KEY is the demo's or shorter than 32"),
        ({"SECRET_KEY": DEMO_SECRET}, "SECRET_KEY is the demo's"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "waymark.db"}, "DATABASE_URL does not start with"),
        ({"DATABASE_URL": "mysql://localhost/waymark"}, "DATABASE_URL does not start with"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL does not start with"),  # in memory: gone with the process
        ({"PUBLIC_URL": None}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "training.example.gov.uk"}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "ftp://training.example.gov.uk"}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "https://"}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "https://["}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "https://a.example/training"}, "PUBLIC_URL is not set"),  # addresses begin at the root
        ({"PUBLIC_URL": "https://somebody@a.example"}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "https://a.example\nb.example"}, "PUBLIC_URL is not set"),
        ({"PRETEND_TODAY": "2027-11-01"}, "PRETEND_TODAY works in the demo only"),
        ({"PROXIES": "one"}, "PROXIES is not a whole number"),
        ({"PROXIES": "-1"}, "PROXIES is not a whole number"),
        ({"PROXIES": "1.5"}, "PROXIES is not a whole number"),
        ({"PROXIES": "²"}, "PROXIES is not a whole number"),  # a digit to Python, but no number
        ({"SESSION_HOURS": ""}, "SESSION_HOURS is not a whole number"),
        ({"SESSION_HOURS": "0"}, "SESSION_HOURS is not a whole number from 1"),  # nobody could stay signed in
        ({"IDLE_MINUTES": "0"}, "IDLE_MINUTES is not a whole number from 1"),
    ],
)
def test_refused_with_the_name_of_the_setting(wrong: dict[str, str | None], said: str) -> None:
    environment = {name: value for name, value in (REAL | wrong).items() if value is not None}
    with pytest.raises(WrongSetting) as refused:
        read_settings(environment)
    assert str(refused.value).startswith(said)


def test_a_refused_secret_is_not_told() -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings(REAL | {"SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_a_refused_database_is_not_told_for_it_may_hold_a_password() -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings(REAL | {"DATABASE_URL": "mysql://somebody:hunter2@localhost/waymark"})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("demo", ["0", "true", "yes", "", " 1"])
def test_only_1_is_the_demo(demo: str) -> None:
    with pytest.raises(WrongSetting):
        read_settings({"DEMO": demo})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("postgres://u:p@db/waymark", "postgresql+psycopg://u:p@db/waymark"),
        ("postgresql://u:p@db/waymark", "postgresql+psycopg://u:p@db/waymark"),
        ("postgresql+psycopg://u:p@db/waymark", "postgresql+psycopg://u:p@db/waymark"),
        ("postgres://u:postgres://@db/waymark", "postgresql+psycopg://u:postgres://@db/waymark"),
        ("sqlite:///waymark.db", "sqlite:///waymark.db"),
    ],
)
def test_a_database_url_as_hosts_give_it(written: str, read: str) -> None:
    assert read_settings(REAL | {"DATABASE_URL": written}).database_url == read


@pytest.mark.parametrize(
    ("url", "host", "is_https"),
    [
        ("https://training.example.gov.uk", "training.example.gov.uk", True),
        ("https://training.example.gov.uk/", "training.example.gov.uk", True),
        ("http://127.0.0.1:8000", "127.0.0.1", False),
        ("http://[::1]:8000", "::1", False),
        ("HTTPS://Training.Example.Gov.UK", "training.example.gov.uk", True),
    ],
)
def test_a_public_url(url: str, host: str, is_https: bool) -> None:
    settings = read_settings(REAL | {"PUBLIC_URL": url})
    assert (settings.hosts, settings.is_https) == ([host], is_https)


def test_the_demo_can_pretend_another_day_and_listen_elsewhere() -> None:
    settings = read_settings({"DEMO": "1", "PRETEND_TODAY": "2027-11-01", "PORT": "8123"})
    assert settings.pretend_today == date(2027, 11, 1)
    assert settings.public_url == "http://127.0.0.1:8123"


@pytest.mark.parametrize("text", ["tomorrow", "2027-13-01", "2027-02-29", "01/11/2027"])
def test_a_pretended_day_must_be_one(text: str) -> None:
    with pytest.raises(WrongSetting, match="PRETEND_TODAY is not a date"):
        read_settings({"DEMO": "1", "PRETEND_TODAY": text})


def test_the_demo_may_be_opened_under_either_name_of_this_machine() -> None:
    assert set(read_settings({"DEMO": "1"}).hosts) == {"127.0.0.1", "localhost"}


def test_how_long_things_are_kept() -> None:
    assert read_settings(REAL).keep == Periods(leavers=None, answers=None, looks=24)
    given = {"KEEP_LEAVERS_MONTHS": "72", "KEEP_ANSWERS_MONTHS": " 6 ", "KEEP_LOOKS_MONTHS": ""}
    assert read_settings(REAL | given).keep == Periods(leavers=72, answers=6, looks=None)


@pytest.mark.parametrize("name", ["KEEP_LEAVERS_MONTHS", "KEEP_ANSWERS_MONTHS", "KEEP_LOOKS_MONTHS"])
@pytest.mark.parametrize("text", ["0", "1", "2", "-12", "1201", "99999", "two", "٢٤", "12.5"])
def test_a_period_that_would_lose_everything_at_once_is_refused(name: str, text: str) -> None:
    with pytest.raises(WrongSetting, match=f"{name} is not a whole number of months from 3 to 1200"):
        read_settings(REAL | {name: text})


MAIL = {"SMTP_URL": "smtp://mail.example.org", "MAIL_FROM": "Training <training@example.org>"}
NOTIFY_KEY = "waymark-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
NOTIFY = {"NOTIFY_API_KEY": NOTIFY_KEY, "NOTIFY_TEMPLATE": TEMPLATE}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "starttls", None, None)),
        ("smtp://ann:p%40ss@mail.example.org:2525", ("mail.example.org", 2525, "starttls", "ann", "p@ss")),
        ("smtps://ann:pass@mail.example.org/", ("mail.example.org", 465, "always", "ann", "pass")),
        ("smtp://localhost", ("localhost", 25, "never", None, None)),
        ("smtp://[::1]:1025", ("::1", 1025, "never", None, None)),
        ("smtp://relay.example.org?tls=no", ("relay.example.org", 25, "never", None, None)),
    ],
)
def test_a_mail_server(url: str, expected: tuple[object, ...]) -> None:
    smtp = read_settings(REAL | MAIL | {"SMTP_URL": url}).smtp
    assert smtp is not None
    assert (smtp.host, smtp.port, smtp.tls, smtp.user, smtp.password) == expected
    assert smtp.sender == "Training <training@example.org>"


def test_no_mail_server_is_needed() -> None:
    settings = read_settings(REAL)
    assert (settings.smtp, settings.notify) == (None, None)


def test_notify() -> None:
    notify = read_settings(REAL | NOTIFY).notify
    assert notify is not None
    assert (notify.api_key, notify.template) == (NOTIFY_KEY, TEMPLATE)
    assert notify.url == "https://api.notifications.service.gov.uk"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (MAIL | {"SMTP_URL": "mail.example.org"}, "SMTP_URL is not an address"),
        (MAIL | {"SMTP_URL": "https://mail.example.org"}, "SMTP_URL is not an address"),
        (MAIL | {"SMTP_URL": "smtp://"}, "SMTP_URL is not an address"),
        (MAIL | {"SMTP_URL": "smtp://mail.example.org:port"}, "SMTP_URL is not an address"),
        (MAIL | {"SMTP_URL": "smtp://[mail"}, "SMTP_URL is not an address"),
        (MAIL | {"SMTP_URL": "smtp://mail.example.org/inbox"}, "SMTP_URL is not an address"),
        (MAIL | {"SMTP_URL": "smtp://mail.example.org?tls=maybe"}, "SMTP_URL is not an address"),
        (MAIL | {"SMTP_URL": "smtp://ann@mail.example.org"}, "SMTP_URL is not an address"),  # where is the password?
        (MAIL | {"SMTP_URL": "smtp://ann:hunter2@relay.example.org?tls=no"}, "SMTP_URL would send its password"),
        (MAIL | {"SMTP_URL": "smtp://ann:hunter2@localhost"}, "SMTP_URL would send its password"),
        (MAIL | {"MAIL_FROM": ""}, "MAIL_FROM is not an address"),
        (MAIL | {"MAIL_FROM": "Training"}, "MAIL_FROM is not an address"),
        (MAIL | {"MAIL_FROM": "a@example.org\nBcc: b@example.org"}, "MAIL_FROM is not an address"),
        (MAIL | {"MAIL_FROM": "Domestic Abuse Team <a@example.org>"}, 'MAIL_FROM would show "Domestic"'),
        (MAIL | {"MAIL_FROM": "domestic.abuse@example.org"}, 'MAIL_FROM would show "domestic"'),
        (MAIL | NOTIFY, "SMTP_URL and NOTIFY_API_KEY are both set"),
        (NOTIFY | {"NOTIFY_API_KEY": "hunter2"}, "NOTIFY_API_KEY is not a key"),
        (NOTIFY | {"NOTIFY_TEMPLATE": ""}, "NOTIFY_TEMPLATE is not set"),
        (NOTIFY | {"NOTIFY_TEMPLATE": "reminder"}, "NOTIFY_TEMPLATE is not set"),
        (NOTIFY | {"NOTIFY_URL": "notify"}, "NOTIFY_URL is not an address"),
    ],
)
def test_mail_settings_that_cannot_be_used(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings(REAL | wrong)
    assert str(refused.value).startswith(said)
    assert "hunter2" not in str(refused.value)


def test_passwords_are_not_shown_with_the_settings() -> None:
    shown = repr(read_settings(REAL | MAIL | {"SMTP_URL": "smtps://ann:hunter2@mail.example.org"}))
    assert "hunter2" not in shown
    assert NOTIFY_KEY not in repr(read_settings(REAL | NOTIFY))
