"""Ask a register of businesses about a name or a number: over HTTP, from recorded answers, or not at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import structlog

from portal.config import ROOT, Settings
from statements.errors import DomainError, Problem
from statements.organisations.business_register import Entry, read_entries, read_entry
from statements.organisations.nzbn import read_nzbn
from statements.reference.folding import fold

RECORDED = ROOT / "portal" / "demo" / "business_register.json"
"""The answers that the demonstration uses: invented organisations in the API's own shape."""
WAITS = 3.0
MOST = 10

Lookup = Callable[[str], list[Entry]]
log = structlog.get_logger()


class Unreachable(DomainError):
    """The register of businesses did not answer, or not so that it could be read."""


def lookup(settings: Settings) -> Lookup | None:
    """How these settings ask; None where they name no register: everything then works by hand."""
    address = settings.nzbn_api_url or (RECORDED.as_uri() if settings.demonstration else "")
    if not address:
        return None
    if address.startswith("file://"):
        return _recorded(Path(address.removeprefix("file://")))
    return _online(address.rstrip("/"), settings.nzbn_api_key)


def _recorded(path: Path) -> Lookup:
    def ask(text: str) -> list[Entry]:
        entries = read_entries(json.loads(path.read_text(encoding="utf-8")))
        number, words = read_nzbn(text), fold(text).split()
        if not isinstance(number, Problem):
            return [each for each in entries if each.nzbn == number]
        return [each for each in entries if words and _bears(each, words)][:MOST]

    return ask


def _bears(entry: Entry, words: list[str]) -> bool:
    names = (entry.name, *entry.trading_names, *entry.former_names)
    return any(all(word in fold(name) for word in words) for name in names)


def _online(address: str, key: str) -> Lookup:
    def ask(text: str) -> list[Entry]:
        number = read_nzbn(text)
        if not isinstance(number, Problem):
            entry = read_entry(_get(f"{address}/entities/{quote(number)}", key))
            return [entry] if entry else []
        query = urlencode({"search-term": text, "page-size": MOST})
        return read_entries(_get(f"{address}/entities?{query}", key))[:MOST]

    return ask


def _get(address: str, key: str) -> Any:
    """The JSON at an address; None where there is nothing. Raises Unreachable."""
    headers = {"Accept": "application/json", **({"Ocp-Apim-Subscription-Key": key} if key else {})}
    try:
        with urlopen(Request(address, headers=headers), timeout=WAITS) as answer:
            return json.loads(answer.read(1_000_000))
    except URLError as error:
        if getattr(error, "code", None) == 404:
            return None
        log.warning("business register", error=str(error))
        raise Unreachable("The register of businesses does not answer.") from error
    except (OSError, ValueError) as error:
        log.warning("business register", error=str(error))
        raise Unreachable("The register of businesses does not answer.") from error
