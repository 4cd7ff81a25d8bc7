"""No file, function or template grows into a drawer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("scoring", "statements", "portal")
MODULE, TEST_MODULE, CONFTEST, FUNCTION, ROUTE, TEMPLATE = 300, 400, 120, 40, 25, 150
VERBS = {"get", "post", "route"}


def sources(*folders: str) -> Iterator[Path]:
    """Python files of these folders, but for what tools made."""
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "built" not in path.parts)


def length(path: Path) -> int:
    """The number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Every function of a module, methods and inner ones included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Functions of the module and methods of its classes whose names do not begin with an underscore."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    homes = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    found = [node for home in homes for node in home.body if isinstance(node, ast.FunctionDef)]
    yield from (node for node in found if not node.name.startswith("_"))


def is_route(node: ast.FunctionDef) -> bool:
    """Whether a function is decorated as a route."""
    calls = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in VERBS for call in calls)


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_stay_small(package: str) -> None:
    long = {str(path): length(path) for path in sources(package) if length(path) > MODULE}
    assert not long


def test_test_modules_stay_small() -> None:
    long = {str(path): length(path) for path in sources("tests") if length(path) > TEST_MODULE}
    assert not long
    assert all(length(path) <= CONFTEST for path in sources("tests") if path.name == "conftest.py")


def test_functions_and_routes_stay_small() -> None:
    long = {}
    for path in sources(*PACKAGES):
        for node in functions(path):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > (ROUTE if is_route(node) else FUNCTION):
                long[f"{path.relative_to(ROOT)}:{node.name}"] = lines
    assert not long


def test_templates_stay_small() -> None:
    templates = sorted((ROOT / "portal" / "templates").rglob("*.html"))
    assert templates
    assert not {str(path): length(path) for path in templates if length(path) > TEMPLATE}


def test_packages_have_empty_faces() -> None:
    faces = [path for path in sources(*PACKAGES) if path.name == "__init__.py" and path.parent != ROOT / "scoring"]
    assert not [str(path) for path in faces if path.read_text(encoding="utf-8").strip()]


def test_public_functions_say_what_they_do() -> None:
    silent = []
    for path in sources(*PACKAGES):
        if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None and path.name != "__init__.py":
            silent.append(str(path))
        for node in public_functions(path):
            if ast.get_docstring(node) is None:
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert not silent
