"""The links of a reader who asked for mail: signed, of one alert, made when a mail is sent and kept in no table."""

import uuid

from itsdangerous import BadSignature, URLSafeSerializer

from portal.config import Settings, secret_key
from statements.errors import NotFound

SALT = "mail about what is new"


def token_of(alert_id: uuid.UUID, secret: str) -> str:
    """The token of the links in the mails of one alert. It works for as long as the alert stands."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps(alert_id.hex))


def alert_id_of(token: str, secret: str) -> uuid.UUID:
    """The id that a token is of. Raises NotFound for one that was never ours."""
    try:
        return uuid.UUID(URLSafeSerializer(secret, salt=SALT).loads(token))
    except BadSignature as error:
        raise NotFound("This link is not ours. Check that it was copied whole.") from error


def for_mail(alert_id: uuid.UUID, settings: Settings) -> tuple[dict[str, str], dict[str, str]]:
    """What a mail of this alert holds: the path of its page, and the headers of one-click unsubscribing (RFC 8058)."""
    path = f"/alerts/{token_of(alert_id, secret_key(settings))}"
    address = f"{settings.public_url.rstrip('/')}{path}/unsubscribe"
    headers = {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return {"path": path}, headers
