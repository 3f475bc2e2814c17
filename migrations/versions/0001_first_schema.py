"""first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
CURRENT_EDITION = "fk_modules_current_edition_id"


def upgrade() -> None:
    op.create_table(
        "assets",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_assets"),
    )
    op.create_table(
        "modules",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("current_edition_id", BIG_ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_modules"),
        sa.UniqueConstraint("slug", name="uq_modules_slug"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("exit_url", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.UniqueConstraint("name", name="uq_organisations_name"),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_tries"),
    )
    with op.batch_alter_table("sign_in_tries") as batch_op:
        batch_op.create_index("ix_sign_in_tries_account_at", ["account", "at"])
        batch_op.create_index("ix_sign_in_tries_network_at", ["network", "at"])

    op.create_table(
        "editions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("module_id", BIG_ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("module_source", sa.Text(), nullable=False),
        sa.Column("quiz_source", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name="fk_editions_module_id"),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("module_id", "sha256", name="uq_editions_module_id_sha256"),
    )
    with op.batch_alter_table("editions") as batch_op:
        batch_op.create_index("ix_editions_module_id", ["module_id"])

    with op.batch_alter_table("modules") as batch_op:
        batch_op.create_foreign_key(CURRENT_EDITION, "editions", ["current_edition_id"], ["id"])

    op.create_table(
        "help_services",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("audience", sa.String(length=300), nullable=False),
        sa.Column("is_local", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_help_services_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_help_services"),
        sa.UniqueConstraint("organisation_id", "position", name="uq_help_services_organisation_id_position"),
    )
    op.create_table(
        "local_details",
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_local_details_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", "name", name="pk_local_details"),
    )
    op.create_table(
        "log_heads",
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_log_heads_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_log_heads"),
    )
    op.create_table(
        "people",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("reference", sa.String(length=36), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_trainer", sa.Boolean(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_is_lower_case")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_people_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
        sa.UniqueConstraint("reference", name="uq_people_reference"),
    )
    with op.batch_alter_table("people") as batch_op:
        batch_op.create_index("ix_people_organisation_id_name", ["organisation_id", "name"])

    op.create_table(
        "requirements",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("module_id", BIG_ID, nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=False),
        sa.Column("is_mandatory", sa.Boolean(), nullable=False),
        sa.CheckConstraint("audience IN ('everyone', 'managers')", name=op.f("ck_requirements_audience_is_known")),
        sa.CheckConstraint("within_days >= 0", name=op.f("ck_requirements_within_days_not_negative")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name="fk_requirements_module_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_requirements_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_requirements"),
        sa.UniqueConstraint(
            "organisation_id", "module_id", "audience", name="uq_requirements_organisation_id_module_id_audience"
        ),
    )
    op.create_table(
        "teams",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("parent_id", BIG_ID, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_teams_organisation_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["teams.id"], name="fk_teams_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("organisation_id", "name", name="uq_teams_organisation_id_name"),
    )
    with op.batch_alter_table("teams") as batch_op:
        batch_op.create_index("ix_teams_parent_id", ["parent_id"])

    op.create_table(
        "log_entries",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", BIG_ID, nullable=True),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("course_title", sa.String(length=200), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("kind IN ('completion')", name=op.f("ck_log_entries_kind_is_known")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= completed_on", name=op.f("ck_log_entries_valid_after_completed")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_log_entries_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_log_entries_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_log_entries"),
        sa.UniqueConstraint("organisation_id", "sequence", name="uq_log_entries_organisation_id_sequence"),
    )
    with op.batch_alter_table("log_entries") as batch_op:
        batch_op.create_index(
            "ix_log_entries_organisation_id_completed_on_id", ["organisation_id", "completed_on", "id"]
        )
        batch_op.create_index(
            "ix_log_entries_organisation_id_course_sequence", ["organisation_id", "course", "sequence"]
        )
        batch_op.create_index("ix_log_entries_person_id_course", ["person_id", "course"])

    op.create_table(
        "postings",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("job", sa.String(length=200), nullable=False),
        sa.Column("manages", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_postings_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_postings_person_id"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_postings_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
    )
    with op.batch_alter_table("postings") as batch_op:
        batch_op.create_index("ix_postings_person_id_starts_on", ["person_id", "starts_on"])
        batch_op.create_index("ix_postings_team_id", ["team_id"])

    op.create_table(
        "sessions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("device", sa.String(length=100), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sessions_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
    )
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.create_index("ix_sessions_expires_at", ["expires_at"])
        batch_op.create_index("ix_sessions_person_id", ["person_id"])

    op.create_table(
        "certificates",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("entry_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("is_unprintable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entries.id"], name="fk_certificates_entry_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_certificates_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_certificates"),
        sa.UniqueConstraint("entry_id", name="uq_certificates_entry_id"),
        sa.UniqueConstraint("number", name="uq_certificates_number"),
        sa.UniqueConstraint("token", name="uq_certificates_token"),
    )
    with op.batch_alter_table("certificates") as batch_op:
        batch_op.create_index("ix_certificates_person_id", ["person_id"])

    op.create_table(
        "enrolments",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("module_id", BIG_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("entry_id", BIG_ID, nullable=True),
        sa.Column("lessons_read", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entries.id"], name="fk_enrolments_entry_id"),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name="fk_enrolments_module_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_enrolments_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enrolments"),
        sa.UniqueConstraint("person_id", "module_id", "number", name="uq_enrolments_person_id_module_id_number"),
    )
    with op.batch_alter_table("enrolments") as batch_op:
        batch_op.create_index(
            "uq_enrolments_one_open",
            ["person_id", "module_id"],
            unique=True,
            sqlite_where=sa.text("completed_on IS NULL"),
            postgresql_where=sa.text("completed_on IS NULL"),
        )

    op.create_table(
        "attempts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("enrolment_id", BIG_ID, nullable=False),
        sa.Column("edition_id", BIG_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("handed_in_at", INSTANT, nullable=True),
        sa.Column("right", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_attempts_edition_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name="fk_attempts_enrolment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint("enrolment_id", "number", name="uq_attempts_enrolment_id_number"),
    )
    with op.batch_alter_table("attempts") as batch_op:
        batch_op.create_index(
            "uq_attempts_one_open",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("handed_in_at IS NULL"),
            postgresql_where=sa.text("handed_in_at IS NULL"),
        )

    op.create_table(
        "answers",
        sa.Column("attempt_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_answers_attempt_id"),
        sa.PrimaryKeyConstraint("attempt_id", "position", name="pk_answers"),
    )


def downgrade() -> None:
    op.drop_table("answers")
    with op.batch_alter_table("attempts") as batch_op:
        batch_op.drop_index(
            "uq_attempts_one_open",
            sqlite_where=sa.text("handed_in_at IS NULL"),
            postgresql_where=sa.text("handed_in_at IS NULL"),
        )

    op.drop_table("attempts")
    with op.batch_alter_table("enrolments") as batch_op:
        batch_op.drop_index(
            "uq_enrolments_one_open",
            sqlite_where=sa.text("completed_on IS NULL"),
            postgresql_where=sa.text("completed_on IS NULL"),
        )

    op.drop_table("enrolments")
    with op.batch_alter_table("certificates") as batch_op:
        batch_op.drop_index("ix_certificates_person_id")

    op.drop_table("certificates")
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.drop_index("ix_sessions_person_id")
        batch_op.drop_index("ix_sessions_expires_at")

    op.drop_table("sessions")
    with op.batch_alter_table("postings") as batch_op:
        batch_op.drop_index("ix_postings_team_id")
        batch_op.drop_index("ix_postings_person_id_starts_on")

    op.drop_table("postings")
    with op.batch_alter_table("log_entries") as batch_op:
        batch_op.drop_index("ix_log_entries_person_id_course")
        batch_op.drop_index("ix_log_entries_organisation_id_course_sequence")
        batch_op.drop_index("ix_log_entries_organisation_id_completed_on_id")

    op.drop_table("log_entries")
    with op.batch_alter_table("teams") as batch_op:
        batch_op.drop_index("ix_teams_parent_id")

    op.drop_table("teams")
    op.drop_table("requirements")
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_index("ix_people_organisation_id_name")

    op.drop_table("people")
    op.drop_table("log_heads")
    op.drop_table("local_details")
    op.drop_table("help_services")
    with op.batch_alter_table("modules") as batch_op:
        batch_op.drop_constraint(CURRENT_EDITION, type_="foreignkey")

    with op.batch_alter_table("editions") as batch_op:
        batch_op.drop_index("ix_editions_module_id")

    op.drop_table("editions")
    with op.batch_alter_table("sign_in_tries") as batch_op:
        batch_op.drop_index("ix_sign_in_tries_network_at")
        batch_op.drop_index("ix_sign_in_tries_account_at")

    op.drop_table("sign_in_tries")
    op.drop_table("organisations")
    op.drop_table("modules")
    op.drop_table("assets")
