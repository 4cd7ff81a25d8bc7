"""Values that people and machines send where something else is meant, and every public address to send them to."""

import re
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from portal.access import Who, who_may_enter

PORTAL = Path(__file__).resolve().parents[3] / "portal"
AREAS = ("register", "api", "pages", "reports", "action_plan")
"""The areas of the portal whose pages are public; the parameters that they read are found in their source."""
NASTY = (
    *("", " ", "0", "-1", "1", "99999999999999999999", "1e309", "NaN", "0x10", "١٢", "null", "true", "[]", "{}"),
    *(
        "'",
        '"',
        "';--",
        "' OR 1=1 --",
        "%",
        "_",
        "\\",
        "\x00",
        "a\x00b",
        "\r\nX: y",
        "\ud800",
        "\u202e",
        "🦤",
        "ā" * 40,
    ),
    *("*", "a*", "-", "NOT", "AND", "OR OR", "(((((", '"""', "a AND", "NOT NOT a", "a:b", "^~!", "<script>", "{{7*7}}"),
    *(
        "../../etc/passwd",
        "/",
        "//",
        "%2e%2e",
        "x" * 3000,
        "a " * 900,
        "2026-02-30",
        "9999-99",
        "after-1",
        "newest-1-1-1",
    ),
)
READS = (
    re.compile(r"""args\.(?:get|getlist)\(\s*["']([\w-]+)["']"""),
    re.compile(r"""(?:args|given|asked)\[["']([\w-]+)["']\]"""),
    re.compile(r"""given\.(?:get|getlist)\(\s*["']([\w-]+)["']"""),
)


def public_rules(app: Flask) -> list[Rule]:
    """Every route that anyone may GET, of our own areas."""
    found = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    ours = [rule for rule in found if not rule.endpoint.startswith(("security", "static"))]
    return [rule for rule in ours if who_may_enter(app, rule.endpoint) is Who.PUBLIC]


def parameters(app: Flask) -> list[str]:
    """Every parameter that the public areas read, from their source and from the API's description."""
    found = set()
    for area in AREAS:
        for path in (PORTAL / area).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            found |= {name for pattern in READS for name in pattern.findall(source)}
    described = app.test_client().get("/api/v1/openapi.json").get_json()
    for item in described["paths"].values():
        found |= {each["name"] for each in item["get"].get("parameters", []) if each["in"] == "query"}
    return sorted(found)


def addresses(rule: Rule, known: dict[str, str], value: str) -> list[str]:
    """The route's address with a value that is there for each part, and with a nasty one in each in turn."""
    names = sorted(rule.arguments)
    kinds = {name: type(rule._converters.get(name)).__name__ for name in names}
    given = {name: known.get(name, "x") for name in names}
    texts = [name for name in names if kinds[name] == "UnicodeConverter"]
    return [_fill(rule, given), *(_fill(rule, {**given, name: value}) for name in texts if "/" not in value and value)]


def _fill(rule: Rule, given: dict[str, str]) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda part: given[part.group(1)], rule.rule)
