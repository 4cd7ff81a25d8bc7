"""Read a file that nobody vouches for in a fresh process that may not harm this one.

Each file gets its own `python -m statements.ingest.child`: bounded memory, processor time, output and
waiting; no network where the kernel allows it; none of this process's environment, so no secret of it.
The bytes go in on stdin, the answer comes back in a file, and the working
folder is an empty one that goes when the child does. However the child ends, the caller gets
the answer or an error with a message that can be shown.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import statements
from statements import limits
from statements.errors import TooLarge, UnreadableFile

log = logging.getLogger(__name__)

ROOT = Path(statements.__file__).resolve().parent.parent
REFUSED, OUT_OF_MEMORY, TOO_MUCH_OUTPUT = 3, 4, 5
TIMED_OUT = -signal.SIGXCPU

_turns = threading.BoundedSemaphore(limits.READERS_AT_ONCE.value)
_told_about_network = threading.Event()

_CAUSES = {
    "time": "reading it took too long",
    "memory": "reading it needs more memory than is safe",
    "output": "it holds more than can be read in one go",
    "crash": "it is damaged, or built in a way that cannot be read safely",
}


class ReaderFailed(UnreadableFile):
    """The reading process did not end well; `cause` is "time", "memory", "output" or "crash"."""

    def __init__(self, cause: str, advice: str) -> None:
        super().__init__(f"This file could not be read: {_CAUSES[cause]}. {advice}")
        self.cause = cause


def run_reader(reader: str, data: bytes, *, options: Mapping[str, object] | None = None, advice: str) -> IO[bytes]:
    """What the named reader (a key of `child.READERS`) answers for these bytes, as an open file at its start.

    `advice` ends the message when the reader crashes, stalls or outgrows its memory: "Save it as ... and
    try again." Raises UnreadableFile or TooLarge as the reader said, ReaderFailed when it could not say.
    """
    if not _turns.acquire(timeout=limits.READER_WALL_SECONDS.value):
        raise UnreadableFile("Too many files are being read just now. Try again in a minute.")
    answer = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller, who closes it
    try:
        code, complaint = _run_child(_request(reader, options or {}) + data, answer)
        if code:
            _raise_for(code, complaint, reader, advice)
        answer.seek(0)
        _note_network(answer.readline())
    except BaseException:
        answer.close()
        raise
    finally:
        _turns.release()
    return answer


def _request(reader: str, options: Mapping[str, object]) -> bytes:
    return json.dumps({"reader": reader, "options": options}).encode() + b"\n"


def _environment() -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
    }


def _run_child(request: bytes, answer: IO[bytes]) -> tuple[int, str]:
    """Exit code of the child (negative: killed by that signal) and the end of what it complained."""
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryDirectory(prefix="reading-") as scratch:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "statements.ingest.child"],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=errors,
            cwd=scratch,
            env=_environment(),
            start_new_session=True,
        )
        try:
            child.communicate(request, timeout=limits.READER_WALL_SECONDS.value)
            code = child.returncode
        except subprocess.TimeoutExpired:
            code = TIMED_OUT
        finally:
            _end(child)
        size = errors.seek(0, os.SEEK_END)
        errors.seek(max(0, size - 4096))
        return code, errors.read().decode("utf-8", "replace")


def _end(child: subprocess.Popen[bytes]) -> None:
    """Make sure that nothing of the child is left, whatever happened."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.stdin:
        child.stdin.close()


def _raise_for(code: int, complaint: str, reader: str, advice: str) -> None:
    if code == REFUSED:
        refusal = json.loads(complaint.strip().splitlines()[-1])
        raise (TooLarge if refusal["error"] == "TooLarge" else UnreadableFile)(refusal["message"])
    cause = _cause(code, complaint)
    log.warning("reader %s ended with %s (%s): %s", reader, code, cause, complaint.strip()[-500:])
    raise ReaderFailed(cause, advice)


def _cause(code: int, complaint: str) -> str:
    if code == OUT_OF_MEMORY or "memory allocation of" in complaint or "MemoryError" in complaint:
        return "memory"
    if code in (TIMED_OUT, -signal.SIGKILL):
        return "time"
    return "output" if code == TOO_MUCH_OUTPUT else "crash"


def _note_network(first_line: bytes) -> None:
    why_open = json.loads(first_line).get("network_open")
    if why_open and not _told_about_network.is_set():
        _told_about_network.set()
        log.warning("files are read in a process that still has the network: %s", why_open)
