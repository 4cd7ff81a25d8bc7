"""The language of pages. Every text goes through gettext; te reo Māori follows as a catalogue, not as code."""

from functools import cached_property
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain

LANGUAGES = {"en": "English", "mi": "Te reo Māori"}
FOLDER = "translations"


class OneLanguage(Domain):
    """The texts of the language that is set, read once: a page has hundreds, and no reader chooses another."""

    def __init__(self, folder: Path, language: str) -> None:
        super().__init__([str(folder)])
        self.language = language

    @cached_property
    def only(self) -> NullTranslations:
        """The catalogue; without one every text stands as it was written."""
        return Translations.load(self.translation_directories[0], [self.language])

    def get_translations(self) -> NullTranslations:
        """The catalogue, whoever asks."""
        return self.only


def set_up(app: Flask, language: str) -> None:
    """Choose the language by the setting: public pages keep no cookie, so no reader's choice is stored."""
    app.config["BABEL_DEFAULT_LOCALE"] = language
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = FOLDER
    texts = OneLanguage(Path(app.root_path) / FOLDER, language)
    Babel(app, locale_selector=lambda: language).domain_instance = texts
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.context_processor(lambda: {"page_language": "en-NZ" if language == "en" else language})
