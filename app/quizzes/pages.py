"""The pages of a test, from what the database knows to what a learner sees."""

from dataclasses import dataclass, replace

from flask import render_template
from markupsafe import Markup

from app.quizzes.answers import ShownOption, Slip, read_choice, shown_options
from app.quizzes.records import Sitting
from app.rules.papers import PaperItem
from app.rules.questions import Question
from app.web.editions import PublishedEdition, edition, localised
from app.web.visitor import visitor


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A line of the check-your-answers page; `chosen` is empty while there is no answer."""

    position: int
    question: Markup
    chosen: tuple[ShownOption, ...]


def question_page(
    sitting: Sitting, position: int, *, then: str, slip: Slip | None = None, kept: list[str] | None = None
) -> str:
    """One question. `kept` is an answer that was sent after the session had ended; `slip` what is wrong with one."""
    published, item = edition(sitting.edition_id), sitting.paper.items[position - 1]
    asked = published.quiz.question(item.question_id)
    kept_choice = read_choice(kept, item, several=asked.several) if kept else None
    was_kept = isinstance(kept_choice, frozenset)
    chosen = kept_choice if isinstance(kept_choice, frozenset) else sitting.answers.get(position, frozenset())
    return render_template(
        "quizzes/question.html",
        attempt=sitting,
        module=published.module,
        position=position,
        total=len(sitting.paper),
        several=asked.several,
        text=_local(published, asked.text),
        scenario=_local(published, asked.scenario),
        hint=_local(published, asked.hint),
        options=_local_options(published, asked, item, chosen),
        slip=slip,
        was_kept=was_kept,
        then=then,
    )


def check_page(sitting: Sitting, *, warn: bool) -> str:
    """All questions with what is chosen; with `warn`, what handing in with gaps would mean."""
    published = edition(sitting.edition_id)
    rows = [_answered_row(published, sitting, position) for position in range(1, len(sitting.paper) + 1)]
    return render_template("quizzes/check.html", attempt=sitting, module=published.module, rows=rows, warn=warn)


def _answered_row(published: PublishedEdition, sitting: Sitting, position: int) -> AnsweredRow:
    item = sitting.paper.items[position - 1]
    asked = published.quiz.question(item.question_id)
    options = _local_options(published, asked, item, sitting.answers.get(position, frozenset()))
    return AnsweredRow(position, _local(published, asked.text), tuple(each for each in options if each.chosen))


def _local_options(
    published: PublishedEdition, asked: Question, item: PaperItem, chosen: frozenset[str]
) -> list[ShownOption]:
    options = shown_options(asked, item, chosen)
    return [replace(option, text=_local(published, option.text)) for option in options]


def _local(published: PublishedEdition, html: str) -> Markup:
    return localised(html, (published.id, html), visitor().organisation)
