from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.quizzes import records, sitting
from app.quizzes.next_attempt import next_attempt
from app.quizzes.pages import check_page, question_page
from app.quizzes.records import Sitting
from app.quizzes.results import review
from app.rules.marking import right_needed
from app.rules.questions import Quiz
from app.web.access import Who, open_to
from app.web.editions import current_edition, edition, localiser
from app.web.enrolments import find_place
from app.web.kept import keeps, take_kept
from app.web.visitor import visitor

quizzes = Blueprint("quizzes", __name__, template_folder="templates")


@quizzes.get("/modules/<slug>/quiz")
@open_to(Who.SIGNED_IN)
def quiz(slug: str) -> ResponseReturnValue:
    """What the test is like, before it starts or goes on."""
    place = find_place(visitor().id, slug)
    if place is None:
        abort(404)
    published = edition(place.edition_id)
    following = next_attempt(visitor(), place)
    total = questions_on_a_paper(published.quiz)
    return render_template(
        "quizzes/start.html",
        module=published.module,
        quiz=published.quiz,
        total=total,
        needed=right_needed(published.quiz.pass_mark, total),
        unread=[each for each in published.module.lessons if each.slug not in place.lessons_read],
        open_attempt=records.find_sitting(following.open_id, visitor().id) if following.open_id else None,
        next_attempt=following,
        time_zone=visitor().organisation.time_zone,
    )


@quizzes.post("/modules/<slug>/quiz")
@open_to(Who.SIGNED_IN)
def start(slug: str) -> ResponseReturnValue:
    """Go to the first question without an answer; where no attempt may start, the page before says why."""
    published = current_edition(slug)
    if published is None:
        abort(404)
    started = sitting.start(visitor(), published)
    if not isinstance(started, int):
        return redirect(url_for("quizzes.quiz", slug=slug), 303)
    attempt = _own_sitting(started)
    first = attempt.unanswered[0] if attempt.unanswered else None
    return redirect(_question_url(started, first) if first else _check_url(started), 303)


@quizzes.get("/attempts/<int:attempt_id>/questions/<int:position>")
@open_to(Who.SIGNED_IN)
def question(attempt_id: int, position: int) -> ResponseReturnValue:
    attempt = _own_sitting(attempt_id)
    if attempt.paper.item(position) is None:
        abort(404)
    if not attempt.is_open:
        return redirect(_result_url(attempt_id), 303)
    return question_page(attempt, position, then=_then(), kept=take_kept(request.path))


@quizzes.post("/attempts/<int:attempt_id>/questions/<int:position>")
@open_to(Who.SIGNED_IN)
@keeps("option")
def answer(attempt_id: int, position: int) -> ResponseReturnValue:
    """Save an answer; then on to the next question, or back to where the learner came from."""
    answered = sitting.answer(visitor(), attempt_id, position, request.form.getlist("option"))
    if answered is None:
        abort(404)
    if answered.too_late:
        return redirect(_result_url(attempt_id), 303)
    if answered.slip:
        return question_page(_own_sitting(attempt_id), position, then=_then(), slip=answered.slip), 400
    if request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    if _then() == "check" or position == answered.questions:
        return redirect(_check_url(attempt_id), 303)
    return redirect(_question_url(attempt_id, position + 1), 303)


@quizzes.get("/attempts/<int:attempt_id>/check")
@open_to(Who.SIGNED_IN)
def check(attempt_id: int) -> ResponseReturnValue:
    attempt = _own_sitting(attempt_id)
    return check_page(attempt, warn=False) if attempt.is_open else redirect(_result_url(attempt_id), 303)


@quizzes.post("/attempts/<int:attempt_id>/check")
@open_to(Who.SIGNED_IN)
def hand_in(attempt_id: int) -> ResponseReturnValue:
    """Hand in. Questions without an answer are pointed out once before they count as not right."""
    attempt = _own_sitting(attempt_id)
    missing = len(attempt.unanswered)
    if attempt.is_open and missing and request.form.get("without") != str(missing):
        return check_page(attempt, warn=True), 400
    sitting.hand_in(visitor(), attempt_id)
    return redirect(_result_url(attempt_id), 303)


@quizzes.get("/attempts/<int:attempt_id>/result")
@open_to(Who.SIGNED_IN)
def result(attempt_id: int) -> ResponseReturnValue:
    attempt = _own_sitting(attempt_id)
    if attempt.is_open:
        return redirect(_check_url(attempt_id), 303)
    published = edition(attempt.edition_id)
    reviewed = review(attempt, published)
    place = None if reviewed.passed else find_place(visitor().id, published.module.slug)
    return render_template(
        "quizzes/result.html",
        attempt=attempt,
        result=reviewed,
        module=published.module,
        local=localiser(visitor().organisation),
        passed=records.find_pass(attempt.enrolment_id) if reviewed.passed else None,
        next_attempt=next_attempt(visitor(), place) if place else None,
        time_zone=visitor().organisation.time_zone,
    )


def questions_on_a_paper(quiz: Quiz) -> int:
    return len(quiz.questions) if quiz.draw is None else quiz.draw * len({each.objective for each in quiz.questions})


def _own_sitting(attempt_id: int) -> Sitting:
    found = records.find_sitting(attempt_id, visitor().id)
    if found is None:
        abort(404)
    return found


def _then() -> str:
    """`check` where the learner came to change one answer, else empty."""
    return "check" if request.values.get("then") == "check" else ""


def _question_url(attempt_id: int, position: int) -> str:
    return url_for("quizzes.question", attempt_id=attempt_id, position=position)


def _check_url(attempt_id: int) -> str:
    return url_for("quizzes.check", attempt_id=attempt_id)


def _result_url(attempt_id: int) -> str:
    return url_for("quizzes.result", attempt_id=attempt_id)
