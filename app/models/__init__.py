"""Tables, one noun a file. Importing this package registers them all."""

from app.models.absences import Absence
from app.models.assignments import Assignment, AssignmentRefresh, CoverageCell
from app.models.attempts import Answer, Attempt
from app.models.certificates import Certificate
from app.models.editions import Asset, Edition, Module
from app.models.enrolments import Enrolment
from app.models.exemptions import Exemption
from app.models.help_services import HelpService
from app.models.log import LogEntry, LogHead
from app.models.organisations import LocalDetail, Organisation, Partnership
from app.models.outgoing_mail import OutgoingMail
from app.models.people import Person
from app.models.plan_items import PlanItem
from app.models.postings import Posting
from app.models.programmes import Programme, ProgrammeDraft
from app.models.record_views import RecordView
from app.models.sessions import Session, SignInTry
from app.models.sign_in_tokens import SignInToken
from app.models.signed_heads import SignedHead, SigningKeyRecord
from app.models.staged_imports import ColumnMapping, StagedImport
from app.models.teams import Team, TeamAlias
from app.models.training_sessions import Attendance, Course, TrainingSession

__all__ = [
    "Absence",
    "Answer",
    "Asset",
    "Assignment",
    "AssignmentRefresh",
    "Attempt",
    "Attendance",
    "Certificate",
    "ColumnMapping",
    "Course",
    "CoverageCell",
    "Edition",
    "Enrolment",
    "Exemption",
    "HelpService",
    "LocalDetail",
    "LogEntry",
    "LogHead",
    "Module",
    "Organisation",
    "OutgoingMail",
    "Partnership",
    "Person",
    "PlanItem",
    "Posting",
    "Programme",
    "ProgrammeDraft",
    "RecordView",
    "Session",
    "SignInToken",
    "SignInTry",
    "SignedHead",
    "SigningKeyRecord",
    "StagedImport",
    "Team",
    "TeamAlias",
    "TrainingSession",
]
