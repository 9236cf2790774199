"""What is measured by writing: creating one by one, by four at once, and importing a file."""

from __future__ import annotations

import csv
import json
import threading
import time
from pathlib import Path
from typing import Any

from bench.client import Client
from bench.site import Site
from bench.words import Words

CLIENTS, SECONDS = 4, 10
PEOPLE_IN_A_COMPANY = 5


def creator(site: Site, token: str) -> Client:
    return Client(site.port, headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})


def create(client: Client, words: Words) -> tuple[float, int]:
    """Create one contact through the API; return milliseconds inside the application and the number of statements."""
    name = words.person()
    body = json.dumps({"name": name, "email": words.email(name), "phone": words.phone()})
    answer = client.ask("POST", "/api/v1/contacts", body)
    if answer.status != 201:
        raise RuntimeError(f"create: {answer.status} {answer.body[:500]!r}")
    return answer.app, answer.queries


def one_by_one(site: Site, token: str, *, times: int = 200) -> tuple[list[float], int]:
    client, words = creator(site, token), Words(seed=11)
    done = [create(client, words) for _ in range(times)]
    return [spent for spent, _queries in done], done[-1][1]


def together(site: Site, token: str) -> tuple[float, int]:
    """Return creations per second of four clients, and how many of their requests failed."""
    done, failed = [0] * CLIENTS, [0] * CLIENTS
    end = time.perf_counter() + SECONDS

    def work(number: int) -> None:
        client, words = creator(site, token), Words(seed=100 + number)
        while time.perf_counter() < end:
            try:
                create(client, words)
                done[number] += 1
            except (RuntimeError, OSError):
                failed[number] += 1
                client.connection = None

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - started), sum(failed)


def bring_in(site: Site, email: str, *, rows: int) -> dict[str, Any]:
    """Import contacts with their companies from a CSV; return the counts and the rows per second."""
    path = site.folder / "contacts.csv"
    write_csv(path, rows)
    started = time.perf_counter()
    counts: dict[str, Any] = json.loads(
        site.odnos("import", str(path), "--object", "contact", "--create-missing", "--as", email, "--json")
    )
    spent = time.perf_counter() - started
    return {**counts, "seconds": spent, "per_second": rows / spent}


def write_csv(path: Path, rows: int) -> None:
    words = Words(seed=time.time_ns() % 1_000_000)
    companies = [words.company(number) for number in range(max(1, rows // PEOPLE_IN_A_COMPANY))]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Name", "E-mail", "Phone", "Job title", "Company"])
        for number in range(rows):
            name = words.person()
            company = words.chance.choice(companies)
            writer.writerow([name, f"{number}.{words.email(name)}", words.phone(), "Buyer", company])


def bare_inserts(site: Site, *, times: int = 200) -> list[float]:
    """Return milliseconds of bare durable inserts of one row each."""
    spent = []
    with site.bare() as execute:
        execute(
            "CREATE TABLE IF NOT EXISTS bench_bare (name varchar(200), email varchar(200), phone varchar(40))"
        )
        for number in range(times):
            started = time.perf_counter()
            execute("INSERT INTO bench_bare VALUES (?, ?, ?)", f"name {number}", "a@b.example", "+7495")
            spent.append((time.perf_counter() - started) * 1000)
        execute("DROP TABLE bench_bare")
    return spent
