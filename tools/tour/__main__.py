"""Run the main job on the files of this repository and write the tour: `python -m tools.tour [--out docs/tour]`.

Everything happens in a scratch folder, over HTTP and in Chromium; only the tour's own folder is written.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.demo import measure
from portal.demo.answer_key import answer_key
from portal.demo.serving import served
from portal.demo.world_files import read_world
from tools.tour import filing, looking, reviewing
from tools.tour.stage import staged
from tools.tour.words import answer_key_page, tour_page

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 4_000_000
SCENES = (
    looking.report,
    filing.file_by_form,
    filing.file_by_spreadsheet,
    reviewing.review,
    looking.search_and_read,
    looking.check_suppliers,
)


def main() -> None:
    """Load the world, serve it, walk through every scene, write the pages."""
    asked = argparse.ArgumentParser(description="Write the tour.")
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "tour")
    asked.add_argument("--port", type=int, default=0)
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        print("loading the demonstration", flush=True)
        environment = {**os.environ, "PORTAL_DATA_DIR": str(data / "data")}
        command = [sys.executable, "-m", "portal", "demo", "--load-only"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        facts = _walk(data, given.out, given.port)
    found = measure.measure()
    (given.out / "answer-key.md").write_text(answer_key_page(found, answer_key()), encoding="utf-8")
    (given.out / "README.md").write_text(tour_page(facts, found), encoding="utf-8")
    size = sum(path.stat().st_size for path in given.out.iterdir())
    print(f"{given.out}: {len(list(given.out.iterdir()))} files, {size / 1e6:.1f} MB")
    if size > LARGEST:
        raise SystemExit(f"The tour is larger than {LARGEST / 1e6:.0f} MB.")


def _walk(data: Path, out: Path, port: int) -> dict[str, str]:
    password = read_world().settings["password"]
    with served(data / "data", port=port) as address, staged(address, password, out, data) as stage:
        for scene in SCENES:
            print(scene.__doc__, flush=True)
            scene(stage)
        return stage.facts


if __name__ == "__main__":
    main()
