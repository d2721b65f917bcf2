"""The first act of the fork server that children descend from: it begins again without this program's secrets.

`multiprocessing` gives the fork server the environment of the process that starts it.  The server loads this module
first (`set_forkserver_preload`), replaces itself by the same command with the environment of children, and goes on:
the environment of the service, which its threads read, stays as it is.
"""

from __future__ import annotations

import os
import sys

# What children get of the environment: where programs and temporary files are, and the language.
INHERITED = frozenset(
    ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "TESSDATA_PREFIX", "PYTHONPATH", "VIRTUAL_ENV")
)


# The interpreter's option that tells a server which has begun again.
AGAIN = "begun-again"


def begin_again() -> None:
    """Replace this process by itself, without the variables that children do not get."""
    given = {name: value for name, value in os.environ.items() if name in INHERITED}
    os.execve(sys.executable, [sys.executable, "-X", AGAIN, *sys.orig_argv[1:]], given)


if "multiprocessing.forkserver" in sys.orig_argv[-1] and AGAIN not in sys._xoptions:
    begin_again()
