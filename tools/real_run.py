"""Run the main job on outside data and record counts, times and what went wrong, without any company's name.

    python tools/real_run.py DATA [--out docs/real-run.md]

DATA is the folder of outside data (statements/, labelled/, names/). Everything happens in a scratch folder.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from portal.config import Settings
from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.db import make_engine, open_session
from statements.storage.store import Store

ROOT = Path(__file__).resolve().parents[1]
PROFILE = "uk-registry"
SOURCES = ("uk_food_with_text.csv", "uk_registry_extract.csv")
YEARS = ("2021", "2022")


class Run:
    """One run: its scratch folder, its environment, and the lines of the report."""

    def __init__(self, data: Path, scratch: Path) -> None:
        self.data, self.scratch = data, scratch
        self.environment = {**os.environ, "PORTAL_DATA_DIR": str(scratch), "PORTAL_DEFAULT_PROFILE": PROFILE}
        self.lines: list[str] = []
        self.failed = False

    def portal(self, *words: object, data_dir: Path | None = None) -> tuple[str, float]:
        """Run a `portal` command; what it printed and how many seconds it took."""
        environment = {**self.environment, **({"PORTAL_DATA_DIR": str(data_dir)} if data_dir else {})}
        began = time.perf_counter()
        command = [sys.executable, "-m", "portal", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            self.failed = True
            self.lines.append(f"- **failed**: `portal {words[0]}`: {done.stderr.strip().splitlines()[-1:]}")
        return done.stdout, time.perf_counter() - began

    def say(self, line: str) -> None:
        """Add a line to the report, and show it."""
        self.lines.append(line)
        print(line)


def bring_in(run: Run) -> None:
    """Both files of the foreign register, then JSON Lines out, in again elsewhere, and out once more."""
    run.say("\n## Statements published elsewhere\n")
    for name in SOURCES:
        printed, took = run.portal("import-statements", run.data / "statements" / name, "--profile", PROFILE)
        run.say(f"- `{name}`: {printed.splitlines()[0].rsplit('; took', 1)[0]} ({took:.1f} s)")
    other, first, second = run.scratch / "again", run.scratch / "a.jsonl", run.scratch / "b.jsonl"
    run.portal("export-statements", "--profile", PROFILE, "--out", first)
    run.portal("migrate", data_dir=other)
    run.portal("import-statements", first, "--profile", PROFILE, data_dir=other)
    run.portal("export-statements", "--profile", PROFILE, "--out", second, data_dir=other)
    same = first.read_bytes() == second.read_bytes()
    run.failed |= not same
    run.say(f"- JSON Lines out, in and out again: {'equal, byte for byte' if same else '**different**'}")


def read_all(run: Run) -> None:
    """Let the worker's own handlers read every version that was brought in."""
    settings = Settings(data_dir=str(run.scratch), default_profile=PROFILE)
    engine, store = make_engine(settings.database), Store(settings.store)
    began = time.perf_counter()
    count = run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
    with open_session(engine, for_writing=False) as session:
        failed = session.connection().exec_driver_sql("SELECT count(*) FROM jobs WHERE state = 'failed'").scalar()
    run.failed |= bool(failed)
    run.say(f"- read by the worker: {count} jobs in {time.perf_counter() - began:.1f} s, {failed} failed")
    _printed, took = run.portal("index", "rebuild")
    run.say(f"- search index built in {took:.1f} s")


def pack(run: Run) -> None:
    """The pack of each year."""
    run.say("\n## The pack\n")
    for year in YEARS:
        out = run.scratch / f"pack-{year}.xlsx"
        printed, took = run.portal("export-summary", "--year", year, "--out", out)
        run.say(f"- {year}: {printed.rsplit(': ', 1)[-1].strip()} in {took:.1f} s, {out.stat().st_size:,} bytes")


def assess(run: Run) -> None:
    """The assessment of every PDF."""
    run.say("\n## Documents\n")
    outcomes: Counter[str] = Counter()
    seconds = []
    files = sorted((run.data / "statements" / "pdf").glob("*.pdf"))
    for file in files:
        printed, took = run.portal("assess", file, "--json")
        seconds.append(took)
        for finding in json.loads(printed)["findings"]:
            level = finding["level"]
            outcomes[finding["outcome"] if level is None else f"level {level}"] += 1
    run.say(f"- {len(files)} PDF files assessed, {min(seconds):.1f} to {max(seconds):.1f} s each, the start included")
    run.say("- findings: " + ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items())))


def main() -> int:
    """Run every step and write the report; 1 where a step failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "real-run.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(given.data.resolve(), Path(folder))
        run.say(
            "# A run on real data\n\nMade by `make real DATA=DIR`. No company is named here; the data stays outside."
        )
        run.portal("migrate")
        for step in (bring_in, read_all, pack, assess):
            step(run)
        if given.out.is_file():
            kept = given.out.read_text(encoding="utf-8").partition("\n## In the browser")
            run.lines.append(f"{kept[1]}{kept[2]}".rstrip())
        given.out.write_text("\n".join(run.lines).rstrip() + "\n", encoding="utf-8")
    return int(run.failed)


if __name__ == "__main__":
    sys.exit(main())
