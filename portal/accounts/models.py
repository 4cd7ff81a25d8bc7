"""The tables of sign-in. They belong to the accounts area alone; everything else knows a person's id."""

import uuid

from flask_security.models import sqla
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from statements.db import Base

sqla.FsModels.set_db_info(
    base_model=Base, user_table_name="logins", role_table_name="login_roles", webauthn_table_name="passkeys"
)


class Role(Base, sqla.FsRoleMixin):
    """Kept empty: what a person may do is decided by `statements.people.policy`."""

    __tablename__ = "login_roles"


class WebAuthn(Base, sqla.FsWebAuthnMixin):
    """A passkey of a login."""

    __tablename__ = "passkeys"


class User(Base, sqla.FsUserMixin):
    """One way to sign in as one person."""

    __tablename__ = "logins"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), unique=True)
