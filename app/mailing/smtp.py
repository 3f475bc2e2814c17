"""Mail by SMTP."""

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask_mailman import EmailMessage
from flask_mailman.backends.smtp import EmailBackend

from app.extensions import mail as mailman
from app.mailing.due_entry import FILE_NAME
from app.mailing.mails import Mail, MayHaveGoneOut, Refused, TryLater, Unreachable
from config import SmtpServer

SECONDS = 30
TAKEN = frozenset({250, 251})
NEVER = range(500, 600)


class _Careful(smtplib.SMTP):
    """Says when a connection broke after a mail was handed over; does without a copy that is refused, but not without
    the mail's own recipient; checks the certificate of the server.
    """

    _is_own = False

    def starttls(self, *, context: ssl.SSLContext | None = None) -> tuple[int, bytes]:  # type: ignore[override]
        return super().starttls(context=context or ssl.create_default_context())

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        self._is_own = True
        return super().mail(sender, options)

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        is_own, self._is_own = self._is_own, False
        code, reply = super().rcpt(recip, options)
        if is_own and code not in TAKEN:
            raise smtplib.SMTPRecipientsRefused({recip: (code, reply)})
        return code, reply

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise MayHaveGoneOut(f"The connection broke before the mail server had answered: {error}") from error


class _CarefulOverTls(_Careful, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _CarefulOverTls if self.use_ssl else _Careful


class SmtpTransport:
    """Sends by one connection, which is opened again after anything went wrong."""

    def __init__(self, server: SmtpServer, seconds: float = SECONDS) -> None:
        self._sender = server.sender
        self._backend = mailman.get_connection(
            _Backend,
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "starttls",
            use_ssl=server.tls == "always",
            timeout=seconds,
        )

    def send(self, mail: Mail) -> None:
        """A server may hang up between two mails; it is asked again at once."""
        is_new = self._open()
        try:
            self._hand_over(mail)
        except smtplib.SMTPServerDisconnected as cut:
            if is_new:
                raise TryLater(f"The mail server hung up: {cut}") from cut
            self.send(mail)

    def _hand_over(self, mail: Mail) -> None:
        try:
            self._backend.send_messages([self._message(mail)])
        except (MayHaveGoneOut, smtplib.SMTPServerDisconnected):
            self.close()
            raise
        except smtplib.SMTPRecipientsRefused as refused:
            self.close()
            code, reply = next(iter(refused.recipients.values()))
            raise (Refused if code in NEVER else TryLater)(_told(code, reply)) from refused
        except smtplib.SMTPResponseException as answer:
            self.close()
            raise TryLater(_told(answer.smtp_code, answer.smtp_error)) from answer
        except OSError as error:
            self.close()
            raise TryLater(f"The connection to the mail server broke: {error}") from error
        except ValueError as error:
            raise Refused(f"The mail cannot be addressed: {error}") from error

    def close(self) -> None:
        """However it ends: what was sent is sent."""
        with suppress(OSError):
            self._backend.close()
        self._backend.connection = None

    def _open(self) -> bool:
        """Whether it had to be opened."""
        try:
            return bool(self._backend.open())
        except smtplib.SMTPResponseException as answer:
            self.close()
            raise Unreachable(_told(answer.smtp_code, answer.smtp_error)) from answer
        except OSError as error:
            self.close()
            raise Unreachable(f"The mail server cannot be reached: {error}") from error

    def _message(self, mail: Mail) -> EmailMessage:
        domain = self._sender.rpartition("@")[2].rstrip(">")
        message = EmailMessage(
            mail.subject,
            mail.body,
            self._sender,
            [mail.to],
            cc=[mail.copy_to] if mail.copy_to else None,
            headers={"Message-ID": f"<{mail.reference}@{domain}>", "Auto-Submitted": "auto-generated"},
        )
        if mail.calendar is not None:
            message.attach(FILE_NAME, mail.calendar, "text/calendar")
        return message


def _told(code: int, reply: bytes | str) -> str:
    words = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return f"The mail server answered {code}: {' '.join(words.split())}"
