"""`odnos migrate`: bring the database up to this version."""

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if something is to be done"
    )


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    if given.check:
        print(*pending() or ["up to date"], sep="\n")
        return 1 if pending() else 0
    migrate()
    return 0


def pending() -> list[str]:
    """Return the migrations that this database still lacks, in the order they would run."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    """Run what is pending; nothing is loaded or changed if the database is up to date."""
    from django.core.management import call_command

    if pending():
        call_command("migrate", verbosity=0, interactive=False)
        from odnos.engine.custom import indexes

        indexes.mend()
