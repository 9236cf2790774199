"""The background process: the worker, and the schedule beside it."""

import os

from odnos.config.processes import bond


def main() -> None:
    """Work on jobs until told to stop; a job in flight is finished or given back."""
    bond.die_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    import django

    django.setup()
    from odnos.jobs import worker

    worker.run()


if __name__ == "__main__":
    main()
