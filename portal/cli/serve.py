"""Serve the portal: a web process and a worker beside it, both watched."""

import os
import signal
import subprocess
import sys
import time

import click
from huey.consumer import Consumer

from portal.cli.database import prepare
from portal.config import Settings, read_settings
from portal.worker import make_worker


def web_command(settings: Settings) -> list[str]:
    """The command that starts gunicorn for these settings."""
    bind = f"{settings.host}:{settings.port}"
    options = [
        "--worker-class=gthread",
        f"--workers={settings.processes}",
        f"--threads={settings.threads}",
        f"--bind={bind}",
        f"--access-logfile={settings.access_log}",
    ]
    quiet = ["--log-level=warning", "--timeout=60", "--graceful-timeout=20"]
    return [sys.executable, "-m", "gunicorn", *options, *quiet, "portal.web:serving()"]


def supervise(settings: Settings, environment: dict[str, str]) -> int:
    """Start web and worker, restart a worker that dies, stop both together; the web's exit status."""
    web = subprocess.Popen(web_command(settings), env=environment)
    worker_process = _start_worker(environment)
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True
        web.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while web.poll() is None:
        if worker_process.poll() is not None and not stopping:
            worker_process = _start_worker(environment)
        time.sleep(0.5)
    worker_process.terminate()
    worker_process.wait(timeout=30)
    return 0 if stopping else web.returncode


def _start_worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "portal", "worker"], env=environment)


@click.command()
def serve() -> None:
    """Serve the portal: migrate, then run a web process and a worker."""
    settings = read_settings()
    prepare(settings)
    sys.exit(supervise(settings, dict(os.environ)))


@click.command()
def worker() -> None:
    """Run jobs off the queue; `portal serve` starts one of these."""
    settings = read_settings()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    Consumer(make_worker(settings), workers=1, max_delay=1.0).run()
