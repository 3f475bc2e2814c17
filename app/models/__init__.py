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
from app.models.record_views import RecordView
from app.models.requirements import Requirement
from app.models.sessions import Session, SignInTry
from app.models.signed_heads import SignedHead, SigningKeyRecord
from app.models.staged_imports import StagedImport
from app.models.teams import Team
from app.models.training_sessions import Attendance, Course, TrainingSession

__all__ = [
    "Answer",
    "Asset",
    "Attempt",
    "Attendance",
    "Certificate",
    "Course",
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
    "RecordView",
    "Requirement",
    "Session",
    "SignInTry",
    "SignedHead",
    "SigningKeyRecord",
    "StagedImport",
    "Team",
    "TrainingSession",
]
