"""The process behind ``wanli demo --alive``: the demo moves until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from django.db import DatabaseError, connection

from wanli.demo.alive import Life
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

LOG = logging.getLogger(__name__)


def run() -> None:
    """One deed after another, a humane pause between them; a lost database is waited for."""
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    life = Life()
    while not stopping.wait(life.pause()):
        try:
            with acting(EVERYTHING):
                life.step()
        except DatabaseError as error:
            LOG.warning("the demo lost the database: %s", type(error).__name__)
        connection.close()
