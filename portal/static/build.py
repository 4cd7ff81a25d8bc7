"""Build the style sheet from the theme and copy the scripts that pages use out of node_modules."""

import shutil
import subprocess
from pathlib import Path

STATIC = Path(__file__).resolve().parent
MODULES = STATIC.parent.parent / "node_modules"
BUILT = STATIC / "built"
COPIED = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}


def build() -> None:
    """Fill portal/static/built. Raises CalledProcessError where the style sheet does not compile."""
    BUILT.mkdir(exist_ok=True)
    for source, name in COPIED.items():
        shutil.copyfile(MODULES / source, BUILT / name)
    shutil.copyfile(STATIC / "src" / "start.js", BUILT / "start.js")
    compiler = MODULES / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={MODULES}"]
    command = ["node", str(compiler), *options, str(STATIC / "src" / "theme.scss"), str(BUILT / "theme.css")]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    build()
