"""The language of pages. Every text goes through gettext; te reo Māori follows as a catalogue, not as code."""

from flask import Flask
from flask_babel import Babel, gettext, ngettext

LANGUAGES = {"en": "English", "mi": "Te reo Māori"}


def set_up(app: Flask, language: str) -> None:
    """Choose the language by the setting: public pages keep no cookie, so no reader's choice is stored."""
    app.config["BABEL_DEFAULT_LOCALE"] = language
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=lambda: language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.context_processor(lambda: {"page_language": "en-NZ" if language == "en" else language})
