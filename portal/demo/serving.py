"""Serve a demonstration that is loaded already, web process and worker, for as long as somebody looks at it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTS_WITHIN = 90.0
STOPS_WITHIN = 40.0
TRIED_EVERY = 0.2


@contextmanager
def served(folder: Path, *, port: int = 0, log: Path | None = None) -> Iterator[str]:
    """Serve the demonstration of this data folder on loopback; the address. `port` 0 takes any free one.

    Its own processes and nothing else are stopped at the end. Raises RuntimeError, with what the processes said, where
    it does not answer in time.
    """
    chosen = port or _free_port()
    address = f"http://127.0.0.1:{chosen}"
    told = log or folder / "served.log"
    with told.open("w") as said:
        command = [sys.executable, "-m", "portal", "serve"]
        process = subprocess.Popen(command, env=_environment(folder, chosen, address), stdout=said, stderr=said)
        try:
            _wait_for(address, process, told)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=STOPS_WITHIN)


def _environment(folder: Path, port: int, address: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return own | {
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_DEMONSTRATION": "yes",
        "PORTAL_REQUIRE_SECOND_FACTOR": "no",
        "PORTAL_SIGN_IN_LIMIT": "1000 per minute",
        "PORTAL_PORT": str(port),
        "PORTAL_PUBLIC_URL": address,
    }


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes], told: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/alive", timeout=STARTS_WITHIN):
                return
        except OSError:
            time.sleep(TRIED_EVERY)
    raise RuntimeError(f"the demonstration did not start:\n{told.read_text()}")
