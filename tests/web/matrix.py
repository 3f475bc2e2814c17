"""Who may use which route. A new route needs a line here: tests/web/test_matrix.py walks them all.

`{attempt}` is an open attempt, `{done}` one that is handed in, `{number}` and `{token}` a certificate, `{entry}` its
entry in the log; all of them are the learner's own. `{session}` is a session whose register can be
signed, `{signed}` one that is signed and `{course}` a course elsewhere, all three of the learner's organisation.
`{person}` is the learner's id, `{staged}` a file that the learner's organisation may import.
"""

from dataclasses import dataclass, field
from typing import Any

ANYONE = frozenset(
    {
        "anonymous",
        "learner",
        "colleague",
        "manager",
        "trainer",
        "lead",
        "admin",
        "other_learner",
        "other_manager",
        "other_lead",
    }
)
SIGNED_IN = ANYONE - {"anonymous"}
MANAGERS = frozenset({"manager", "other_manager"})
WHO_SEES_THE_LOG = MANAGERS | {"lead", "other_lead"}
OWNER = frozenset({"learner"})
LEAD = frozenset({"lead"})
LEADS = LEAD | {"other_lead"}
WHO_TEACHES = frozenset({"trainer", "lead"})
MANAGER_AND_LEAD = LEAD | {"manager"}


@dataclass(frozen=True, slots=True)
class Line:
    """`may` use the route at `path` and get the status `answer`, or `signed_in` where it differs for signed-in people.

    Of those who may not, the anonymous are asked to sign in; `refused` is what the others get, and `elsewhere` those
    who have the right role in another organisation.
    """

    route: str
    may: frozenset[str]
    path: str
    answer: int = 200
    refused: int = 403
    sends: dict[str, Any] = field(default_factory=dict)
    signed_in: int | None = None
    elsewhere: int | None = None

    def expected(self, role: str) -> int:
        if role in self.may:
            return self.signed_in if self.signed_in and role != "anonymous" else self.answer
        if self.elsewhere and role.startswith("other_") and role.removeprefix("other_") in self.may:
            return self.elsewhere
        return 303 if role == "anonymous" else self.refused


def own(route: str, path: str, answer: int = 200, **sends: Any) -> Line:
    """A route to something of the learner's: for anybody else it is not there."""
    return Line(route, OWNER, path, answer, refused=404, sends=sends)


def taught(route: str, path: str, answer: int = 200) -> Line:
    """A route to a session, for those of its organisation who teach."""
    return Line(route, WHO_TEACHES, path, answer, elsewhere=404)


