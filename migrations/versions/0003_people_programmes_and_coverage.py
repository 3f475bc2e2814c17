"""people programmes and coverage"""

import re
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
EMPLOYMENTS = "employment IN ('employee', 'agency', 'contractor', 'volunteer', 'councillor', 'partner')"
HOLDS = "holds IN ('completions', 'people')"

NOT_FOR_NEW_ROWS = (
    ("people", "is_coordinator"),
    ("postings", "is_customer_facing"),
    ("postings", "employment"),
    ("staged_imports", "holds"),
    ("staged_imports", "choices"),
)

FIRST_SIGNED_IN = (
    "UPDATE people SET first_signed_in_on ="
    " (SELECT min(seen) FROM (SELECT started_on AS seen FROM enrolments WHERE enrolments.person_id = people.id"
    " UNION ALL SELECT date(created_at) AS seen FROM sessions WHERE sessions.person_id = people.id) AS looks)"
)
WORK_EVERYTHING_OUT = (
    "INSERT INTO assignment_refreshes (person_id, refresh_on) SELECT id, '2026-01-01' FROM people WHERE is_active"
)

WHO = {"everyone": "everyone", "managers": "{manages: yes}"}
STRENGTH = {True: "mandatory", False: "recommended"}
HEAD = "programme: Training\nrequirements:\n"
BLOCK = """  {key}:
    title: {title}
    who: {who}
    course: {course}
    strength: {strength}
    due: {days} days after joining
"""
READ_BLOCK = re.compile(
    r"  [\w-]+:\n    title: .*\n    who: (everyone|\{manages: yes\})\n    course: ([\w-]+)\n"
    r"    strength: (mandatory|recommended)\n    due: (\d+) days after joining\n"
)

NOT_IN_THE_OLD_SCHEMA = (
    ("people sign in with a staff number", "people", "staff_number IS NOT NULL"),
    ("organisations are in partnerships", "organisations", "partnership_id IS NOT NULL"),
)


def _programmes_from_requirements() -> None:
    """What was asked of people is asked on, as the first version of a programme."""
    connection = op.get_bind()
    asked = connection.execute(
        sa.text(
            "SELECT r.organisation_id, m.slug, coalesce(e.title, m.slug), r.audience, r.within_days, r.is_mandatory"
            " FROM requirements r JOIN modules m ON m.id = r.module_id"
            " LEFT JOIN editions e ON e.id = m.current_edition_id ORDER BY r.organisation_id, r.id"
        )
    ).all()
    sources: dict[int, str] = {}
    for organisation_id, slug, title, audience, days, is_mandatory in asked:
        key = slug[:50] if audience == "everyone" else f"{slug[:50]}-managers"
        sources[organisation_id] = sources.get(organisation_id, HEAD) + BLOCK.format(
            key=key,
            title='"' + re.sub(r'["\\\\]', "", title) + '"',
            who=WHO[audience],
            course=slug,
            strength=STRENGTH[bool(is_mandatory)],
            days=days,
        )
    for organisation_id, source in sources.items():
        connection.execute(
            sa.text(
                "INSERT INTO programmes (organisation_id, version, name, source, applied_on, applied_at)"
                " VALUES (:organisation_id, 1, 'Training', :source, CURRENT_DATE, CURRENT_TIMESTAMP)"
            ),
            {"organisation_id": organisation_id, "source": source},
        )


def _newest_programmes() -> Iterator[tuple[int, str]]:
    query = (
        "SELECT organisation_id, source FROM programmes p WHERE version ="
        " (SELECT max(version) FROM programmes q WHERE q.organisation_id = p.organisation_id)"
    )
    yield from op.get_bind().execute(sa.text(query)).tuples()


def _refuse_what_has_no_place() -> None:
    """Where columns or programmes hold what the old schema has no place for: go back to a backup instead."""
    reasons = [
        reason
        for reason, table, condition in NOT_IN_THE_OLD_SCHEMA
        if op.get_bind().scalar(
            sa.select(sa.literal(1)).select_from(sa.table(table)).where(sa.text(condition)).limit(1)
        )
    ]
    reasons += [
        "a programme asks for more than it can say"
        for _, source in _newest_programmes()
        if READ_BLOCK.sub("", source.removeprefix(HEAD)).strip()
    ]
    if reasons:
        raise RuntimeError(f"The schema cannot go back: {reasons[0]}. Restore a backup from before.")


def _requirements_from_programmes() -> None:
    connection = op.get_bind()
    modules = dict(connection.execute(sa.text("SELECT slug, id FROM modules")).tuples().all())
    audiences = {who: audience for audience, who in WHO.items()}
    for organisation_id, source in _newest_programmes():
        for who, course, strength, days in READ_BLOCK.findall(source):
            if course in modules:
                connection.execute(
                    sa.text(
                        "INSERT INTO requirements (organisation_id, module_id, audience, within_days, is_mandatory)"
                        " VALUES (:organisation_id, :module_id, :audience, :days, :is_mandatory)"
                    ),
                    {
                        "organisation_id": organisation_id,
                        "module_id": modules[course],
                        "audience": audiences[who],
                        "days": int(days),
                        "is_mandatory": strength == "mandatory",
                    },
                )


