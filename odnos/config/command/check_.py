"""`odnos check`: tell whether this installation is healthy."""

import argparse
import shutil
from collections.abc import Callable, Iterator
from functools import partial

Finding = tuple[bool, str]
ENOUGH = 200 * 1024 * 1024  # bytes free below which a day's work may not fit any more
LATE = 300  # seconds a job may wait before something is wrong with the worker


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say only what is wrong")
    parser.add_argument(
        "--search", action="store_true", help="compare every record with its search entry, too"
    )
    parser.add_argument("--mend", action="store_true", help="with --search: write the entries that differ")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    looks: list[Callable[[], Iterator[Finding]]] = [*LOOKS]
    if given.search:
        from odnos.engine.tables import definitions

        definitions.refresh()
        looks.append(partial(_search, mend=given.mend))
    findings = [finding for look in looks for finding in _careful(look)]
    for is_well, what in findings:
        if not (is_well and given.quiet):
            print(f"{'ok ' if is_well else 'BAD'} {what}")
    return 0 if all(is_well for is_well, _ in findings) else 1


def _careful(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as reason:  # noqa: BLE001 - a check that breaks is a finding, and the others still run
        yield False, f"{getattr(look, '__name__', 'search').strip('_')}: {reason}"


def _database() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            answers = [row[0] for row in cursor.execute("PRAGMA quick_check(5)").fetchall()]
            strangers = cursor.execute("PRAGMA foreign_key_check").fetchall()
            yield answers == ["ok"], f"database: {', '.join(answers)}"
            yield not strangers, f"references: {len(strangers)} lead nowhere"
        else:
            cursor.execute("SELECT current_setting('server_version'), current_setting('lc_ctype')")
            version, ctype = cursor.fetchone()
            yield int(version.split(".")[0]) >= 15, f"database: PostgreSQL {version}"
            yield "UTF" in ctype.upper(), f"letters: {ctype} (a UTF-8 ctype is needed for case beyond ASCII)"


def _migrations() -> Iterator[Finding]:
    from odnos.config.command import migrate_

    waiting = migrate_.pending()
    yield not waiting, f"migrations: {', '.join(waiting) or 'up to date'}"


def _jobs() -> Iterator[Finding]:
    import datetime as dt

    from django.utils import timezone

    from odnos.engine.outbox.models import Job

    late = Job.objects.filter(state="ready", run_at__lt=timezone.now() - dt.timedelta(seconds=LATE)).count()
    dead = Job.objects.filter(state="dead").count()
    yield not late, f"jobs: {late} have waited for more than {LATE // 60} minutes"
    yield not dead, f"jobs: {dead} gave up; see Settings → Jobs"


def _disk() -> Iterator[Finding]:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    yield free > ENOUGH, f"disk: {free // 1024 // 1024:,} MB free in {settings.DATA}"


def _search(*, mend: bool) -> Iterator[Finding]:
    from django.utils import timezone

    from odnos.engine.access.actor import system_actor
    from odnos.engine.search import upkeep

    look = upkeep.repair if mend else upkeep.verify
    found = look(by=system_actor("odnos check compares the search entries"), at=timezone.now())
    total = sum(difference.total for difference in found.values())
    yield mend or not total, f"search: {total} entries {'mended' if mend else 'differ from their records'}"


def _trail() -> Iterator[Finding]:
    from odnos.engine.audit import verifying

    found = verifying.verify()
    if found.broken:
        yield False, f"trail: {found.broken}"
        return
    told = f"trail: {found.entries:,} entries in {found.blocks:,} sealed blocks are as they were written"
    if found.erased:
        told += f", {found.erased:,} of them erased"
    yield True, f"{told}; {found.waiting:,} wait to be sealed; head {found.head[:16] or 'none'}"


def _analytics() -> Iterator[Finding]:
    from odnos.analytics.feed.keeping import LATE as OLD
    from odnos.analytics.feed.keeping import age
    from odnos.config.processes import analytics

    keeper = analytics.reached()
    if keeper is None:
        yield True, "analytics: the process does not run; `odnos serve` starts it"
        return
    state = keeper.status()
    old = age(state)
    told = f"as of {old:.0f} s ago" if old is not None else "not filled yet"
    yield state["doing"] != "following" or (old or 0) < OLD, f"analytics: {state['doing']}, {told}"


LOOKS = (_database, _migrations, _jobs, _disk, _trail, _analytics)
