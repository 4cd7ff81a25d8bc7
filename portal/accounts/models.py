"""The tables of sign-in. They belong to the accounts area alone; everything else knows a person's id."""

import uuid

from flask import current_app
from flask_security.models import sqla
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, object_session

from statements.db import Base
from statements.people import policy
from statements.people.models import Role as PersonRole

SECOND_FACTOR_ROLES = frozenset({PersonRole.OFFICER, PersonRole.OPERATOR, PersonRole.DIRECTOR})
"""Who signs, publishes or runs the register needs more than a password."""

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

    def check_tf_required_setup(self) -> bool:
        """Whether this person's roles ask for a second factor, where the setting says so."""
        session = object_session(self)
        if session is None or not current_app.extensions["settings"].require_second_factor:
            return False
        return policy.has_role(session, person_id=self.person_id, roles=SECOND_FACTOR_ROLES)

    def check_tf_required(
        self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Whether signing in goes on to a code, or to setting one up: who has a second factor is always asked."""
        required, methods = super().check_tf_required(tf_setup_methods, tf_fresh)
        return required or self.check_tf_required_setup(), methods
