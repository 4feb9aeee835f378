"""Runs a module until whoever started it goes away: `python local/tether.py ministack`.

Started by `local.processes` in a process group of its own. The parent holds the other end of standard input: when
that closes, for whatever reason, this process ends its whole group, with every worker it has started. So nothing is
left running after a crash, a Ctrl-C or a killed test run.
"""

import os
import runpy
import signal
import sys
import threading
from pathlib import Path


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module, sys.argv = sys.argv[1], sys.argv[1:]
    # As with `python -m`: this script's folder would hide modules of the same names.
    sys.path[0] = str(Path.cwd())
    runpy.run_module(module, run_name="__main__", alter_sys=True)
