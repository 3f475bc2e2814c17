"""Who may use which route. A new route needs a line here: tests/web/test_matrix.py walks them all.

`{attempt}` is an open attempt, `{done}` one that is handed in, `{number}` and `{token}` a certificate; all of them are
the learner's own.
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


@dataclass(frozen=True, slots=True)
class Line:
    """`may` use the route at `path` and get the status `answer`, or `signed_in` where it differs for signed-in people.

    Of those who may not, the anonymous are asked to sign in; `refused` is what the others get.
    """

    route: str
    may: frozenset[str]
    path: str
    answer: int = 200
    refused: int = 403
    sends: dict[str, Any] = field(default_factory=dict)
    signed_in: int | None = None

    def expected(self, role: str) -> int:
        if role in self.may:
            return self.signed_in if self.signed_in and role != "anonymous" else self.answer
        return 303 if role == "anonymous" else self.refused


def own(route: str, path: str, answer: int = 200, **sends: Any) -> Line:
    """A route to something of the learner's: for anybody else it is not there."""
    return Line(route, OWNER, path, answer, refused=404, sends=sends)


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
    own("GET /certificates/<number>.pdf", "/certificates/{number}.pdf"),
    own("GET /certificates/<number>.ics", "/certificates/{number}.ics"),
    Line("GET /verify/<token>", ANYONE, "/verify/{token}"),
    Line("GET /team", MANAGERS, "/team"),
    Line("GET /team.csv", MANAGERS, "/team.csv"),
    Line("GET /log", WHO_SEES_THE_LOG, "/log"),
    Line("GET /log.csv", WHO_SEES_THE_LOG, "/log.csv"),
    Line("GET /log.xlsx", WHO_SEES_THE_LOG, "/log.xlsx"),
    Line("GET /log.schema.json", WHO_SEES_THE_LOG, "/log.schema.json"),
    Line("GET /help", ANYONE, "/help"),
    Line("GET /accessibility", ANYONE, "/accessibility"),
    Line("GET /privacy", ANYONE, "/privacy"),
    Line("GET /health/live", ANYONE, "/health/live"),
    Line("GET /health/ready", ANYONE, "/health/ready"),
)
