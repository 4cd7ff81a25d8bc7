"""The reading process: fettered, without network, light, and harmless however it ends."""

import json
import logging
import subprocess
import sys
import threading

import pytest

from statements import limits
from statements.errors import TooLarge, UnreadableFile
from statements.ingest import child, sandbox
from tests.statements.ingest.odd_files import pdf


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=sandbox.ROOT, capture_output=True, text=True, timeout=60)


def test_no_reader_brings_numpy_pandas_or_sklearn_into_the_child():
    code = (
        "import sys, importlib\n"
        "from statements.ingest import child\n"
        "from statements.ingest.readers import pdf, word\n"
        "for name in child.READERS.values(): importlib.import_module(name)\n"
        "heavy = {'numpy', 'pandas', 'sklearn', 'scipy', 'openpyxl', 'sqlalchemy', 'flask', 'scoring'}\n"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))\n"
    )
    result = run_python(code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"


def test_the_child_cannot_take_more_memory_than_its_limit():
    code = (
        "from statements.ingest import child\n"
        "child.bound_resources()\n"
        "try:\n    b'x' * (700 << 20)\nexcept MemoryError:\n    print('bounded')\n"
    )
    assert run_python(code).stdout.strip() == "bounded"


def test_the_child_has_no_network_or_says_why():
    code = (
        "import socket\n"
        "from statements.ingest import child\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "why = child.close_network()\n"
        "try:\n    socket.create_connection(server.getsockname(), timeout=2); print('open', why)\n"
        "except OSError:\n    print('closed')\n"
    )
    said = run_python(code).stdout.strip()
    assert said == "closed" or (said.startswith("open ") and len(said) > len("open "))


def test_nothing_of_the_parents_environment_reaches_the_child(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    assert "SECRET_KEY" not in sandbox._environment()


def test_a_child_that_takes_too_long_is_ended_with_a_message(monkeypatch):
    patience = limits.Limit("reader_wall_seconds", 0, "seconds", "for this test")
    monkeypatch.setattr(limits, "READER_WALL_SECONDS", patience)
    with pytest.raises(sandbox.ReaderFailed) as caught:
        sandbox.run_reader("document", pdf([[(50, 700, "Hello")]]), advice="Save it as PDF and try again.")
    assert caught.value.cause == "time"
    assert caught.value.message == (
        "This file could not be read: reading it took too long. Save it as PDF and try again."
    )


@pytest.mark.parametrize(
    ("code", "complaint", "cause"),
    [
        (child.OUT_OF_MEMORY, "", "memory"),
        (-6, "memory allocation of 412316860416 bytes failed", "memory"),
        (child.TOO_MUCH_OUTPUT, "", "output"),
        (-9, "", "time"),
        (sandbox.TIMED_OUT, "", "time"),
        (-11, "", "crash"),
        (1, "Traceback: something broke", "crash"),
    ],
)
def test_each_bad_end_has_a_cause(code, complaint, cause):
    assert sandbox._cause(code, complaint) == cause


def test_a_refusal_keeps_its_kind_and_message():
    with pytest.raises(TooLarge, match="Too big"):
        sandbox._raise_for(3, 'noise\n{"error": "TooLarge", "message": "Too big."}\n', "document", "")
    with pytest.raises(UnreadableFile, match="Not a document"):
        sandbox._raise_for(3, json.dumps({"error": "UnreadableFile", "message": "Not a document."}), "document", "")


def test_an_open_network_is_logged_once(monkeypatch, caplog):
    monkeypatch.setattr(sandbox, "_told_about_network", threading.Event())
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            sandbox._note_network(b'{"network_open": "Operation not permitted"}\n')
    assert [record.message for record in caplog.records] == [
        "files are read in a process that still has the network: Operation not permitted"
    ]
