"""Mail by GOV.UK Notify's client, against a local server that answers as its API does."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest

from app.mailing.mails import Mail, MayHaveGoneOut, NotSent, Refused, Unreachable
from app.mailing.notify import NotifyTransport
from config import Notify

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
MAIL = Mail("waymark-7", "ann@example.org", "A reminder about your training", "Hello Ann,\n\nSiân\n")
CREATED = (201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a"})


@dataclass
class Api:
    """`answers` are those to the next requests, then it is `CREATED`; None hangs up without one."""

    url: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]] | None] = field(default_factory=list)


@pytest.fixture
def api() -> Iterator[Api]:
    made = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v2/notifications/email"
            token = self.headers["Authorization"].removeprefix("Bearer ")
            assert jwt.decode(token, SECRET, algorithms=["HS256"])["iss"] == SERVICE
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = made.answers.pop(0) if made.answers else CREATED
            if answer is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, body = answer
            if status == CREATED[0]:
                made.sent.append(asked)
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *words: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def transport(api: Api) -> Iterator[NotifyTransport]:
    made = NotifyTransport(Notify(f"waymark-{SERVICE}-{SECRET}", TEMPLATE, api.url), seconds=2)
    yield made
    made.close()


def error(status: int, kind: str, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"status_code": status, "errors": [{"error": kind, "message": message}]}


def test_the_template_is_filled(transport: NotifyTransport, api: Api) -> None:
    transport.send(MAIL)
    assert api.sent == [
        {
            "email_address": "ann@example.org",
            "template_id": TEMPLATE,
            "personalisation": {"subject": MAIL.subject, "body": MAIL.body},
            "reference": "waymark-7",
        }
    ]


def test_a_copy_is_a_mail_of_its_own(transport: NotifyTransport, api: Api) -> None:
    transport.send(Mail(MAIL.reference, MAIL.to, MAIL.subject, MAIL.body, "boss@example.org"))
    assert [each["email_address"] for each in api.sent] == ["ann@example.org", "boss@example.org"]


def test_a_mail_is_not_sent_again_because_of_its_copy(transport: NotifyTransport, api: Api) -> None:
    api.answers = [CREATED, error(500, "Exception", "Internal server error")]
    transport.send(Mail(MAIL.reference, MAIL.to, MAIL.subject, MAIL.body, "boss@example.org"))
    assert [each["email_address"] for each in api.sent] == ["ann@example.org"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (error(400, "ValidationError", "email_address Not a valid email address"), Refused),
        (error(400, "BadRequestError", "Template not found"), Unreachable),
        (error(403, "AuthError", "Invalid token: API key not found"), Unreachable),
        (error(429, "RateLimitError", "Exceeded rate limit for key type LIVE"), Unreachable),
        (error(500, "Exception", "Internal server error"), Unreachable),
        (None, MayHaveGoneOut),
    ],
)
def test_what_it_answers_and_what_becomes_of_the_mail(
    transport: NotifyTransport, api: Api, answer: tuple[int, dict[str, Any]] | None, expected: type[NotSent]
) -> None:
    api.answers = [answer]
    with pytest.raises(expected) as refused:
        transport.send(MAIL)
    assert SECRET not in str(refused.value)
    assert api.sent == []


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        transport = NotifyTransport(Notify(f"waymark-{SERVICE}-{SECRET}", TEMPLATE, url), seconds=2)
        with pytest.raises(Unreachable):
            transport.send(MAIL)
        transport.close()


def test_a_server_that_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        transport = NotifyTransport(Notify(f"waymark-{SERVICE}-{SECRET}", TEMPLATE, url), seconds=0.3)
        with pytest.raises(MayHaveGoneOut):
            transport.send(MAIL)
        transport.close()
