"""The first tables of filing."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument, UtcDateTime

revision = "0005_filing"
down_revision = "0004_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=500), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", JsonDocument, nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("scan", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_documents_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_organisation_id"), "documents", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_documents_sha256"), "documents", ["sha256"], unique=False)
    op.create_table(
        "statements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("current_version_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_statements_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("number", name=op.f("uq_statements_number")),
        sa.UniqueConstraint(
            "organisation_id",
            "profile",
            "period_start",
            "period_end",
            name=op.f("uq_statements_organisation_id_profile_period_start_period_end"),
        ),
    )
    op.create_index("ix_statements_state_period_end", "statements", ["state", "period_end"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("answers", JsonDocument, nullable=False),
        sa.Column("covers", JsonDocument, nullable=False),
        sa.Column("documents", JsonDocument, nullable=False),
        sa.Column("approval", JsonDocument, nullable=False),
        sa.Column("correction_reason", sa.Text(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_drafts_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_drafts_statement_id")),
    )
    op.create_table(
        "signature_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("director_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["director_id"], ["people.id"], name=op.f("fk_signature_requests_director_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_signature_requests_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_requests")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signature_requests_token_hash")),
    )
    op.create_index(op.f("ix_signature_requests_statement_id"), "signature_requests", ["statement_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("answers", JsonDocument, nullable=False),
        sa.Column("approval", JsonDocument, nullable=False),
        sa.Column("signature", JsonDocument, nullable=False),
        sa.Column("correction_reason", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_versions_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("statement_id", "fingerprint", name=op.f("uq_versions_statement_id_fingerprint")),
        sa.UniqueConstraint("statement_id", "number", name=op.f("uq_versions_statement_id_number")),
    )
    op.create_table(
        "coverage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_coverage_organisation_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_coverage_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
        sa.UniqueConstraint("version_id", "organisation_id", name=op.f("uq_coverage_version_id_organisation_id")),
    )
    op.create_index(op.f("ix_coverage_organisation_id"), "coverage", ["organisation_id"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_receipts_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("number", name=op.f("uq_receipts_number")),
        sa.UniqueConstraint("version_id", name=op.f("uq_receipts_version_id")),
    )
    op.create_table(
        "version_documents",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_version_documents_document_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_version_documents_version_id")),
        sa.PrimaryKeyConstraint("version_id", "document_id", name=op.f("pk_version_documents")),
    )


def downgrade() -> None:
    op.drop_table("version_documents")
    op.drop_table("receipts")
    op.drop_index(op.f("ix_coverage_organisation_id"), table_name="coverage")
    op.drop_table("coverage")
    op.drop_table("versions")
    op.drop_index(op.f("ix_signature_requests_statement_id"), table_name="signature_requests")
    op.drop_table("signature_requests")
    op.drop_table("drafts")
    op.drop_index("ix_statements_state_period_end", table_name="statements")
    op.drop_table("statements")
    op.drop_index(op.f("ix_documents_sha256"), table_name="documents")
    op.drop_index(op.f("ix_documents_organisation_id"), table_name="documents")
    op.drop_table("documents")
