"""Form fields that several areas use: a date in three parts, radios without an empty hint."""

from collections.abc import Iterable
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovRadioInput
from wtforms import Field

# WTForms has it; the types published for WTForms do not know it yet.
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]


class DateInput(GovDateInput):
    """Three inputs of which the first carries the field's own id, so that a link to the field leads into it."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        """The macro's parameters."""
        params = super().map_gov_params(field, **kwargs)
        params["id"], params["items"][0]["id"] = f"{field.id}-parts", field.id
        return params


class DateParts(Field):
    """Day, month and year in three inputs; what was typed stays as it was, whatever it is."""

    widget = DateInput()

    def _value(self) -> str:
        return ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the three parts; the text of them is for `parse_date` to read."""
        self.raw_data = [each.strip() for each in [*valuelist, "", "", ""][:3]]
        self.data = " ".join(self.raw_data).strip()


def offered(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Choices of a field, each from its value and what it is called."""
    return [SelectChoice(value, label) for value, label in pairs]


class PlainRadios(GovRadioInput):
    """Radios without an empty hint."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        """The macro's parameters, the hint only where there is one."""
        return without_empty_hint(super().map_gov_params(field, **kwargs))


def without_empty_hint(params: dict[str, Any]) -> dict[str, Any]:
    """A macro's parameters, the hint only where there is one."""
    if not (params.get("hint") or {}).get("text"):
        params.pop("hint", None)
    return params
