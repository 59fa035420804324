"""History that no write escapes: triggers copy every inserted, updated and deleted row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db import models

ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def track(*, exclude: Sequence[str] = ()) -> Callable[[ModelClass], ModelClass]:
    """Keep the history of a model's rows, raw SQL included, one trigger run a statement.

    The events' table mirrors the columns, ciphertexts and paths as they are; put it under the
    same row-level security as the original.
    """
    decorate: Callable[[ModelClass], ModelClass] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        exclude=list(exclude),
    )
    return decorate
