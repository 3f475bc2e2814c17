"""A real mail server that keeps what it takes, and misbehaves where a test says so."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from config import SmtpServer

OK = "250 OK"
SENDER = "Training <training@example.org>"
LONGER_THAN_ANYBODY_WAITS = 5


@dataclass(frozen=True, slots=True)
class Received:
    to: tuple[str, ...]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body()
        assert body is not None
        return str(body.get_content())

    @property
    def calendar(self) -> str | None:
        return next((each.get_content() for each in self.message.iter_attachments()), None)


@dataclass
class Postbox:
    """`refuses` has the answer to an address; `answers` those to the next mails; then it is `OK` again.

    An answer of "hang up" closes the connection after the mail was taken in, "keep quiet" never comes. With
    `stalls_at_addresses` it never answers to an address either. `stalled` is set when somebody waits.
    """

    received: list[Received] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    stalls_at_addresses: bool = False
    stalled: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def server(self) -> SmtpServer:
        return SmtpServer("127.0.0.1", self.port, "never", SENDER)

    @property
    def addresses(self) -> list[str]:
        return [address for each in self.received for address in each.to]

    async def handle_RCPT(  # noqa: N802 - the server's own name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.stalls_at_addresses:
            await self._stall()
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else OK
        if answer in {OK, "hang up", "keep quiet"}:
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.received.append(Received(tuple(envelope.rcpt_tos), message))  # type: ignore[arg-type]
        if answer == "keep quiet":
            await self._stall()
        if answer == "hang up":
            assert server.transport is not None
            server.transport.abort()
        return answer

    async def _stall(self) -> None:
        self.stalled.set()
        await asyncio.sleep(LONGER_THAN_ANYBODY_WAITS)


@contextmanager
def open_postbox(**options: Any) -> Iterator[Postbox]:
    postbox = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        postbox.port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port, **options)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()
