"""Column types that Django does not bring."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
    _Lookup = Lookup[str]
else:
    _TextField = models.TextField
    _Lookup = Lookup


class PathField(_TextField):
    """A place's position in the tree, as an ``ltree``: ``w.<label>.<label>...``.

    Lookups: ``path__within=P`` (P itself or below it), ``path__within_any=[P, ...]``,
    ``path__covers=P`` (P itself or above it).
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "ltree"

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "wanli.ground.fields.PathField", args, kwargs


class _PathLookup(_Lookup):
    operator: str
    cast = "ltree"

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} {self.operator} {right}::{self.cast}", [
            *left_params,
            *right_params,
        ]


@PathField.register_lookup
class Within(_PathLookup):
    lookup_name = "within"
    operator = "<@"


@PathField.register_lookup
class Covers(_PathLookup):
    lookup_name = "covers"
    operator = "@>"


@PathField.register_lookup
class WithinAny(_PathLookup):
    lookup_name = "within_any"
    operator = "<@"

    def get_prep_lookup(self) -> Any:
        paths: Iterable[str] = self.rhs
        return list(paths)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} <@ ANY(%s::ltree[])", [*left_params, self.rhs]


def below(paths: Iterable[str], column: str = "path") -> models.Q:
    """Rows whose ``column`` lies at or below one of ``paths``.

    Below a single path this is a range, which an index in the order of the paths can walk: what
    comes after all of ``a.b...`` and before its next sibling is ``a.b0``, for labels are of digits
    and small letters.
    """
    heads = list(paths)
    if len(heads) == 1:
        return models.Q(**{f"{column}__gte": heads[0], f"{column}__lt": heads[0] + "0"})
    return models.Q(**{f"{column}__within_any": heads})
