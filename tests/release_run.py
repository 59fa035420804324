"""A worker that releases, and is killed in the middle of a batch where it is told to.

``python -m tests.release_run N``: dies with the N-th batch written and not committed; 0: lives.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import django


def main(dies_at: int) -> None:
    from wanli.domains.observation.operations import release
    from wanli.ground.acting import acting
    from wanli.kernel.scope import EVERYTHING

    release.BATCH = 3
    close, batches = release.close, 0

    def closing(*asked: Any) -> None:
        nonlocal batches
        close(*asked)
        batches += 1
        if batches == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    release.close = closing
    with acting(EVERYTHING):
        print(release.release_due())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wanli.config.settings")
    django.setup(set_prefix=False)
    main(int(sys.argv[1]))
