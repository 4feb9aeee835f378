"""Zip files for the embedded AWS: a function's folder plus a bootstrap that runs AWS's own runtime client.

The embedded AWS reports every exception of its own Python workers under one name, so a state machine could not
retry on ours. With `provided.al2023` it speaks the real Lambda runtime interface, and `awslambdaric` under this
interpreter answers it. It ignores layers for such runtimes: the shared layer comes in through PYTHONPATH, straight
from the work tree.
"""

import io
import shlex
import sys
import zipfile
from pathlib import Path

RUNTIME = "provided.al2023"


def function_package(folder: Path, layer: Path) -> bytes:
    """The zip of one function: its Python files and the executable `bootstrap`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*.py")):
            archive.write(path, path.relative_to(folder))
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, _bootstrap(layer))
    return packed.getvalue()


def _bootstrap(layer: Path) -> str:
    return (
        "#!/bin/sh\n"
        f'export PYTHONPATH="$LAMBDA_TASK_ROOT":{shlex.quote(str(layer))}\n'
        f'exec {shlex.quote(sys.executable)} -m awslambdaric "$_HANDLER"\n'
    )
