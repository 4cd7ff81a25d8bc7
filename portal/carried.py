"""What the app carries for its requests, with its types: the settings and the document store."""

from flask import current_app

from portal.config import Settings
from statements.storage.store import Store


def settings() -> Settings:
    """The settings of the app that answers this request."""
    found: Settings = current_app.extensions["settings"]
    return found


def store() -> Store:
    """The document store of the app that answers this request."""
    found: Store = current_app.extensions["store"]
    return found
