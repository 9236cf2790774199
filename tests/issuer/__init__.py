"""A real provider of single sign-on, run by Node beside the tests: people sign in there by their login and any password."""

import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.templates import free_port
from tools import pages

HERE = Path(__file__).parent
PLACE = HERE.parents[1] / ".tools" / "issuer"
"""Where its packages are: beside the other things that only tests need."""
CLIENT, SECRET = "odnos", "a secret that only the two of them know"
ACCOUNTS = {
    "ada": {"email": "ada@odnos.example", "email_verified": True, "name": "Ada", "groups": ["sales"]},
    "dora": {
        "email": "dora@odnos.example",
        "email_verified": True,
        "name": "Dora",
        "groups": ["sales", "admins"],
    },
    "eva": {"email": "eva@odnos.example", "email_verified": True, "name": "Eva Novak", "groups": ["admins"]},
    "thief": {"email": "ada@odnos.example", "email_verified": False, "name": "Ada", "groups": []},
    "silent": {"name": "No e-mail at all"},
}


@dataclass(frozen=True)
class Issuer:
    """`url` is the issuer's name and address; `site` is where Odnos is, as the provider knows it."""

    url: str
    site: str

    def sign_in(self, address: str, login: str) -> str:
        """Go where a browser is sent, sign in and agree; return the address that the provider sends the browser back to."""
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _Stay()
        )
        method: dict[str, str] | None = None
        for _step in range(12):
            body = urllib.parse.urlencode(method).encode() if method else None
            with browser.open(urllib.request.Request(address, data=body)) as answer:
                place, page = answer.headers.get("Location"), answer.read().decode()
            if place and place.startswith(self.site):
                return place
            method = None
            if place:
                address = urllib.parse.urljoin(address, place)
            else:
                address = urllib.parse.urljoin(address, re.search(r'action="([^"]+)"', page)[1])
                prompt = re.search(r'name="prompt" value="(\w+)"', page)[1]
                method = {"prompt": prompt, "login": login, "password": "any"}
        raise AssertionError(page)


class _Stay(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, _request, answer, *_more):
        return answer

    http_error_301 = http_error_303 = http_error_307 = http_error_302


def run(site: str) -> Iterator[Issuer]:
    """Run a provider that knows the site as its client, whatever number the site keeps it under."""
    binary, npm = pages.node()
    install(binary, npm)
    port = free_port()
    url = f"http://localhost:{port}"
    client = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "redirect_uris": [f"{site}/sign-in/with/{number}/back" for number in range(1, 9)],
    }
    given = {"ISSUER": url, "PORT": str(port), "CLIENT": json.dumps(client), "ACCOUNTS": json.dumps(ACCOUNTS)}
    process = subprocess.Popen(
        [str(binary), "provider.mjs"],
        cwd=PLACE,
        env={**os.environ, **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert any("ready" in line for line in process.stdout)
        yield Issuer(url, site)
    finally:
        process.terminate()
        process.wait()


def install(binary: Path, npm: Path) -> None:
    """Bring the provider's locked packages, unless they are there."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", ".npmrc", "provider.mjs"):
        shutil.copy(HERE / name, PLACE)
    locked, brought = HERE / "package-lock.json", PLACE / "package-lock.json"
    if (PLACE / "node_modules").exists() and brought.exists() and brought.read_text() == locked.read_text():
        return
    shutil.copy(locked, brought)
    flags = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]
    env = {**os.environ, "PATH": f"{binary.parent}:{os.environ.get('PATH', '')}"}
    subprocess.run(
        [str(binary), str(npm), "ci", *flags], cwd=PLACE, env=env, check=True, stdout=subprocess.DEVNULL
    )


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    """A provider for tests that ask the site without a browser."""
    yield from run("http://localhost:8000")
