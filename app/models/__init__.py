"""Tables, one noun a file. Importing this package registers them all."""

from app.models.attempts import Answer, Attempt
from app.models.certificates import Certificate
from app.models.editions import Asset, Edition, Module
from app.models.enrolments import Enrolment
from app.models.help_services import HelpService
from app.models.log import LogEntry, LogHead
from app.models.organisations import LocalDetail, Organisation
from app.models.people import Person
from app.models.postings import Posting
from app.models.requirements import Requirement
from app.models.sessions import Session, SignInTry
from app.models.teams import Team

__all__ = [
    "Answer",
    "Asset",
    "Attempt",
    "Certificate",
    "Edition",
    "Enrolment",
    "HelpService",
    "LocalDetail",
    "LogEntry",
    "LogHead",
    "Module",
    "Organisation",
    "Person",
    "Posting",
    "Requirement",
    "Session",
    "SignInTry",
    "Team",
]
