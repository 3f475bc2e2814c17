"""Mail by GOV.UK Notify, where its client is installed (requirements-notify.txt)."""

from app.mailing.mails import Mail, MayHaveGoneOut, NotSent, Refused, Unreachable
from config import Notify, WrongSetting

try:
    import requests
    import urllib3
    from notifications_python_client.errors import HTTPError, InvalidResponse
    from notifications_python_client.notifications import NotificationsAPIClient
except ImportError:
    NotificationsAPIClient = None  # type: ignore[assignment, misc]

SECONDS = 30
BAD_REQUEST = 400
ABOUT_THE_ADDRESS = "email_address"
"""What Notify's answer names where the address is wrong; any other answer would be the same for the next mail."""


class NotifyTransport:
    """Fills the template's ((subject)) and ((body)). A copy is a mail of its own; calendar files are left out."""

    def __init__(self, notify: Notify, seconds: float = SECONDS) -> None:
        if NotificationsAPIClient is None:
            raise WrongSetting(
                "NOTIFY_API_KEY is set, but the client of GOV.UK Notify is not installed. "
                "Run: pip install --require-hashes -r requirements-notify.txt"
            )
        self._template = notify.template
        self._client = NotificationsAPIClient(notify.api_key, base_url=notify.url, timeout=seconds)  # type: ignore[no-untyped-call]

    def send(self, mail: Mail) -> None:
        self._send(mail.to, mail)
        if mail.copy_to is not None:
            self._send_copy(mail.copy_to, mail)

    def close(self) -> None:
        self._client.request_session.close()

    def _send_copy(self, address: str, mail: Mail) -> None:
        """The mail itself has gone; it is not sent again because of the copy."""
        try:
            self._send(address, mail)
        except NotSent:
            return

    def _send(self, address: str, mail: Mail) -> None:
        words = {"subject": mail.subject, "body": mail.body}
        try:
            self._client.send_email_notification(  # type: ignore[no-untyped-call]
                address, self._template, words, reference=mail.reference
            )
        except HTTPError as error:
            raise _explained(error) from error
        except (requests.RequestException, InvalidResponse) as error:
            raise MayHaveGoneOut("GOV.UK Notify answered something that cannot be read") from error


def _explained(error: "HTTPError") -> NotSent:
    if error.response is None:
        if _never_connected(error.__cause__):
            return Unreachable("GOV.UK Notify cannot be reached")
        return MayHaveGoneOut("The connection broke before GOV.UK Notify had answered")
    said = f"GOV.UK Notify answered {error.status_code}: {error.message}"
    return Refused(said) if error.status_code == BAD_REQUEST and ABOUT_THE_ADDRESS in said else Unreachable(said)


def _never_connected(cause: BaseException | None) -> bool:
    if isinstance(cause, requests.ConnectTimeout):
        return True
    inner = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    return isinstance(getattr(inner, "reason", None), urllib3.exceptions.NewConnectionError)
