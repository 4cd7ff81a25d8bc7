"""What a buyer does next about a line, and what to ask: from its match, its standing, its risk and its profile."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from statements.register.public import PublicProfile
from statements.suppliers.risk import Risk, Tier
from statements.suppliers.standing import Filing

_STEPS = Path(__file__).with_name("next_steps.toml")
WAITING = ("likely", "possible")
UNMATCHED = ("none", "refused")


def next_step(match: str, filing: Filing, risk: Risk) -> str:
    """The next step for a line matched as `match` (a key of words.MATCHES), in one to three sentences."""
    said: dict[str, str] = _guidance()["step"]
    if match in WAITING:
        return said["choose"]
    first = said["unmatched"] if match in UNMATCHED else said[filing.value]
    return f"{first} {risk.next_step}" if risk.tier in (Tier.HIGH, Tier.MEDIUM) else first


def questions(risk: Risk, profile: PublicProfile | None) -> tuple[str, ...]:
    """What to ask the supplier: what the risk asks, then what its released profile did not find in its statement."""
    gap = _guidance()["gap"]
    missing = [each for each in profile.findings if each.level == 0] if profile else []
    asked = (gap["said"].format(question=each.question) for each in missing[: gap["most"]])
    return (*risk.questions, *asked)


@cache
def _guidance() -> dict[str, Any]:
    return tomllib.loads(_STEPS.read_text(encoding="utf-8"))
