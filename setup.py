"""Builds what a wheel needs and git does not keep: the pages' assets, the compiled translations, the how-tos in the help."""

import subprocess
import sys
from pathlib import Path
from shutil import copyfile

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent


def pages_are_current() -> bool:
    """Whether the assets were built after everything they are made of was last changed."""
    manifest = ROOT / "odnos/web/static/build/manifest.json"
    sources = (path for path in (ROOT / "ui").rglob("*") if "node_modules" not in path.parts)
    return manifest.exists() and all(path.stat().st_mtime <= manifest.stat().st_mtime for path in sources)


class BuildWithPages(build_py):
    """`make ready` does the same for a clone; here it is done for `pip install .`."""

    def run(self) -> None:
        if not self.editable_mode:
            if not pages_are_current():
                subprocess.run([sys.executable, "tools/pages.py"], cwd=ROOT, check=True)
            if list((ROOT / "odnos/locale").rglob("*.po")):
                compile_all = [
                    "babel.messages.frontend",
                    "-q",
                    "compile",
                    "-D",
                    "django",
                    "-d",
                    "odnos/locale",
                ]
                subprocess.run([sys.executable, "-m", *compile_all], cwd=ROOT, check=True)
        super().run()
        if not self.editable_mode:
            howtos = Path(self.build_lib) / "odnos/web/help/howto"
            howtos.mkdir(parents=True, exist_ok=True)
            for path in (ROOT / "docs/howto").glob("*.md"):
                copyfile(path, howtos / path.name)


setup(cmdclass={"build_py": BuildWithPages})
