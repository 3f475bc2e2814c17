import re
from collections.abc import Sequence

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.assignments.asking import Asked, asked_of, asked_under
from app.assignments.enrolling import enrol
from app.assignments.words.names import names_in
from app.database import writing
from app.learning import records
from app.learning.calendar import references
from app.learning.overview import Known, next_lesson, put_together
from app.learning.words import Words
from app.mailing.due_entry import FILE_NAME, due_entry, entry_title
from app.rules.modules import Lesson, Module
from app.web import clock
from app.web.access import Who, open_to
from app.web.drawn import draw_once
from app.web.editions import PublishedEdition, current_editions, edition, localiser
from app.web.enrolments import Place, find_place, lock_learner
from app.web.messages import tell
from app.web.visitor import visitor

learning = Blueprint("learning", __name__, template_folder="templates")

ASSET_NAME = re.compile(r"([0-9a-f]{64})\.[a-z0-9]{2,4}")
ASSET_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOREVER = "private, max-age=31536000, immutable"


@learning.get("/")
@open_to(Who.SIGNED_IN)
def home() -> ResponseReturnValue:
    return redirect(url_for("learning.training"), 303)


@learning.get("/training")
@open_to(Who.SIGNED_IN)
def training() -> ResponseReturnValue:
    person = visitor()
    known = Known(
        modules=[each.module for each in current_editions()],
        done=records.completions_of(person.id),
        begun=records.under_way(person.id),
        sessions=records.sessions_of(person.id),
    )
    asked = asked_under(person.id, person.organisation.id, person.today)
    return render_template(
        "learning/training.html",
        overview=put_together(asked.assignments, known, person.today),
        words=_words(asked, known.modules),
        sessions=known.sessions,
        withdrawals=records.withdrawals_of(person.id),
        today=person.today,
        entry_title=entry_title(),
    )


def _words(asked: Asked, modules: Sequence[Module]) -> Words:
    titles = {each.slug: each.title for each in modules}
    teams = {each.post.team_id for each in asked.assignments}
    names = names_in(visitor().organisation.id, asked.programme, titles, teams)
    met = frozenset(each.requirement.key for each in asked.assignments if each.done_on)
    return Words(names, met, visitor().today, references(visitor().id, asked.assignments, visitor().today))


@learning.get("/training/<reference>.ics")
@open_to(Who.SIGNED_IN)
def due_day(reference: str) -> ResponseReturnValue:
    """The day on which something is due, for the learner's own calendar, in words that say nothing to others."""
    person = visitor()
    assignments = asked_of(person.id, person.organisation.id, person.today)
    known = references(person.id, assignments, person.today)
    day = next((each.due_on for each in assignments if known.get(each.requirement.key) == reference), None)
    if day is None:
        abort(404)
    response = Response(due_entry(reference, day, clock.now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@learning.get("/modules/<slug>")
@open_to(Who.SIGNED_IN)
def module(slug: str) -> ResponseReturnValue:
    place, published = _place_and_edition(slug)
    localise = localiser(visitor().organisation)
    return render_template(
        "learning/module.html",
        place=place,
        edition=published,
        module=published.module,
        continue_at=next_lesson(published.module, place.lessons_read),
        intro=localise(published.module.intro_html),
        content_note=localise(published.module.content_note_html),
    )


@learning.post("/modules/<slug>")
@open_to(Who.SIGNED_IN)
def begin(slug: str) -> ResponseReturnValue:
    """Begin the module, or a renewal, and go to the lesson that comes next."""
    place, published = _place_and_edition(slug)
    with writing():
        lock_learner(visitor().id)
        enrol(visitor(), place.module_id, slug)
    place, published = _place_and_edition(slug)
    return redirect(_lesson_url(slug, next_lesson(published.module, place.lessons_read)), 303)


@learning.get("/modules/<slug>/lessons/<lesson>")
@open_to(Who.SIGNED_IN)
def lesson(slug: str, lesson: str) -> ResponseReturnValue:
    place, published = _place_and_edition(slug)
    here = published.module.lesson(lesson)
    if here is None:
        return _lesson_moved(slug)
    number = published.module.lessons.index(here)
    return draw_once(
        "learning/lesson.html",
        (published.id, here.slug),
        module=published.module,
        lesson=here,
        number=number + 1,
        previous=published.module.lessons[number - 1] if number else None,
        is_last=number + 1 == len(published.module.lessons),
        minutes_left=sum(each.minutes for each in published.module.lessons[number:]),
        body=localiser(visitor().organisation)(here.html),
    )


@learning.post("/modules/<slug>/lessons/<lesson>")
@open_to(Who.SIGNED_IN)
def finish_lesson(slug: str, lesson: str) -> ResponseReturnValue:
    """Remember that the lesson is read and go to the next one, or to the test after the last."""
    place, published = _place_and_edition(slug)
    here = published.module.lesson(lesson)
    if here is None:
        return _lesson_moved(slug)
    with writing():
        lock_learner(visitor().id)
        enrolment = enrol(visitor(), place.module_id, slug)
        if enrolment is not None:
            records.mark_read(enrolment, here.slug)
    following = published.module.lessons[published.module.lessons.index(here) + 1 :]
    if following:
        return redirect(_lesson_url(slug, following[0]), 303)
    return redirect(url_for("quizzes.quiz", slug=slug), 303)


@learning.get("/modules/<slug>/print")
@open_to(Who.SIGNED_IN)
def print_module(slug: str) -> ResponseReturnValue:
    """The whole module on one page, for paper."""
    _place, published = _place_and_edition(slug)
    localise = localiser(visitor().organisation)
    lessons = [(each, localise(each.html)) for each in published.module.lessons]
    intro = localise(published.module.intro_html)
    return render_template("learning/print.html", module=published.module, intro=intro, lessons=lessons)


@learning.get("/assets/<name>")
@open_to(Who.SIGNED_IN)
def asset(name: str) -> ResponseReturnValue:
    """A picture, film or caption file of a module, under the SHA-256 of its bytes."""
    matched = ASSET_NAME.fullmatch(name)
    stored = records.asset(matched[1]) if matched else None
    if stored is None:
        abort(404)
    response = Response(stored.data, mimetype=stored.media_type)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Content-Security-Policy"] = ASSET_POLICY
    response.accept_ranges = "bytes"
    return response.make_conditional(request.environ, accept_ranges=True, complete_length=len(stored.data))


def _place_and_edition(slug: str) -> tuple[Place, PublishedEdition]:
    place = find_place(visitor().id, slug)
    if place is None:
        abort(404)
    return place, edition(place.edition_id)


def _lesson_url(slug: str, lesson: Lesson) -> str:
    return url_for("learning.lesson", slug=slug, lesson=lesson.slug)


def _lesson_moved(slug: str) -> ResponseReturnValue:
    tell(_("That part is not in the module any more. Here is what is in it now."))
    return redirect(url_for("learning.module", slug=slug), 303)
