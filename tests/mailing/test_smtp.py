"""Handing mail to a mail server that is real, and not always friendly."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from app.mailing.mails import Mail, MayHaveGoneOut, NotSent, Refused, TryLater, Unreachable
from app.mailing.smtp import SmtpTransport
from config import SmtpServer
from tests.mailing.postbox import SENDER, Postbox, open_postbox

pytestmark = pytest.mark.usefixtures("app")

MAIL = Mail("waymark-7", "ann@example.org", "A reminder about your training", "Hello Ann,\n\nSiân – o’clock\n")


@contextmanager
def transport_to(server: SmtpServer) -> Iterator[SmtpTransport]:
    transport = SmtpTransport(server, seconds=0.5)
    try:
        yield transport
    finally:
        transport.close()


@pytest.fixture
def transport(postbox: Postbox) -> Iterator[SmtpTransport]:
    with transport_to(postbox.server) as made:
        yield made


def test_a_mail_arrives_as_it_was_written(transport: SmtpTransport, postbox: Postbox) -> None:
    calendar = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    transport.send(Mail(MAIL.reference, MAIL.to, MAIL.subject, MAIL.body, "boss@example.org", calendar))
    (received,) = postbox.received
    assert received.to == ("ann@example.org", "boss@example.org")
    assert received.subject == MAIL.subject
    assert received.text.replace("\r\n", "\n") == MAIL.body
    assert received.calendar is not None
    assert received.calendar.startswith("BEGIN:VCALENDAR")
    headers = {name: received.message[name] for name in ("From", "To", "Cc", "Message-ID", "Auto-Submitted")}
    assert headers == {
        "From": SENDER,
        "To": "ann@example.org",
        "Cc": "boss@example.org",
        "Message-ID": "<waymark-7@example.org>",
        "Auto-Submitted": "auto-generated",
    }


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 No such user", Refused),
        ("451 Greylisted, come again", TryLater),
        ("452 Mailbox full", TryLater),
    ],
)
def test_an_address_that_is_not_taken(
    transport: SmtpTransport, postbox: Postbox, answer: str, expected: type[NotSent]
) -> None:
    postbox.refuses["ann@example.org"] = answer
    with pytest.raises(expected, match=answer[4:]):
        transport.send(MAIL)
    assert postbox.received == []


def test_a_copy_that_is_not_taken_does_not_keep_the_mail(transport: SmtpTransport, postbox: Postbox) -> None:
    postbox.refuses["boss@example.org"] = "550 No such user"
    transport.send(Mail(MAIL.reference, MAIL.to, MAIL.subject, MAIL.body, "boss@example.org"))
    assert postbox.addresses == ["ann@example.org"]


def test_a_copy_alone_never_goes_out(transport: SmtpTransport, postbox: Postbox) -> None:
    postbox.refuses["ann@example.org"] = "550 No such user"
    with pytest.raises(Refused):
        transport.send(Mail(MAIL.reference, MAIL.to, MAIL.subject, MAIL.body, "boss@example.org"))
    assert postbox.received == []


@pytest.mark.parametrize("answer", ["451 Greylisted", "554 Looks like spam"])
def test_a_mail_that_is_not_taken_is_tried_later(transport: SmtpTransport, postbox: Postbox, answer: str) -> None:
    postbox.answers = [answer]
    with pytest.raises(TryLater, match=answer[4:]):
        transport.send(MAIL)
    transport.send(MAIL)
    assert len(postbox.received) == 1


@pytest.mark.parametrize("behaviour", ["hang up", "keep quiet"])
def test_whether_it_was_taken_is_not_known_where_nobody_answers(
    transport: SmtpTransport, postbox: Postbox, behaviour: str
) -> None:
    postbox.answers = [behaviour]
    with pytest.raises(MayHaveGoneOut):
        transport.send(MAIL)


def test_one_connection_carries_many_mails(transport: SmtpTransport, postbox: Postbox) -> None:
    for _ in range(3):
        transport.send(MAIL)
    assert len(postbox.received) == 3


def test_a_server_that_hangs_up_between_two_mails_is_called_again(transport: SmtpTransport, postbox: Postbox) -> None:
    transport.send(MAIL)
    transport._backend.connection.sock.shutdown(socket.SHUT_RDWR)
    transport.send(MAIL)
    assert len(postbox.received) == 2


def test_nobody_there(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with (
            transport_to(SmtpServer("127.0.0.1", port, "never", SENDER)) as transport,
            pytest.raises(Unreachable, match="cannot be reached"),
        ):
            transport.send(MAIL)


def test_a_server_that_says_nothing_at_all() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with (
            transport_to(SmtpServer("127.0.0.1", port, "never", SENDER)) as transport,
            pytest.raises(Unreachable),
        ):
            transport.send(MAIL)


@pytest.mark.parametrize("tls", ["starttls", "always"])
def test_nothing_goes_to_a_server_without_tls_where_tls_is_asked_for(postbox: Postbox, tls: str) -> None:
    server = SmtpServer("127.0.0.1", postbox.port, tls, SENDER)  # type: ignore[arg-type]
    with transport_to(server) as transport, pytest.raises(Unreachable):
        transport.send(MAIL)
    assert postbox.received == []


@pytest.fixture
def own_certificate(tmp_path: Path) -> ssl.SSLContext:
    """What a server shows whose certificate it made itself."""
    key, name, today = ec.generate_private_key(ec.SECP256R1()), x509.Name([]), datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, today, today + timedelta(days=1))
    certificate = builder.sign(key, SHA256())
    (tmp_path / "certificate.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "certificate.pem")
    return context


def test_nothing_goes_to_a_server_whose_certificate_nobody_vouches_for(own_certificate: ssl.SSLContext) -> None:
    with open_postbox(tls_context=own_certificate) as postbox:
        server = SmtpServer("127.0.0.1", postbox.port, "starttls", SENDER)
        with transport_to(server) as transport, pytest.raises(Unreachable, match="certificate verify failed"):
            transport.send(MAIL)
        assert postbox.received == []


def test_an_address_with_a_line_break_gets_nothing(transport: SmtpTransport, postbox: Postbox) -> None:
    with pytest.raises(Refused):
        transport.send(Mail("waymark-8", "ann@example.org\nBcc: all@example.org", MAIL.subject, MAIL.body))
    assert postbox.received == []
