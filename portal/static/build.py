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
FONTS = {
    "source-sans-3": ("latin-wght-normal", "latin-ext-wght-normal", "latin-wght-italic"),
    "source-serif-4": ("latin-wght-normal", "latin-ext-wght-normal"),
}


def build() -> None:
    """Fill portal/static/built. Raises CalledProcessError where the style sheet does not compile."""
    (BUILT / "fonts").mkdir(parents=True, exist_ok=True)
    for source, name in COPIED.items():
        shutil.copyfile(MODULES / source, BUILT / name)
    for script in (STATIC / "src").glob("*.js"):
        shutil.copyfile(script, BUILT / script.name)
    for family, cuts in FONTS.items():
        folder = MODULES / "@fontsource-variable" / family
        for cut in cuts:
            shutil.copyfile(folder / "files" / f"{family}-{cut}.woff2", BUILT / "fonts" / f"{family}-{cut}.woff2")
    compiler = MODULES / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={MODULES}"]
    command = ["node", str(compiler), *options, str(STATIC / "src" / "theme.scss"), str(BUILT / "theme.css")]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    build()
