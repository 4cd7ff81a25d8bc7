"""The language of pages. Every text goes through gettext; te reo Māori follows as a catalogue, not as code."""

from functools import cached_property
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

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

    @cached_property
    def as_markup(self) -> dict[str, Markup]:
        """The texts without gaps that templates asked for, as they stand on a page."""
        return {}

    @pass_eval_context
    def on_page(self, template: EvalContext, text: str, /, **given: Any) -> str:
        """What `_` in a template stands for. Jinja's own takes three calls and a formatting for each of the two hundred
        texts of a page, most of which have no gap to fill."""
        if not template.autoescape:
            return self.only.ugettext(text) % given
        if given:
            return Markup(self.only.ugettext(text)) % given
        found = self.as_markup.get(text)
        if found is None:
            found = self.as_markup[text] = Markup(self.only.ugettext(text)) % given
        return found


def set_up(app: Flask, language: str) -> None:
    """Choose the language by the setting: public pages keep no cookie, so no reader's choice is stored."""
    app.config["BABEL_DEFAULT_LOCALE"] = language
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = FOLDER
    texts = OneLanguage(Path(app.root_path) / FOLDER, language)
    Babel(app, locale_selector=lambda: language).domain_instance = texts
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # The extension adds this method to the environment when it is added, which no type tells.
    app.jinja_env.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = texts.on_page
    app.context_processor(lambda: {"page_language": "en-NZ" if language == "en" else language})
