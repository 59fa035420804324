"""A list as a file: exactly as it is filtered and permitted, under a name that says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.ground.tables import ENDINGS, Rows, write
from wanli.ground.wording import listed
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

PARAMETER = "file"
"""The list's own address with ``?file=xlsx`` is the list as a file."""


def ending_asked_for(request: HttpRequest) -> str:
    """``xlsx``, ``csv`` or ``json`` when the list is wanted as a file, else nothing; ``Hidden``
    for anything else."""
    ending = request.GET.get(PARAMETER, "")
    if ending and ending not in ENDINGS:
        raise Hidden
    return ending


@dataclass(frozen=True, slots=True)
class Personal:
    """That a list holds people's data: leaving with it needs ``people.export`` at every one of
    these subtrees, and is logged at each."""

    access: Access
    paths: Sequence[str]
    what: str = "list, masked"
    reason: str = ""
    filters: Sequence[object] = field(default_factory=tuple)
    """How the list was narrowed, in words; the log says it."""


def as_file(
    ending: str, name: str, headings: Sequence[object], rows: Rows, personal: Personal | None = None
) -> HttpResponse:
    """The table as a download called ``name``, which must be about nobody.

    With ``personal`` the export is logged in the request's transaction: no log, no file.
    """
    if personal and not personal.paths:
        raise Hidden
    for path in personal.paths if personal else ():
        assert personal is not None
        personal.access.require("people.export", path)
    stream = BytesIO()
    count = write(stream, ending, [str(heading) for heading in headings], rows)
    if personal:
        _log(personal, count)
    response = HttpResponse(stream.getvalue(), content_type=ENDINGS[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


def _log(personal: Personal, count: int) -> None:
    said = listed(one for one in personal.filters if one)
    reason = personal.reason or (
        _("导出名册({filters})").format(filters=said) if said else _("导出名册")
    )
    for path in personal.paths:
        record_opening(
            access=personal.access,
            path=path,
            subject_kind="people",
            subject=None,
            what=personal.what,
            reason=reason,
            count=count,
        )


def may_export(access: Access, paths: Sequence[str]) -> bool:
    """Whether a list of people below these subtrees may leave as a file."""
    return bool(paths) and all(access.can("people.export", path) for path in paths)
