"""Makes this clone ready to run: environment, packages, pages' assets, translations. Does only what has changed.

Runs with the machine's own Python and nothing but its standard library: `python3 tools/ready.py [dev]`.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
ENVIRONMENT = f"{ROOT} {sys.version_info[0]}.{sys.version_info[1]}"  # one that was moved is made anew
QUIET = {"stdin": subprocess.DEVNULL}


def main(arguments: list[str]) -> None:
    """Do every step whose inputs changed since it last succeeded."""
    os.chdir(ROOT)
    if set(arguments) - {"dev"}:
        sys.exit("Use: python3 tools/ready.py [dev]")
    refuse_old_python()
    refuse_borrowed_environment()
    wanted = "requirements-dev.txt" if "dev" in arguments else "requirements.txt"
    if not PYTHON.exists() or read(STAMPS / "environment") != ENVIRONMENT:
        make_environment()
    step("tools", [ROOT / "requirements-tools.txt"], install_tools)
    if wanted != "requirements.txt" or not is_done("requirements-dev.txt", [ROOT / "requirements-dev.txt"]):
        step(wanted, [ROOT / wanted], lambda: uv("install", "--require-hashes", "-r", wanted))
    step("project", [ROOT / "pyproject.toml"], install_project)
    step("pages", page_sources(), build_pages, result=ROOT / "odnos/web/static/build/manifest.json")
    step("translations", sorted((ROOT / "odnos/locale").rglob("*.po")), compile_translations)


def refuse_old_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything was checked
        sys.exit(f"Odnos needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


def refuse_borrowed_environment() -> None:
    """A link leads to somebody else's environment, which must not be emptied."""
    if VENV.is_symlink():
        sys.exit(f"{VENV} is a link; remove it, and make will make an environment here.")


def make_environment() -> None:
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of python3
        import venv  # noqa: F401
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"Python's venv is missing. Install it and run make again:\n  apt install python{version}-venv"
        )
    say("making .venv")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True, **QUIET)
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / "environment").write_text(ENVIRONMENT)


def install_tools() -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", "requirements-tools.txt"], check=True, **QUIET)


def uv(verb: str, *arguments: str) -> None:
    command = [str(VENV / "bin" / "uv"), "pip", verb, "-q", "--python", str(PYTHON), *arguments]
    subprocess.run(command, check=True, env={**os.environ, "UV_LINK_MODE": "copy"}, **QUIET)


def install_project() -> None:
    uv("install", "--no-deps", "--no-build-isolation", "-e", ".")


def page_sources() -> list[Path]:
    inside = [ROOT / "requirements-ui.txt", ROOT / "tools" / "pages.py"]
    for folder, names, files in os.walk(ROOT / "ui"):
        names[:] = sorted(name for name in names if name != "node_modules")
        inside += [Path(folder) / name for name in sorted(files)]
    return inside


def build_pages() -> None:
    uv("install", "--require-hashes", "-r", "requirements-ui.txt")
    subprocess.run([str(PYTHON), "tools/pages.py"], check=True, **QUIET)


def compile_translations() -> None:
    command = [str(VENV / "bin" / "pybabel"), "-q", "compile", "-D", "django", "-d", "odnos/locale"]
    subprocess.run(command, check=True, **QUIET)


def step(name: str, sources: Iterable[Path], do: Callable[[], None], *, result: Path | None = None) -> None:
    """Call `do` unless it succeeded before with the same `sources` and its `result` is still there."""
    sources = list(sources)
    if sources and not (is_done(name, sources) and (result is None or result.exists())):
        say(name)
        do()
        (STAMPS / name).write_text(digest(sources))


def is_done(name: str, sources: Iterable[Path]) -> bool:
    return read(STAMPS / name) == digest(sources)


def read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def digest(sources: Iterable[Path]) -> str:
    sha = hashlib.sha256(sys.version.encode())
    for source in sources:
        sha.update(f"{source.relative_to(ROOT)}\0".encode() + source.read_bytes())
    return sha.hexdigest()


def say(what: str) -> None:
    print(f"odnos: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as failure:
        sys.exit(f"odnos: this failed, and what it said is above:\n  {' '.join(map(str, failure.cmd))}")
    except KeyboardInterrupt:
        sys.exit(130)
