"""Who may use which route. A new route needs a line here: tests/web/test_matrix.py walks them all.

`{attempt}` is an open attempt, `{done}` one that is handed in, `{number}` and `{token}` a certificate, `{entry}` its
entry in the log; all of them are the learner's own. `{session}` is a session whose register can be
signed, `{signed}` one that is signed and `{course}` a course elsewhere, all three of the learner's organisation.
`{person}` is the learner's id, `{staged}` a file that the learner's organisation may import, `{list}` a list of its
staff. `{posting}`, `{absence}` and `{exemption}` are the learner's, `{team}` is their team and `{alias}` another
name of it.
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
        "coordinator",
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
ACCOUNTS = LEADS | {"admin"}


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


def led(route: str, path: str, answer: int = 200) -> Line:
    """A route to somebody or something of an organisation, for its training leads."""
    return Line(route, LEAD, path, answer, elsewhere=404)


def account(route: str, path: str, answer: int = 200) -> Line:
    """A route to somebody's account, for the training leads and administrators of their organisation."""
    return Line(route, LEAD | {"admin"}, path, answer, elsewhere=404)


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
    Line("GET /sign-in/staff", ANYONE, "/sign-in/staff", signed_in=303),
    Line("POST /sign-in/staff", ANYONE, "/sign-in/staff", 400),
    Line("GET /sign-in/code", ANYONE, "/sign-in/code", signed_in=303),
    Line("POST /sign-in/code", ANYONE, "/sign-in/code", 400),
    Line("GET /sign-in/forgotten", ANYONE, "/sign-in/forgotten"),
    Line("POST /sign-in/forgotten", ANYONE, "/sign-in/forgotten", 400),
    Line("GET /sign-in/forgotten/sent", ANYONE, "/sign-in/forgotten/sent"),
    Line("GET /sign-in/link/<secret>", ANYONE, "/sign-in/link/nothing", 303),
    Line("GET /sign-in/choose", ANYONE, "/sign-in/choose", 410),
    Line("POST /sign-in/choose", ANYONE, "/sign-in/choose", 410),
    Line("GET /people/invitations", ACCOUNTS, "/people/invitations"),
    Line("GET /people/invitations.csv", ACCOUNTS, "/people/invitations.csv"),
    Line("POST /people/invitations", ACCOUNTS, "/people/invitations", 303),
    Line(
        "POST /people/invitations/<int:person_id>", LEAD | {"admin"}, "/people/invitations/{person}", 303, elsewhere=404
    ),
    Line("GET /people/codes", ACCOUNTS, "/people/codes"),
    Line("POST /people/codes", ACCOUNTS, "/people/codes", 400),
    Line("GET /training", SIGNED_IN, "/training"),
    Line("GET /training/<reference>.ics", SIGNED_IN, "/training/0123456789abcdef.ics", 404),
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
    Line("GET /coverage", LEADS, "/coverage"),
    Line("GET /coverage.csv", LEADS, "/coverage.csv"),
    Line("GET /coverage/<requirement>", LEADS, "/coverage/nothing", 404),
    Line("GET /coverage/<requirement>.csv", LEADS, "/coverage/nothing.csv", 404),
    Line("GET /coverage/<requirement>/people", LEADS, "/coverage/nothing/people", 404),
    Line("GET /coverage/<requirement>/people.csv", LEADS, "/coverage/nothing/people.csv", 404),
    Line("GET /team", MANAGERS, "/team"),
    Line("GET /team.csv", MANAGERS, "/team.csv"),
    Line("GET /team/remind", MANAGERS, "/team/remind"),
    Line("POST /team/remind", MANAGERS, "/team/remind", 303),
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
    Line("GET /people/accounts", ACCOUNTS, "/people/accounts"),
    Line("GET /people/new", ACCOUNTS, "/people/new"),
    Line("POST /people/new", ACCOUNTS, "/people/new", 400),
    account("GET /people/<int:person_id>/change", "/people/{person}/change"),
    account("POST /people/<int:person_id>/change", "/people/{person}/change", 400),
    account("GET /people/<int:person_id>/leave", "/people/{person}/leave"),
    account("POST /people/<int:person_id>/leave", "/people/{person}/leave", 400),
    account("POST /people/<int:person_id>/stay", "/people/{person}/stay", 303),
    account("GET /people/<int:person_id>/return", "/people/{person}/return", 303),
    account("POST /people/<int:person_id>/return", "/people/{person}/return", 400),
    led("GET /people/<int:person_id>/postings", "/people/{person}/postings"),
    led("GET /people/<int:person_id>/post", "/people/{person}/post"),
    led("POST /people/<int:person_id>/post", "/people/{person}/post", 400),
    led("GET /people/<int:person_id>/postings/<int:posting_id>/end", "/people/{person}/postings/{posting}/end"),
    led("POST /people/<int:person_id>/postings/<int:posting_id>/end", "/people/{person}/postings/{posting}/end", 400),
    led(
        "POST /people/<int:person_id>/postings/<int:posting_id>/take-out",
        "/people/{person}/postings/{posting}/take-out",
        303,
    ),
    led("GET /people/<int:person_id>/absences", "/people/{person}/absences"),
    led("POST /people/<int:person_id>/absences", "/people/{person}/absences", 400),
    led("GET /people/<int:person_id>/absences/<int:absence_id>", "/people/{person}/absences/{absence}"),
    led("POST /people/<int:person_id>/absences/<int:absence_id>", "/people/{person}/absences/{absence}", 400),
    led(
        "POST /people/<int:person_id>/absences/<int:absence_id>/take-out",
        "/people/{person}/absences/{absence}/take-out",
        303,
    ),
    led("GET /people/<int:person_id>/exemptions", "/people/{person}/exemptions"),
    led("POST /people/<int:person_id>/exemptions", "/people/{person}/exemptions", 400),
    led(
        "POST /people/<int:person_id>/exemptions/<int:exemption_id>/end",
        "/people/{person}/exemptions/{exemption}/end",
        303,
    ),
    Line("GET /teams", LEADS, "/teams"),
    Line("GET /teams/new", LEADS, "/teams/new"),
    Line("POST /teams/new", LEADS, "/teams/new", 400),
    led("GET /teams/<int:team_id>", "/teams/{team}"),
    led("POST /teams/<int:team_id>/aliases", "/teams/{team}/aliases", 400),
    led("POST /teams/<int:team_id>/aliases/<int:alias_id>/take-out", "/teams/{team}/aliases/{alias}/take-out", 303),
    led("GET /teams/<int:team_id>/rename", "/teams/{team}/rename"),
    led("POST /teams/<int:team_id>/rename", "/teams/{team}/rename", 400),
    led("GET /teams/<int:team_id>/move", "/teams/{team}/move"),
    led("POST /teams/<int:team_id>/move", "/teams/{team}/move", 400),
    led("GET /teams/<int:team_id>/merge", "/teams/{team}/merge"),
    led("POST /teams/<int:team_id>/merge", "/teams/{team}/merge", 400),
    led("POST /teams/<int:team_id>/take-out", "/teams/{team}/take-out", 303),
    Line("GET /reminders", LEADS, "/reminders"),
    Line("GET /reminders/by-hand", LEADS, "/reminders/by-hand"),
    Line("GET /reminders/sent", LEADS, "/reminders/sent"),
    Line("POST /reminders/<int:mail_id>", LEADS, "/reminders/1", 303, sends={"choice": "leave"}),
    Line("GET /people/import", LEADS, "/people/import"),
    Line("POST /people/import", LEADS, "/people/import", 400),
    Line("GET /people/import/template.csv", LEADS, "/people/import/template.csv"),
    Line("GET /people/import/<int:import_id>", LEAD, "/people/import/{list}", elsewhere=404),
    Line("GET /people/import/<int:import_id>.csv", LEAD, "/people/import/{list}.csv", elsewhere=404),
    Line("GET /people/import/<int:import_id>/columns", LEAD, "/people/import/{list}/columns", elsewhere=404),
    Line("POST /people/import/<int:import_id>/columns", LEAD, "/people/import/{list}/columns", 400, elsewhere=404),
    Line("POST /people/import/<int:import_id>/answers", LEAD, "/people/import/{list}/answers", 303, elsewhere=404),
    Line("POST /people/import/<int:import_id>", LEAD, "/people/import/{list}", 303, elsewhere=404),
    Line("POST /people/import/<int:import_id>/work-out", LEAD, "/people/import/{list}/work-out", 303, elsewhere=404),
    Line("POST /people/import/<int:import_id>/give-up", LEAD, "/people/import/{list}/give-up", 303, elsewhere=404),
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
    Line("GET /programme", LEADS, "/programme", 303),
    Line("GET /programme/versions/<int:number>", LEADS, "/programme/versions/1", 404),
    Line("GET /programme/versions/<int:number>.yml", LEADS, "/programme/versions/1.yml", 404),
    Line("GET /programme/examples", LEADS, "/programme/examples"),
    Line("GET /programme/examples/<name>", LEADS, "/programme/examples/hackney"),
    Line("POST /programme/edit/begin", LEADS, "/programme/edit/begin", 404),
    Line("GET /programme/edit", LEADS, "/programme/edit", 303),
    Line("POST /programme/edit/give-up", LEADS, "/programme/edit/give-up", 303),
    Line("GET /programme/edit/name", LEADS, "/programme/edit/name", 303),
    Line("POST /programme/edit/name", LEADS, "/programme/edit/name", 404),
    Line("GET /programme/edit/text", LEADS, "/programme/edit/text", 303),
    Line("POST /programme/edit/text", LEADS, "/programme/edit/text", 400),
    Line("GET /programme/edit/requirements/new", LEADS, "/programme/edit/requirements/new"),
    Line("POST /programme/edit/requirements/new", LEADS, "/programme/edit/requirements/new", 400),
    Line("GET /programme/edit/requirements/<key>", LEADS, "/programme/edit/requirements/core", 303),
    Line("POST /programme/edit/requirements/<key>", LEADS, "/programme/edit/requirements/core", 404),
    Line("POST /programme/edit/requirements/<key>/move", LEADS, "/programme/edit/requirements/core/move", 404),
    Line("POST /programme/edit/requirements/<key>/remove", LEADS, "/programme/edit/requirements/core/remove", 404),
    Line("POST /programme/preview", LEADS, "/programme/preview", 404),
    Line("GET /programme/preview", LEADS, "/programme/preview", 303),
    Line("POST /programme/apply", LEADS, "/programme/apply", 404),
    Line("GET /programme/progress", LEADS, "/programme/progress", 303),
    Line("POST /programme/progress", LEADS, "/programme/progress", 303),
    Line("GET /help", ANYONE, "/help"),
    Line("GET /accessibility", ANYONE, "/accessibility"),
    Line("GET /privacy", ANYONE, "/privacy"),
    Line("GET /health/live", ANYONE, "/health/live"),
    Line("GET /health/ready", ANYONE, "/health/ready"),
    Line("GET /partnership", LEADS | {"coordinator"}, "/partnership", 404),
    Line("GET /partnership.csv", LEADS | {"coordinator"}, "/partnership.csv", 404),
    Line("GET /plan", LEADS, "/plan", 303),
    Line("GET /plan/<int:year>", LEADS, "/plan/2026"),
    Line("GET /plan/<int:year>/new", LEADS, "/plan/2026/new"),
    Line("POST /plan/<int:year>/new", LEADS, "/plan/2026/new", 400),
    Line("POST /plan/<int:year>/take-over", LEADS, "/plan/2026/take-over", 303),
    led("GET /plan/lines/<int:line_id>", "/plan/lines/{line}"),
    led("POST /plan/lines/<int:line_id>", "/plan/lines/{line}", 400),
    led("POST /plan/lines/<int:line_id>/progress", "/plan/lines/{line}/progress", 400),
    led("POST /plan/lines/<int:line_id>/remove", "/plan/lines/{line}/remove", 303),
    Line("GET /evidence", LEADS, "/evidence"),
    Line("GET /evidence.zip", LEADS, "/evidence.zip"),
)
