"""A worker that stops when there is nothing left: `python -m tests.jobs.drain`."""

import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")

if __name__ == "__main__":
    import django

    django.setup()

    from odnos.jobs.worker import Lane, free_what_the_dead_held
    from tests.jobs import sample  # noqa: F401

    free_what_the_dead_held()
    stop = threading.Event()
    lanes = [Lane(long=False, stop=stop), Lane(long=True, stop=stop)]
    while sum(lane.once() for lane in lanes):
        pass
