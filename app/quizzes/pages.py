"""The pages of a test, from what the database knows to what a learner sees."""

from dataclasses import dataclass, replace

from flask import render_template
from markupsafe import Markup

from app.quizzes.answers import Slip, read_choice, shown_options
from app.quizzes.records import Sitting
from app.web.editions import edition, localiser
from app.web.visitor import visitor


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A line of the check-your-answers page; `chosen` is empty while there is no answer."""

    position: int
    question: Markup
    chosen: tuple[Markup, ...]


def question_page(
    sitting: Sitting, position: int, *, then: str, slip: Slip | None = None, kept: list[str] | None = None
) -> str:
    """One question. `kept` is an answer that was sent after the session had ended; `slip` what is wrong with one."""
    published, item = edition(sitting.edition_id), sitting.paper.items[position - 1]
    asked = published.quiz.question(item.question_id)
    kept_choice = read_choice(kept, item, several=asked.several) if kept else None
    chosen = kept_choice if isinstance(kept_choice, frozenset) else sitting.answers.get(position, frozenset())
    localise = localiser(visitor().organisation)
    return render_template(
        "quizzes/question.html",
        attempt=sitting,
        module=published.module,
        position=position,
        total=len(sitting.paper),
        several=asked.several,
        text=localise(asked.text),
        scenario=localise(asked.scenario),
        hint=localise(asked.hint),
        options=[replace(option, text=localise(option.text)) for option in shown_options(asked, item, chosen)],
        slip=slip,
        was_kept=isinstance(kept_choice, frozenset),
        then=then,
    )


def check_page(sitting: Sitting, *, warn: bool) -> str:
    """All questions with what is chosen; with `warn`, what handing in with gaps would mean."""
    published, localise = edition(sitting.edition_id), localiser(visitor().organisation)
    rows = []
    for position, item in enumerate(sitting.paper.items, start=1):
        asked = published.quiz.question(item.question_id)
        options = shown_options(asked, item, sitting.answers.get(position, frozenset()))
        chosen = tuple(localise(option.text) for option in options if option.chosen)
        rows.append(AnsweredRow(position, localise(asked.text), chosen))
    return render_template("quizzes/check.html", attempt=sitting, module=published.module, rows=rows, warn=warn)
