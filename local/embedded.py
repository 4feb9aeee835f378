"""Runs the embedded AWS until whoever started it goes away.

Started with `.venv-aws/bin/python local/embedded.py` by `local.server`, in a process group of its own. The
parent holds the other end of standard input: when that closes, for whatever reason, this process ends its whole
group, the Lambda workers included. So nothing is left running after a crash, a Ctrl-C or a killed test run.
"""

import os
import runpy
import signal
import sys
import threading


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = ["ministack"]
    runpy.run_module("ministack", run_name="__main__", alter_sys=True)
