"""The folder: woken by new entries, it keeps the balances close behind them."""

from __future__ import annotations

import logging
import select
import signal
import time
from types import FrameType

import psycopg
from django.db import DatabaseError, connection, connections

from wanli.domains.ledger.operations.fold import fold_all
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

LOG = logging.getLogger(__name__)
IDLE_SECONDS = 30.0
GATHER_SECONDS = 0.25
"""Entries of a busy moment are folded together."""


def run() -> None:
    """Fold until told to stop (SIGTERM, SIGINT); a lost database is waited for."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        try:
            _listen_and_fold(lambda: stopping)
        except (DatabaseError, psycopg.Error) as error:
            LOG.warning("folder lost the database: %s", type(error).__name__)
            connections.close_all()
            time.sleep(1)


def _listen_and_fold(stopping: object) -> None:
    assert callable(stopping)
    parameters = connection.get_connection_params()
    parameters.pop("pool", None)
    parameters.pop("context", None)
    parameters.pop("cursor_factory", None)
    with psycopg.connect(**parameters, autocommit=True) as listener:
        listener.execute("LISTEN wanli_ledger")
        with acting(EVERYTHING):
            fold_all()
            waited = 0.0
            while not stopping():
                ready, _, _ = select.select([listener.fileno()], [], [], 0.5)
                if ready:
                    time.sleep(GATHER_SECONDS)
                    for _notice in listener.notifies(timeout=0):
                        pass
                elif waited < IDLE_SECONDS:
                    waited += 0.5
                    continue
                waited = 0.0
                fold_all()
