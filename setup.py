"""Builds what a wheel needs and git does not keep: the pages' assets and the compiled translations."""

import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent


class BuildWithPages(build_py):
    """`make ready` does the same for a clone; here it is done for `pip install .`."""

    def run(self) -> None:
        if not self.editable_mode:
            if not (ROOT / "odnos/web/static/build/manifest.json").exists():
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


setup(cmdclass={"build_py": BuildWithPages})
