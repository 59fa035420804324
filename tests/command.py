"""The one command as a person runs it: without this process's settings in its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def wanli(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``wanli --data DATA WORDS...``, come what may."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WANLI_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "wanli", "--data", str(data), *words],
        capture_output=True,
        text=True,
        check=False,
        env=kept | environment,
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that must succeed printed; its complaint in the failure otherwise."""
    assert done.returncode == 0, done.stderr
    return done.stdout
