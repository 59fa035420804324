"""Several pieces of work at a time, each on a database connection of its own."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from django.db import connections

Piece = TypeVar("Piece")
Done = TypeVar("Done")


def side_by_side(
    work: Callable[[Piece], Done], pieces: Iterable[Piece], lanes: int
) -> Iterator[Done]:
    """What ``work`` gives for each piece, as it comes; in threads when there is more than one lane.

    While one lane waits for the database, another prepares its rows. Each thread acts in the
    caller's scope, in transactions of its own: pieces must not depend on each other. When one
    fails, those that have not begun are dropped and the error is raised.
    """
    if lanes == 1:
        yield from map(work, pieces)
        return

    def on_own_connection(context: contextvars.Context, piece: Piece) -> Done:
        try:
            return context.run(work, piece)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(lanes, thread_name_prefix="lane") as threads:
        under_way = [
            threads.submit(on_own_connection, contextvars.copy_context(), piece) for piece in pieces
        ]
        try:
            for done in as_completed(under_way):
                yield done.result()
        finally:
            threads.shutdown(wait=True, cancel_futures=True)
