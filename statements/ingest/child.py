"""The process that reads one file: `python -m statements.ingest.child`, started by `sandbox` and by nothing else.

It fetters itself before it looks at a byte of the file: memory, processor time, size of output, open files,
network. Then it reads one request (a line of JSON, then the bytes of the file) from stdin, and writes what
it closed and the reader's answer to stdout. numpy, pandas and scikit-learn stay out of it.
"""

import ctypes
import errno
import importlib
import json
import os
import resource
import sys
from typing import IO

from statements import limits
from statements.errors import TooLarge, UnreadableFile

READERS = {
    "document": "statements.ingest.readers.document",
    "workbook": "statements.ingest.readers.spreadsheet",
    "far cells": "statements.ingest.readers.far_cells",
    "marks": "statements.ingest.readers.marking",
}
REFUSED, OUT_OF_MEMORY, TOO_MUCH_OUTPUT = 3, 4, 5
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def bound_resources() -> None:
    """Set the limits of this process; none can be raised again afterwards."""
    cpu = limits.READER_CPU_SECONDS.value
    for kind, value in (
        (resource.RLIMIT_AS, limits.READER_MEMORY_BYTES.value),
        (resource.RLIMIT_FSIZE, limits.READER_OUTPUT_BYTES.value),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))


def close_network() -> str:
    """Move into a network namespace of its own, where there is no network. Returns why not, or ""."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return "this system has no network namespaces"
    for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET):
        if unshare(flags) == 0:
            return ""
    return os.strerror(ctypes.get_errno())


def answer(request: IO[bytes], out: IO[bytes]) -> int:
    """Run the reader that the request names; returns the exit code. Refusals go to stderr as one line of JSON."""
    header = json.loads(request.readline())
    try:
        # Chosen by name so that a spreadsheet does not pay for loading the PDF reader.
        importlib.import_module(READERS[header["reader"]]).read(request.read(), header["options"], out)
        out.flush()
    except (UnreadableFile, TooLarge) as refusal:
        sys.stderr.write("\n" + json.dumps({"error": type(refusal).__name__, "message": refusal.message}) + "\n")
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    except OSError as error:
        if error.errno == errno.EFBIG:
            return TOO_MUCH_OUTPUT
        raise
    return 0


def main() -> int:
    """Fetter this process, say what could not be closed, answer."""
    bound_resources()
    out = sys.stdout.buffer
    out.write(json.dumps({"network_open": close_network()}).encode() + b"\n")
    return answer(sys.stdin.buffer, out)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Straight out: libraries' own clean-up of a damaged file is where they crash after answering well.
    os._exit(code)
