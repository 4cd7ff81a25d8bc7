"""File statements at the pace of a month's end, through the real processes on loopback.

    .venv/bin/python -m benchmarks.filing_peak [--filings 3000] [--per-hour 3000] [--database-url URL]

The web process and the worker run beside it with a database of their own: SQLite in a temporary folder, or an empty one
named by --database-url. Filers arrive evenly, as many an hour as asked, and walk the pages without a pause: start,
upload a document, covers, approval, check and send; then their director opens the link, signs and sees the receipt.
Every request is timed. At the end each receipt is looked up in the database.
"""

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from alembic import command
from flask import Flask
from sqlalchemy import func, select

from portal.app import create_app
from portal.cli.database import alembic_config
from portal.cli.serve import web_command
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.filing.models import Receipt, Version
from statements.jobs.models import Job, JobState
from statements.organisations import service as organisations
from statements.people.models import Role
from tests.factories import make_member
from tests.signed_in import make_login

PORT = 8497
SENTENCE = "In May 2025 we trained 310 of our 412 employees on the indicators of forced labour in our supply chains. "
DOCUMENT = (SENTENCE * 150).encode()


@dataclass
class Times:
    """Seconds of every request by its step, and what went wrong."""

    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)


class Browser:
    """One person's browser: a cookie, a connection, the pages it asks for."""

    def __init__(self, cookie: str, times: Times) -> None:
        self.cookie, self.times = cookie, times
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def ask(self, step: str, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str, str]:
        """Status, text and location of what is answered."""
        headers = {"Cookie": f"session={self.cookie}"} | ({"Content-Type": kind} if kind else {})
        began = time.perf_counter()
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        took = time.perf_counter() - began
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("session="):
                self.cookie = value.removeprefix("session=").partition(";")[0]
        with self.times.turn:
            self.times.steps[step].append(took)
        if answer.status >= 400:
            raise RuntimeError(f"{step}: {method} {path} answered {answer.status}")
        return answer.status, text, answer.getheader("Location") or ""

    def see(self, step: str, path: str) -> str:
        """The page at this path."""
        return self.ask(f"GET {step}", "GET", path)[1]

    def send(self, step: str, path: str, page: str, given: list[tuple[str, str]]) -> str:
        """Send a form of a page that was seen; where it leads."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        body = urlencode([("csrf_token", token.group(1) if token else ""), *given]).encode()
        return self.ask(f"POST {step}", "POST", path, body, "application/x-www-form-urlencoded")[2]

    def upload(self, step: str, path: str, page: str, name: str, content: bytes) -> str:
        """Send a file with the form of a page; where it leads."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token.group(1) if token else ""}'
        ]
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n')
        body = (
            "\r\n".join(parts).encode() + b"Content-Type: text/plain\r\n\r\n" + content + f"\r\n--{mark}--\r\n".encode()
        )
        return self.ask(f"POST {step}", "POST", path, body, f"multipart/form-data; boundary={mark}")[2]


def file_one(filer: Browser, director: Browser, number: int, times: Times) -> None:
    """One statement from its first page to the receipt."""
    dates = [("period_start", each) for each in ("1", "4", "2025")] + [
        ("period_end", each) for each in ("31", "3", "2026")
    ]
    path = filer.send("start", "/filing/start", filer.see("start", "/filing/start"), dates)
    base = "/".join(path.split("/")[:3])
    content = f"Statement of filer {number}. ".encode() + DOCUMENT
    path = filer.upload("documents", f"{base}/documents", filer.see("documents", f"{base}/documents"), "s.txt", content)
    path = filer.send("covers", path, filer.see("covers", path), [])
    page = filer.see("approval", f"{base}/sections/approval")
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    given = [("seen", seen.group(1) if seen else ""), ("approved_by", "governing_body")]
    given += [("approved_on", each) for each in ("1", "8", "2026")]
    given += [("signatory_name", "Tama Reid"), ("signatory_role", "Chair of the board")]
    filer.send("approval", f"{base}/sections/approval", page, given)
    page = filer.see("check", f"{base}/check")
    chosen = re.search(r'name="director"[^>]*value="([\w-]+)"', page)
    filer.send("check", f"{base}/check", page, [("director", chosen.group(1) if chosen else "")])
    asked = re.search(r'href="(/sign/requests/[^"]+)"', director.see("desk", "/filing"))
    link = director.ask("GET sign link", "GET", asked.group(1) if asked else "/none")[2]
    receipt = director.send("sign", link, director.see("sign", link), [("then", "sign")])
    found = re.search(r"R-\d{6}-\d\d-\w+", director.see("receipt", receipt))
    with times.turn:
        times.receipts.append(found.group(0) if found else "none")


