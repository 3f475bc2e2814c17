"""corrections sessions and heads"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
KINDS = "kind IN ('completion', 'correction', 'withdrawal', 'import', 'erasure')"
CORRECTIONS = "(kind IN ('correction', 'withdrawal')) = (corrects IS NOT NULL)"

NOT_IN_THE_OLD_SCHEMA = (
    ("training logs hold corrections, withdrawals, imports or erasures", "log_entries", "kind <> 'completion'"),
    ("training logs hold what people recorded", "log_entries", "recorder_commitment IS NOT NULL"),
    ("training logs hold notes or evidence", "log_entries", "details_commitment IS NOT NULL"),
    ("training logs hold sessions", "log_entries", "session_id IS NOT NULL"),
    ("certificates have been issued again", "certificates", "replaces_id IS NOT NULL"),
    ("people have no email address", "people", "email IS NULL"),
)


def upgrade() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key_id", name="pk_signing_keys"),
    )
    op.create_table(
        "courses",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_courses_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_courses"),
        sa.UniqueConstraint("organisation_id", "slug", name="uq_courses_organisation_id_slug"),
    )
    op.create_table(
        "signed_heads",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["signing_keys.key_id"], name="fk_signed_heads_key_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_signed_heads_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signed_heads"),
        sa.UniqueConstraint("organisation_id", "day", "sequence", name="uq_signed_heads_organisation_id_day_sequence"),
    )
    op.create_table(
        "staged_imports",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("made_by_id", BIG_ID, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=True),
        sa.Column("imported_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_staged_imports_made_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_staged_imports_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_staged_imports"),
    )
    with op.batch_alter_table("staged_imports") as batch_op:
        batch_op.create_index("ix_staged_imports_made_at", ["made_at"])
        batch_op.create_index("ix_staged_imports_organisation_id_sha256", ["organisation_id", "sha256"])

    op.create_table(
        "training_sessions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("course_title", sa.String(length=200), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("delivered_by", sa.String(length=200), nullable=False),
        sa.Column("is_accredited", sa.Boolean(), nullable=False),
        sa.Column("accreditation", sa.String(length=200), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column("made_by_id", BIG_ID, nullable=False),
        sa.Column("signed_at", INSTANT, nullable=True),
        sa.Column("signed_name", sa.String(length=200), nullable=True),
        sa.Column("signed_by_id", BIG_ID, nullable=True),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_name IS NULL)", name=op.f("ck_training_sessions_signed_by_name")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_training_sessions_made_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_training_sessions_organisation_id"),
        sa.ForeignKeyConstraint(["signed_by_id"], ["people.id"], name="fk_training_sessions_signed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_training_sessions"),
    )
    with op.batch_alter_table("training_sessions") as batch_op:
        batch_op.create_index("ix_training_sessions_organisation_id_held_on", ["organisation_id", "held_on"])

    op.create_table(
        "attendances",
        sa.Column("session_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("attended", sa.String(length=10), nullable=True),
        sa.CheckConstraint("attended IN ('full', 'part', 'absent')", name=op.f("ck_attendances_attended_is_known")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attendances_person_id"),
        sa.ForeignKeyConstraint(["session_id"], ["training_sessions.id"], name="fk_attendances_session_id"),
        sa.PrimaryKeyConstraint("session_id", "person_id", name="pk_attendances"),
    )
    with op.batch_alter_table("attendances") as batch_op:
        batch_op.create_index("ix_attendances_person_id", ["person_id"])

    op.create_table(
        "record_views",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("viewer_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=True),
        sa.Column("session_id", BIG_ID, nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("teams", sa.Text(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.CheckConstraint("what IN ('record', 'list', 'file')", name=op.f("ck_record_views_what_is_known")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_record_views_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_record_views_person_id"),
        sa.ForeignKeyConstraint(["session_id"], ["training_sessions.id"], name="fk_record_views_session_id"),
        sa.ForeignKeyConstraint(["viewer_id"], ["people.id"], name="fk_record_views_viewer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_record_views"),
    )
    with op.batch_alter_table("record_views") as batch_op:
        batch_op.create_index("ix_record_views_organisation_id_on_day", ["organisation_id", "on_day"])
        batch_op.create_index("ix_record_views_person_id_on_day", ["person_id", "on_day"])
        batch_op.create_index("ix_record_views_session_id", ["session_id"])
        batch_op.create_index("ix_record_views_viewer_id_on_day", ["viewer_id", "on_day"])

    with op.batch_alter_table("certificates") as batch_op:
        batch_op.add_column(sa.Column("issued_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", BIG_ID, nullable=True))
        batch_op.drop_constraint("uq_certificates_entry_id", type_="unique")
        batch_op.create_index("ix_certificates_entry_id", ["entry_id"])
        batch_op.create_unique_constraint("uq_certificates_replaces_id", ["replaces_id"])
        batch_op.create_foreign_key("fk_certificates_replaces_id", "certificates", ["replaces_id"], ["id"])

    op.execute(
        "UPDATE certificates SET issued_on ="
        " (SELECT completed_on FROM log_entries WHERE log_entries.id = certificates.entry_id)"
    )
    with op.batch_alter_table("certificates") as batch_op:
        batch_op.alter_column("issued_on", existing_type=sa.Date(), nullable=False)

    with op.batch_alter_table("log_entries") as batch_op:
        batch_op.drop_constraint(op.f("ck_log_entries_kind_is_known"), type_="check")
        batch_op.add_column(sa.Column("recorded_by_id", BIG_ID, nullable=True))
        batch_op.add_column(sa.Column("recorder_commitment", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("corrects", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("evidence", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("details_commitment", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("session_id", BIG_ID, nullable=True))
        batch_op.drop_index("ix_log_entries_person_id_course")
        batch_op.create_index(
            "ix_log_entries_person_id_course_completed_on_sequence", ["person_id", "course", "completed_on", "sequence"]
        )
        batch_op.create_index("ix_log_entries_recorded_by_id", ["recorded_by_id"])
        batch_op.create_index("ix_log_entries_session_id", ["session_id"])
        batch_op.create_check_constraint(op.f("ck_log_entries_kind_is_known"), KINDS)
        batch_op.create_check_constraint(op.f("ck_log_entries_corrections_name_what_they_correct"), CORRECTIONS)
        batch_op.create_check_constraint(op.f("ck_log_entries_corrects_an_earlier_one"), "corrects < sequence")
        batch_op.create_unique_constraint("uq_log_entries_organisation_id_corrects", ["organisation_id", "corrects"])
        batch_op.create_foreign_key("fk_log_entries_session_id", "training_sessions", ["session_id"], ["id"])
        batch_op.create_foreign_key("fk_log_entries_recorded_by_id", "people", ["recorded_by_id"], ["id"])

    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("recognition_months", sa.Integer(), nullable=False, server_default="36"))
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.alter_column("recognition_months", existing_type=sa.Integer(), server_default=None)

    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("erased_on", sa.Date(), nullable=True))
        batch_op.alter_column("email", existing_type=sa.VARCHAR(length=254), nullable=True)


def downgrade() -> None:
    """Refused where there is something that the old schema has no place for: go back to a backup instead."""
    for reason, table, condition in NOT_IN_THE_OLD_SCHEMA:
        if op.get_bind().scalar(
            sa.select(sa.literal(1)).select_from(sa.table(table)).where(sa.text(condition)).limit(1)
        ):
            raise RuntimeError(f"The schema cannot go back: {reason}. Restore a backup from before.")
    with op.batch_alter_table("people") as batch_op:
        batch_op.alter_column("email", existing_type=sa.VARCHAR(length=254), nullable=False)
        batch_op.drop_column("erased_on")

    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_column("recognition_months")

    with op.batch_alter_table("log_entries") as batch_op:
        batch_op.drop_constraint("fk_log_entries_recorded_by_id", type_="foreignkey")
        batch_op.drop_constraint("fk_log_entries_session_id", type_="foreignkey")
        batch_op.drop_constraint("uq_log_entries_organisation_id_corrects", type_="unique")
        batch_op.drop_constraint(op.f("ck_log_entries_corrects_an_earlier_one"), type_="check")
        batch_op.drop_constraint(op.f("ck_log_entries_corrections_name_what_they_correct"), type_="check")
        batch_op.drop_constraint(op.f("ck_log_entries_kind_is_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_log_entries_kind_is_known"), "kind IN ('completion')")
        batch_op.drop_index("ix_log_entries_session_id")
        batch_op.drop_index("ix_log_entries_recorded_by_id")
        batch_op.drop_index("ix_log_entries_person_id_course_completed_on_sequence")
        batch_op.create_index("ix_log_entries_person_id_course", ["person_id", "course"])
        batch_op.drop_column("session_id")
        batch_op.drop_column("details_commitment")
        batch_op.drop_column("evidence")
        batch_op.drop_column("note")
        batch_op.drop_column("reason")
        batch_op.drop_column("corrects")
        batch_op.drop_column("recorder_commitment")
        batch_op.drop_column("recorded_by_id")

    with op.batch_alter_table("certificates") as batch_op:
        batch_op.drop_constraint("fk_certificates_replaces_id", type_="foreignkey")
        batch_op.drop_constraint("uq_certificates_replaces_id", type_="unique")
        batch_op.drop_index("ix_certificates_entry_id")
        batch_op.create_unique_constraint("uq_certificates_entry_id", ["entry_id"])
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("issued_on")

    with op.batch_alter_table("record_views") as batch_op:
        batch_op.drop_index("ix_record_views_session_id")
        batch_op.drop_index("ix_record_views_viewer_id_on_day")
        batch_op.drop_index("ix_record_views_person_id_on_day")
        batch_op.drop_index("ix_record_views_organisation_id_on_day")

    op.drop_table("record_views")
    with op.batch_alter_table("attendances") as batch_op:
        batch_op.drop_index("ix_attendances_person_id")

    op.drop_table("attendances")
    with op.batch_alter_table("training_sessions") as batch_op:
        batch_op.drop_index("ix_training_sessions_organisation_id_held_on")

    op.drop_table("training_sessions")
    with op.batch_alter_table("staged_imports") as batch_op:
        batch_op.drop_index("ix_staged_imports_organisation_id_sha256")
        batch_op.drop_index("ix_staged_imports_made_at")

    op.drop_table("staged_imports")
    op.drop_table("signed_heads")
    op.drop_table("courses")
    op.drop_table("signing_keys")
