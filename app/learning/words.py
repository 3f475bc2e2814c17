"""What My training says of its cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.assignments.words.assigned import group_in_words, why
from app.assignments.words.names import Names
from app.assignments.words.saying import Reader
from app.learning.overview import Card
from app.rules.people import alike
from app.rules.programmes.assigning import Assignment
from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import State
from app.web.dates import long_date


@dataclass(frozen=True, slots=True)
class Words:
    """`met` are the keys of requirements that the learner has met; `calendar` is from `app.learning.calendar`."""

    names: Names
    met: frozenset[str]
    today: date
    calendar: Mapping[str, str]

    def title(self, card: Card) -> str:
        """Of what is done here, the module's; of anything else, what will do."""
        if card.module:
            return card.module.title
        return group_in_words(card.group, self.names) or (card.assignment.requirement.title if card.assignment else "")

    def counts_for(self, card: Card) -> list[str]:
        """What the programme, and so a reminder, calls what the card asks, where the card is called otherwise."""
        requirement = card.assignment.requirement if card.assignment else None
        if requirement is None or requirement.strength is Strength.AVAILABLE:
            return []
        return [] if alike(requirement.title) == alike(self.title(card)) else [requirement.title]

    def reference(self, assignment: Assignment | None) -> str:
        """What stands for its day in addresses of calendar files; empty where there is none to offer."""
        return self.calendar.get(assignment.requirement.key, "") if assignment else ""

    def instead(self, card: Card) -> str:
        """All that will do, where that is more than the module of the card."""
        return group_in_words(card.group, self.names) if card.module and len(card.group) > 1 else ""

    def why(self, assignment: Assignment) -> str:
        return why(assignment, self.names, Reader.YOU, self.met)

    def by_when(self, card: Card) -> str:
        """due on 12 January 2027; empty where it is not said by when."""
        due_on, done_on = (card.assignment.due_on, card.assignment.done_on) if card.assignment else (None, None)
        is_suggested = card.state is State.SUGGESTED
        if due_on is None or (is_suggested and due_on < self.today):
            return ""
        day = long_date(due_on)
        if card.state is State.OVERDUE:
            return str(_("was due again on %(day)s", day=day) if done_on else _("was due on %(day)s", day=day))
        if card.state is State.RENEW:
            return str(_("renew by %(day)s", day=day))
        return str(_("best by %(day)s", day=day) if is_suggested else _("due on %(day)s", day=day))

    def later(self, assignment: Assignment) -> str:
        """Of what is in date, until when, and from when it can be done again."""
        if assignment.due_on is None or assignment.opens_on is None:
            return ""
        words = _(
            "In date until %(due)s. You can do it again from %(opens)s.",
            due=long_date(assignment.due_on),
            opens=long_date(assignment.opens_on),
        )
        return str(words)