def upgrade() -> None:
    op.create_table(
        "partnerships",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partnerships"),
        sa.UniqueConstraint("name", name="uq_partnerships_name"),
    )
    op.create_table(
        "column_mappings",
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_column_mappings_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_column_mappings"),
    )
    op.create_table(
        "coverage_cells",
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("requirement", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_coverage_cells_people_not_negative")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_coverage_cells_organisation_id"),
        sa.PrimaryKeyConstraint(
            "organisation_id", "requirement", "status", "is_done", "due_on", name="pk_coverage_cells"
        ),
    )
    op.create_table(
        "plan_items",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("progress", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "progress IN ('not-started', 'in-progress', 'complete')", name=op.f("ck_plan_items_progress_is_known")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_plan_items_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_items"),
    )
    with op.batch_alter_table("plan_items") as batch_op:
        batch_op.create_index("ix_plan_items_organisation_id_year", ["organisation_id", "year"])

    op.create_table(
        "absences",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_absences_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_absences_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    with op.batch_alter_table("absences") as batch_op:
        batch_op.create_index("ix_absences_person_id_starts_on", ["person_id", "starts_on"])

    op.create_table(
        "assignment_refreshes",
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("refresh_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_assignment_refreshes_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_assignment_refreshes"),
    )
    with op.batch_alter_table("assignment_refreshes") as batch_op:
        batch_op.create_index("ix_assignment_refreshes_refresh_on", ["refresh_on"])

    op.create_table(
        "assignments",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("requirement", sa.String(length=60), nullable=False),
        sa.Column("strength", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("bound_since", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("job", sa.String(length=200), nullable=False),
        sa.Column("employment", sa.String(length=20), nullable=False),
        sa.Column("known_from", sa.Date(), nullable=False),
        sa.Column("known_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('asked', 'waiting', 'paused', 'exempt')", name=op.f("ck_assignments_status_is_known")
        ),
        sa.CheckConstraint(
            "strength IN ('mandatory', 'recommended', 'available')", name=op.f("ck_assignments_strength_is_known")
        ),
        sa.CheckConstraint("known_to IS NULL OR known_to > known_from", name=op.f("ck_assignments_known_for_a_day")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_assignments_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_assignments_person_id"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_assignments_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    with op.batch_alter_table("assignments") as batch_op:
        batch_op.create_index(
            "ix_assignments_current",
            ["organisation_id", "requirement", "team_id", "status", "done_on", "due_on"],
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )
        batch_op.create_index(
            "ix_assignments_due",
            ["organisation_id", "due_on"],
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )
        batch_op.create_index(
            "ix_assignments_organisation_id_requirement_known_from", ["organisation_id", "requirement", "known_from"]
        )
        batch_op.create_index("ix_assignments_person_id_known_from", ["person_id", "known_from"])
        batch_op.create_index("ix_assignments_team_id", ["team_id"])
        batch_op.create_index(
            "uq_assignments_one_current",
            ["person_id", "requirement"],
            unique=True,
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )

    op.create_table(
        "exemptions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("requirement", sa.String(length=60), nullable=False),
        sa.Column("route", sa.String(length=60), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", BIG_ID, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_exemptions_ends_after_start")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_exemptions_made_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_exemptions_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_exemptions"),
    )
    with op.batch_alter_table("exemptions") as batch_op:
        batch_op.create_index("ix_exemptions_made_by_id", ["made_by_id"])
        batch_op.create_index("ix_exemptions_person_id_requirement", ["person_id", "requirement"])

    op.create_table(
        "outgoing_mails",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("copy_to_id", BIG_ID, nullable=True),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("requirement", sa.String(length=60), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "about IN ('invitation', 'reset', 'reminder', 'digest')", name=op.f("ck_outgoing_mails_about_is_known")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'cancelled', 'failed')",
            name=op.f("ck_outgoing_mails_state_is_known"),
        ),
        sa.ForeignKeyConstraint(["copy_to_id"], ["people.id"], name="fk_outgoing_mails_copy_to_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_outgoing_mails_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_outgoing_mails_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_mails"),
        sa.UniqueConstraint("key", name="uq_outgoing_mails_key"),
    )
    with op.batch_alter_table("outgoing_mails") as batch_op:
        batch_op.create_index("ix_outgoing_mails_copy_to_id", ["copy_to_id"])
        batch_op.create_index("ix_outgoing_mails_organisation_id_made_at", ["organisation_id", "made_at"])
        batch_op.create_index("ix_outgoing_mails_person_id", ["person_id"])
        batch_op.create_index("ix_outgoing_mails_state_next_try_at", ["state", "next_try_at"])

    op.create_table(
        "programmes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("applied_at", INSTANT, nullable=False),
        sa.Column("applied_by_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(["applied_by_id"], ["people.id"], name="fk_programmes_applied_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_programmes_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_programmes"),
        sa.UniqueConstraint("organisation_id", "version", name="uq_programmes_organisation_id_version"),
    )
    op.create_table(
        "programme_drafts",
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by_id", BIG_ID, nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_programme_drafts_made_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_programme_drafts_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_programme_drafts"),
    )
    with op.batch_alter_table("programme_drafts") as batch_op:
        batch_op.create_index("ix_programme_drafts_made_by_id", ["made_by_id"])

    op.create_table(
        "sign_in_tokens",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "purpose IN ('invitation', 'reset', 'code')", name=op.f("ck_sign_in_tokens_purpose_is_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sign_in_tokens_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_tokens_token_hash"),
    )
    with op.batch_alter_table("sign_in_tokens") as batch_op:
        batch_op.create_index("ix_sign_in_tokens_expires_at", ["expires_at"])
        batch_op.create_index("ix_sign_in_tokens_person_id", ["person_id"])

    op.create_table(
        "team_aliases",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_team_aliases_organisation_id"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_team_aliases_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_team_aliases"),
        sa.UniqueConstraint("organisation_id", "name", name="uq_team_aliases_organisation_id_name"),
    )
    with op.batch_alter_table("team_aliases") as batch_op:
        batch_op.create_index("ix_team_aliases_team_id", ["team_id"])

    _programmes_from_requirements()
    op.drop_table("requirements")
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("partnership_id", BIG_ID, nullable=True))
        batch_op.create_index("ix_organisations_partnership_id", ["partnership_id"])
        batch_op.create_foreign_key("fk_organisations_partnership_id", "partnerships", ["partnership_id"], ["id"])

    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("is_coordinator", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("staff_number", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("first_signed_in_on", sa.Date(), nullable=True))
        batch_op.create_unique_constraint("uq_people_organisation_id_staff_number", ["organisation_id", "staff_number"])

    with op.batch_alter_table("postings") as batch_op:
        batch_op.add_column(sa.Column("is_customer_facing", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("employment", sa.String(length=20), nullable=False, server_default="employee"))
        batch_op.add_column(sa.Column("line_manager_id", BIG_ID, nullable=True))
        batch_op.create_check_constraint(op.f("ck_postings_employment_is_known"), EMPLOYMENTS)
        batch_op.create_check_constraint(op.f("ck_postings_nobody_manages_themselves"), "line_manager_id <> person_id")
        batch_op.create_index("ix_postings_line_manager_id", ["line_manager_id"])
        batch_op.create_foreign_key("fk_postings_line_manager_id", "people", ["line_manager_id"], ["id"])

    with op.batch_alter_table("staged_imports") as batch_op:
        batch_op.add_column(sa.Column("holds", sa.String(length=12), nullable=False, server_default="completions"))
        batch_op.add_column(sa.Column("choices", sa.Text(), nullable=False, server_default="{}"))
        batch_op.create_check_constraint(op.f("ck_staged_imports_holds_is_known"), HOLDS)

    for table, column in NOT_FOR_NEW_ROWS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, server_default=None)
    op.execute(FIRST_SIGNED_IN)
    op.execute(WORK_EVERYTHING_OUT)


def downgrade() -> None:
    _refuse_what_has_no_place()
    with op.batch_alter_table("staged_imports") as batch_op:
        batch_op.drop_constraint(op.f("ck_staged_imports_holds_is_known"), type_="check")
        batch_op.drop_column("choices")
        batch_op.drop_column("holds")

    with op.batch_alter_table("postings") as batch_op:
        batch_op.drop_constraint(op.f("ck_postings_nobody_manages_themselves"), type_="check")
        batch_op.drop_constraint(op.f("ck_postings_employment_is_known"), type_="check")
        batch_op.drop_constraint("fk_postings_line_manager_id", type_="foreignkey")
        batch_op.drop_index("ix_postings_line_manager_id")
        batch_op.drop_column("line_manager_id")
        batch_op.drop_column("employment")
        batch_op.drop_column("is_customer_facing")

    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_constraint("uq_people_organisation_id_staff_number", type_="unique")
        batch_op.drop_column("first_signed_in_on")
        batch_op.drop_column("last_day")
        batch_op.drop_column("staff_number")
        batch_op.drop_column("is_coordinator")

    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_constraint("fk_organisations_partnership_id", type_="foreignkey")
        batch_op.drop_index("ix_organisations_partnership_id")
        batch_op.drop_column("partnership_id")

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
    _requirements_from_programmes()
    op.drop_table("team_aliases")
    op.drop_table("sign_in_tokens")
    op.drop_table("programme_drafts")
    op.drop_table("programmes")
    op.drop_table("outgoing_mails")
    op.drop_table("exemptions")
    op.drop_table("assignments")
    op.drop_table("assignment_refreshes")
    op.drop_table("absences")
    op.drop_table("plan_items")
    op.drop_table("coverage_cells")
    op.drop_table("column_mappings")
    op.drop_table("partnerships")
