"""What most rows share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models
from django.utils.encoding import force_str

from wanli.kernel.ids import uuid7


@cache
def _names_of(field: models.Field[Any, Any]) -> Mapping[Any, Any]:
    """What the choices of a field are called, lazily in whoever reads it's language."""
    return dict(field.flatchoices)


class Identified(models.Model):
    """A row whose id is a time-ordered UUID, made by the application or its client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:
        """Behind each ``get_..._display``: the names of a field are kept, untranslated.

        Django puts them together, and translates and hashes every one of them, each time that one
        is asked for: a third of the time of a page with sixty rows.
        """
        value = getattr(self, field.attname)
        return force_str(_names_of(field).get(value, value), strings_only=True)