LINES = (
    Line("GET /", SIGNED_IN, "/", 303),
    Line("GET /sign-in", ANYONE, "/sign-in", signed_in=303),
    Line("POST /sign-in", ANYONE, "/sign-in", 400),
    Line("POST /sign-out", SIGNED_IN, "/sign-out", 303),
    Line("GET /exit", ANYONE, "/exit", 303),
    Line("GET /account", SIGNED_IN, "/account"),
    Line("POST /account/sign-out-elsewhere", SIGNED_IN, "/account/sign-out-elsewhere", 303),
    Line("GET /account/password", SIGNED_IN, "/account/password"),
    Line("POST /account/password", SIGNED_IN, "/account/password", 400),
    Line("GET /training", SIGNED_IN, "/training"),
    Line("GET /modules/<slug>", SIGNED_IN, "/modules/short"),
    Line("POST /modules/<slug>", SIGNED_IN, "/modules/short", 303),
    Line("GET /modules/<slug>/print", SIGNED_IN, "/modules/short/print"),
    Line("GET /modules/<slug>/lessons/<lesson>", SIGNED_IN, "/modules/short/lessons/first-part"),
    Line("POST /modules/<slug>/lessons/<lesson>", SIGNED_IN, "/modules/short/lessons/first-part", 303),
    Line("GET /assets/<name>", SIGNED_IN, "/assets/{asset}"),
    Line("GET /modules/<slug>/quiz", SIGNED_IN, "/modules/short/quiz"),
    Line("POST /modules/<slug>/quiz", SIGNED_IN, "/modules/short/quiz", 303),
    own("GET /attempts/<int:attempt_id>/questions/<int:position>", "/attempts/{attempt}/questions/1"),
    own("POST /attempts/<int:attempt_id>/questions/<int:position>", "/attempts/{attempt}/questions/1", 303, option="1"),
    own("GET /attempts/<int:attempt_id>/check", "/attempts/{attempt}/check"),
    own("POST /attempts/<int:attempt_id>/check", "/attempts/{attempt}/check", 303, without="4"),
    own("GET /attempts/<int:attempt_id>/result", "/attempts/{done}/result"),
    own("GET /certificates/<number>", "/certificates/{number}"),
    own("POST /certificates/<number>/new-name", "/certificates/{number}/new-name", 303),
    own("GET /certificates/<number>.pdf", "/certificates/{number}.pdf"),
    own("GET /certificates/<number>.ics", "/certificates/{number}.ics"),
    own("GET /certificates/<number>/badge", "/certificates/{number}/badge"),
    own("POST /certificates/<number>/badge", "/certificates/{number}/badge", 200),
    Line("GET /badges/issuer/<int:organisation_id>", ANYONE, "/badges/issuer/0", 404),
    Line("GET /badges/keys/<key_id>", ANYONE, "/badges/keys/0123456789abcdef", 404),
    Line("GET /.well-known/jwks.json", ANYONE, "/.well-known/jwks.json"),
    Line("GET /verify", ANYONE, "/verify"),
    Line("POST /verify", ANYONE, "/verify", 400),
    Line("GET /verify/<token>", ANYONE, "/verify/{token}"),
    Line("GET /team", MANAGERS, "/team"),
    Line("GET /team.csv", MANAGERS, "/team.csv"),
    Line("GET /log", WHO_SEES_THE_LOG, "/log"),
    Line("GET /log.csv", WHO_SEES_THE_LOG, "/log.csv"),
    Line("GET /log.xlsx", WHO_SEES_THE_LOG, "/log.xlsx"),
    Line("GET /log.jsonl", WHO_SEES_THE_LOG, "/log.jsonl"),
    Line("GET /log.xapi.jsonl", WHO_SEES_THE_LOG, "/log.xapi.jsonl"),
    Line("GET /log.schema.json", WHO_SEES_THE_LOG, "/log.schema.json"),
    Line("GET /log/<int:sequence>", MANAGER_AND_LEAD, "/log/{entry}", elsewhere=404),
    Line("GET /log/<int:sequence>/correct", LEAD, "/log/{entry}/correct", elsewhere=404),
    Line("POST /log/<int:sequence>/correct", LEAD, "/log/{entry}/correct", 400, elsewhere=404),
    Line("GET /log/<int:sequence>/withdraw", LEAD, "/log/{entry}/withdraw", elsewhere=404),
    Line("POST /log/<int:sequence>/withdraw", LEAD, "/log/{entry}/withdraw", 400, elsewhere=404),
    Line("GET /log/import", LEADS, "/log/import"),
    Line("POST /log/import", LEADS, "/log/import", 400),
    Line("GET /log/import/template.csv", LEADS, "/log/import/template.csv"),
    Line("GET /log/import/<int:import_id>", LEAD, "/log/import/{staged}", elsewhere=404),
    Line("POST /log/import/<int:import_id>", LEAD, "/log/import/{staged}", 303, elsewhere=404),
    Line("POST /log/import/<int:import_id>/give-up", LEAD, "/log/import/{staged}/give-up", 303, elsewhere=404),
    Line("GET /log/recognise", LEADS, "/log/recognise"),
    Line("POST /log/recognise", LEADS, "/log/recognise", 400),
    Line("GET /people", WHO_SEES_THE_LOG, "/people"),
    Line("GET /people/<int:person_id>", MANAGER_AND_LEAD, "/people/{person}", elsewhere=404),
    Line("GET /account/looks", SIGNED_IN, "/account/looks"),
    Line("GET /account/record", SIGNED_IN, "/account/record"),
    Line("POST /account/record", SIGNED_IN, "/account/record"),
    Line("GET /courses", LEAD | {"other_lead"}, "/courses"),
    Line("GET /courses/new", LEAD | {"other_lead"}, "/courses/new"),
    Line("POST /courses/new", LEAD | {"other_lead"}, "/courses/new", 400),
    Line("GET /courses/<int:course_id>", LEAD, "/courses/{course}", elsewhere=404),
    Line("POST /courses/<int:course_id>", LEAD, "/courses/{course}", 400, elsewhere=404),
    Line("GET /sessions", WHO_TEACHES | {"other_lead"}, "/sessions"),
    Line("GET /sessions/new", WHO_TEACHES | {"other_lead"}, "/sessions/new"),
    Line("POST /sessions/new", WHO_TEACHES | {"other_lead"}, "/sessions/new", 400),
    taught("GET /sessions/<int:session_id>", "/sessions/{session}"),
    taught("POST /sessions/<int:session_id>", "/sessions/{session}", 303),
    taught("GET /sessions/<int:session_id>.csv", "/sessions/{session}.csv"),
    taught("GET /sessions/<int:session_id>/paper", "/sessions/{session}/paper"),
    taught("GET /sessions/<int:session_id>/people", "/sessions/{session}/people"),
    taught("POST /sessions/<int:session_id>/people", "/sessions/{session}/people", 400),
    taught("GET /sessions/<int:session_id>/change", "/sessions/{session}/change"),
    taught("POST /sessions/<int:session_id>/change", "/sessions/{session}/change", 400),
    taught("GET /sessions/<int:session_id>/sign", "/sessions/{session}/sign"),
    taught("POST /sessions/<int:session_id>/sign", "/sessions/{session}/sign", 400),
    taught("GET /sessions/<int:session_id>/delete", "/sessions/{signed}/delete", 303),
    taught("POST /sessions/<int:session_id>/delete", "/sessions/{signed}/delete", 303),
    Line("GET /help", ANYONE, "/help"),
    Line("GET /accessibility", ANYONE, "/accessibility"),
    Line("GET /privacy", ANYONE, "/privacy"),
    Line("GET /health/live", ANYONE, "/health/live"),
    Line("GET /health/ready", ANYONE, "/health/ready"),
)
