"""People who may be entered twice: list, tell apart, merge, take a merge back."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.people import queries
from wanli.domains.people.access import Person, person_for
from wanli.domains.people.duplicates import Pair, Pairs
from wanli.domains.people.facets import facets
from wanli.domains.people.operations.correct import ChangedMeanwhile
from wanli.domains.people.operations.dismiss_duplicate import dismiss_duplicate
from wanli.domains.people.operations.merge import merge, undo_merge
from wanli.kernel.errors import Refused
from wanli.web.desk.people.forms import MergeForm
from wanli.web.errors import add_refusal
from wanli.web.export import Personal, as_file, ending_asked_for, may_export
from wanli.web.narrowing import where_asked
from wanli.web.request import access_of

PAGE = 20


@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """Pairs below a place, or below one's posts, those with most reasons first."""
    access = access_of(request)
    place, paths = where_asked(request, access, "people.edit")
    if ending := ending_asked_for(request):
        rows = (_row(pair) for pair in Pairs(paths)[:])
        said = [place.name if place else "", _("疑似重复")]
        return as_file(ending, "duplicates", _HEADINGS, rows, Personal(access, paths, filters=said))
    page = Paginator(Pairs(paths), PAGE).get_page(request.GET.get("page"))
    context = {"place": place, "page": page, "may_export": may_export(access, paths)}
    return render(request, "people/duplicates.html", context)


_HEADINGS = (
    gettext_lazy("姓名"), gettext_lazy("地址"), gettext_lazy("年龄"),
    gettext_lazy("另一条的姓名"), gettext_lazy("另一条的地址"), gettext_lazy("另一条的年龄"),
    gettext_lazy("为什么"),
)  # fmt: skip


def _row(pair: Pair) -> list[Any]:
    sides = [[side.name, side.address, side.age] for side in (pair.one, pair.other)]
    return [*sides[0], *sides[1], ";".join(pair.reasons)]


@require_POST
def different(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """They are two persons: the pair is not suggested again."""
    dismiss_duplicate(access=access_of(request), one_id=person_id, other_id=other_id)
    messages.success(request, _("记下了:不是同一个人,以后不再提示。"))
    return redirect("people:duplicates")


@require_http_methods(["GET", "POST"])
def merge_pair(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """They are one person: choose field by field what stays with the first record."""
    access = access_of(request)
    one, other = (person_for(access, each, "people.edit") for each in (person_id, other_id))
    now = json.dumps({str(each.pk): facets(each) for each in (one, other)})
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        sides=(queries.described(one), queries.described(other)),
        initial={"seen": now},
    )
    if request.method == "POST" and form.is_valid():
        try:
            merge(
                access=access,
                survivor_id=person_id,
                loser_id=other_id,
                taken=form.taken(),
                seen=form.seen_facets(),
            )
        except ChangedMeanwhile as refused:
            # Having been told, she may merge all the same.
            form.show_anew(now)
            add_refusal(form, refused)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("合并好了。合错了可以在这一页撤回。"))
            return redirect("people:person", person_id)
    context = {"form": form, "lines": _lines(one, other)}
    response = render(request, "people/merge.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _lines(one: Person, other: Person) -> list[queries.Line]:
    found = {line.id: line for line in queries.lines([one, other])}
    return [found[one.pk], found[other.pk]]


@require_POST
def undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Two records again, each as it was."""
    undone = undo_merge(access=access_of(request), merge_id=merge_id)
    messages.success(request, _("撤回了合并,两条记录都恢复原样。"))
    return redirect("people:person", undone.survivor_id)
