"""Making the application."""

import os
from datetime import timedelta

from flask import Flask
from govuk_frontend_wtf.main import wtforms_errors
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import app.models  # noqa: F401 - registers the tables
from app.accounts.code_routes import codes
from app.accounts.inviting_routes import invitations
from app.accounts.password_routes import passwords
from app.accounts.routes import accounts
from app.accounts.staff_routes import staff_sign_in
from app.assignments.daily import keep_up
from app.assignments.refreshing import settle
from app.certificates.badge_routes import badges
from app.certificates.routes import certificates
from app.certificates.verify_routes import pdf_checks
from app.cli.assets import assets as assets_commands
from app.cli.backup import backup
from app.cli.content import content
from app.cli.demo import demo
from app.cli.keys import keys
from app.cli.log import log
from app.cli.organisations import organisation
from app.cli.partnership import partnership as partnership_commands
from app.cli.people import people as people_commands
from app.cli.programme import programme as programme_commands
from app.cli.remind import remind
from app.cli.restore import restore
from app.cli.retention import retention
from app.corrections.routes import corrections
from app.coverage.routes import coverage
from app.database import BEFORE_COMMIT, end_quietly, engine_options, prepare_engine
from app.evidence.routes import evidence
from app.extensions import babel, csrf, db, login, mail, migrate
from app.imports.recognition_routes import recognition
from app.imports.routes import imports
from app.learning.routes import learning
from app.partnership.routes import partnership
from app.people.reminder_routes import reminders as team_reminders
from app.people.routes import people
from app.personal_records.routes import personal_records
from app.programme.applying_routes import applying
from app.programme.edit_routes import drafts
from app.programme.requirement_routes import draft_requirements
from app.programme.routes import programme as programme_pages
from app.quizzes.routes import quizzes
from app.registers.course_routes import courses
from app.registers.register_routes import registers
from app.registers.routes import sessions
from app.reminders.routes import reminders
from app.staff.absence_routes import staff_absences
from app.staff.account_routes import staff_accounts
from app.staff.exemption_routes import staff_exemptions
from app.staff.leaving_routes import staff_leaving
from app.staff.merge_routes import staff_merging
from app.staff.posting_routes import staff_postings
from app.staff.team_routes import staff_teams
from app.staff_import.routes import staff_import
from app.support.routes import support
from app.training_log.routes import training_log
from app.training_plan.routes import training_plan
from app.web import access, assets, dates, errors, frame, language, messages, safety, visitor
from app.web.settings import put_settings
from config import ROOT, Settings, read_settings

BLUEPRINTS = (
    accounts,
    staff_sign_in,
    passwords,
    invitations,
    codes,
    learning,
    quizzes,
    certificates,
    pdf_checks,
    badges,
    training_log,
    corrections,
    people,
    team_reminders,
    personal_records,
    staff_accounts,
    staff_postings,
    staff_leaving,
    staff_absences,
    staff_exemptions,
    staff_teams,
    staff_merging,
    staff_import,
    support,
    partnership,
    training_plan,
    evidence,
    courses,
    sessions,
    registers,
    imports,
    recognition,
    reminders,
    programme_pages,
    drafts,
    draft_requirements,
    applying,
    coverage,
)
COMMANDS = (
    assets_commands,
    backup,
    content,
    demo,
    keys,
    log,
    organisation,
    partnership_commands,
    people_commands,
    programme_commands,
    remind,
    restore,
    retention,
)

LARGEST_FORM = 200_000
A_YEAR = 31_536_000


def create_app(settings: Settings | None = None) -> Flask:
    """The application with these settings, read from the environment when not given."""
    settings = settings or read_settings(os.environ)
    app = Flask(__name__, static_folder=None, template_folder="web/templates")
    _configure(app, settings)
    safety.keep_safe(app)
    _wire_extensions(app)
    _set_up_pages(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for group in COMMANDS:
        app.cli.add_command(group)
    _wrap(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    put_settings(app, settings)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_NAME="waymark",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=True,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        TRUSTED_HOSTS=settings.hosts,
        BABEL_DEFAULT_LOCALE="en_GB",
    )


def _wire_extensions(app: Flask) -> None:
    db.init_app(app)
    end_quietly(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    login.init_app(app)
    login.session_protection = None
    csrf.init_app(app)
    babel.init_app(app, locale_selector=language.choose)
    mail.init_app(app)
    app.extensions[BEFORE_COMMIT] = settle
    with app.app_context():
        prepare_engine(db.engine)


def _set_up_pages(app: Flask) -> None:
    macros = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_loader = ChoiceLoader([PackageLoader("app.web"), PrefixLoader(macros)])
    app.jinja_env.globals.update(
        asset_url=assets.asset_url,
        csp_nonce=visitor.csp_nonce,
        frame=frame.frame,
        messages_to_show=messages.messages_to_show,
        wtforms_errors=wtforms_errors,
    )
    app.jinja_env.filters.update(
        long_date=dates.long_date,
        short_date=dates.short_date,
        month_and_year=dates.month_and_year,
        moment=dates.moment,
    )
    language.speak(app)
    app.before_request(access.guard)
    app.before_request(keep_up)
    errors.explain_errors(app)


def _wrap(app: Flask, settings: Settings) -> None:
    """Serve the built files from inside, and believe as many proxies as there are."""
    static = WhiteNoise(
        app.wsgi_app, max_age=A_YEAR, immutable_file_test=lambda path, url: True, allow_all_origins=False
    )
    if assets.STATIC.exists():
        static.add_files(str(assets.STATIC), prefix="static/")
    app.wsgi_app = safety.with_fixed_headers(static)  # type: ignore[assignment, method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