def people(app: Flask, settings: Settings, count: int) -> list[tuple[str, str]]:
    """Organisations with a filer and a director each; the cookies of the two."""
    at, logins = datetime.now(UTC), []
    with open_session(make_engine(settings.database), for_writing=True) as session, session.begin():
        for number in range(count):
            organisation = organisations.add(
                session, name=f"Peak Filer {number} Limited", kind="company", at=at, by=None
            )
            pair = [
                make_member(session, name=f"{role} {number}", organisation=organisation, role=role, at=at)
                for role in (Role.FILER, Role.DIRECTOR)
            ]
            logins.append([make_login(session, each).fs_uniquifier for each in pair])
    signer = app.session_interface.get_signing_serializer(app)
    given = {"_fresh": True, "fs_cc": "set", "fs_paa": time.time()}
    return [tuple(signer.dumps({**given, "_user_id": each}) for each in pair) for pair in logins]


def arrive(cookies: list[tuple[str, str]], per_hour: int, times: Times) -> float:
    """Let filers come evenly, each on a thread of their own; the seconds until the last has its receipt."""
    began, threads = time.perf_counter(), []
    for number, (filer, director) in enumerate(cookies):
        wait = began + number * 3600 / per_hour - time.perf_counter()
        time.sleep(max(wait, 0))

        def go(number: int = number, filer: str = filer, director: str = director) -> None:
            try:
                file_one(Browser(filer, times), Browser(director, times), number, times)
            except Exception as error:
                with times.turn:
                    times.faults.append(f"{type(error).__name__}: {error}")

        threads.append(threading.Thread(target=go))
        threads[-1].start()
    for each in threads:
        each.join()
    return time.perf_counter() - began


def report(settings: Settings, times: Times, took: float, count: int) -> None:
    """Print what was measured, and whether every receipt stands in the database."""
    every = sorted(each for found in times.steps.values() for each in found)
    print(f"{count} filings, {len(every)} requests in {took:.0f} s ({count / took * 3600:.0f} filings an hour)")
    print(f"{'step':18} {'requests':>8} {'median':>8} {'p95':>8} {'most':>8}  seconds")
    for step, found in [*times.steps.items(), ("all", every)]:
        cuts = statistics.quantiles(found, n=20) if len(found) > 1 else [found[0]] * 19
        print(f"{step:18} {len(found):8} {statistics.median(found):8.3f} {cuts[18]:8.3f} {max(found):8.3f}")
    with open_session(make_engine(settings.database), for_writing=False) as session:
        kept = set(session.scalars(select(Receipt.number)))
        versions = session.scalar(select(func.count()).select_from(Version))
        waiting = session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.WAITING))
    lost = [each for each in times.receipts if each not in kept]
    print(
        f"receipts {len(times.receipts)}, different {len(set(times.receipts))}, lost {len(lost)}, versions {versions}"
    )
    print(f"faults {len(times.faults)} {times.faults[:3]}; jobs still waiting for the worker {waiting}")


def main() -> None:
    """Prepare the filers, serve, let them come, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--filings", type=int, default=3000)
    parser.add_argument("--per-hour", type=int, default=3000)
    parser.add_argument("--database-url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=folder, database_url=asked.database_url, secret_key="bench", port=PORT)
        settings = replace(settings, require_second_factor=False, public_url=f"http://127.0.0.1:{PORT}")
        command.upgrade(alembic_config(settings), "head")
        cookies = people(create_app(settings), settings, asked.filings)
        given = {"DATA_DIR": folder, "DATABASE_URL": asked.database_url, "SECRET_KEY": "bench", "PORT": str(PORT)}
        given |= {"REQUIRE_SECOND_FACTOR": "no", "MAIL_BACKEND": "locmem", "PUBLIC_URL": settings.public_url}
        environment = {**os.environ, **{f"PORTAL_{name}": value for name, value in given.items()}}
        quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        served = [subprocess.Popen(web_command(settings), **quiet)]
        served.append(subprocess.Popen([sys.executable, "-m", "portal", "worker"], **quiet))
        try:
            time.sleep(8)
            Browser(cookies[0][0], Times()).see("warm", "/filing/start")
            times = Times()
            took = arrive(cookies, asked.per_hour, times)
            report(settings, times, took, asked.filings)
        finally:
            for each in served:
                each.terminate()
                each.wait(timeout=30)


if __name__ == "__main__":
    main()
