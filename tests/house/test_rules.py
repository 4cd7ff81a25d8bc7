"""Rules of the house that no other tool checks."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from portal import access
from portal.cli import docs

from .test_ceilings import PACKAGES, ROOT, sources

BINARY = {".gz", ".pdf", ".docx", ".xlsx", ".png", ".npz", ".woff2", ".mo"}
# Spelt in pieces so that this file does not hold what it looks for.
UNWANTED = {
    "a registry's host": re.compile(
        r"(registry\.npm" + r"js|files\.python" + r"hosted|pypi\.o" + r"rg|deb\.debian\.o" + r"rg)"
    ),
    "a path of one machine": re.compile("|".join([r"/home/" + r"\w+", "/root" + "/", "/wor" + "k/(main|wt|shared)"])),
}


def tracked() -> list[Path]:
    """Text files that git tracks."""
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).is_file() and Path(name).suffix not in BINARY]


@pytest.mark.parametrize("what", sorted(UNWANTED))
def test_nothing_tracked_names(what: str) -> None:
    found = [
        str(path) for path in tracked() if UNWANTED[what].search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found


def test_no_import_hides_behind_type_checking() -> None:
    assert not [str(path) for path in sources(*PACKAGES) if "TYPE_CHECKING" in path.read_text(encoding="utf-8")]


def test_the_domain_never_commits() -> None:
    committing = []
    for path in sources("statements"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            # The search index has a writer of its own, which is no database.
            of_index = path.name == "indexing.py" and ast.unparse(node).startswith("writer.")
            if isinstance(node, ast.Attribute) and node.attr == "commit" and not of_index:
                committing.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not committing


def test_the_domain_reads_no_clock() -> None:
    pattern = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(")
    reading = [
        str(path) for path in sources("statements", "scoring") if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert [path for path in reading if not path.endswith("statements/clock.py")] == []


def test_code_names_no_year_in_a_rule() -> None:
    found = []
    for path in sources("statements", "scoring"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, int) and 2000 <= node.value <= 2100:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}")
    assert [line for line in found if ": 2000" not in line and ": 2048" not in line] == []


def test_choices_of_forms_are_made_by_one_function() -> None:
    """Pairs in place of choices are on their way out of WTForms."""
    bare = re.compile(r"(\bchoices=|\.choices = )(?!offered\()")
    found = [str(path) for path in sources("portal") if bare.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_route_says_who_may_enter(app: Flask) -> None:
    rules = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {door.endpoint for door in access.doors(app)} == rules


@pytest.mark.parametrize("page", sorted(docs.PAGES))
def test_generated_docs_are_up_to_date(page: str) -> None:
    written = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert written == docs.PAGES[page](), f"run: portal docs {page}"
