"""Ties a process to the one that started it, so that a killed parent leaves no orphans."""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
PARENT = "ODNOS_PARENT"


def die_with_parent() -> None:
    """Ask the kernel for SIGTERM at the moment our parent dies, even by kill -9."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    expected = os.environ.get(PARENT)
    if expected and os.getppid() != int(expected):  # it died before we could ask
        raise SystemExit(1)


def die_with_forker(parent: int) -> None:
    """Do the same in a process that was forked, not started, by `parent`."""
    os.environ[PARENT] = str(parent)
    die_with_parent()
