"""Paper forms: printed, photographed, and typed in row by row in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.arrivals.form.paper import LETTERS, PEOPLE, STAYS
from wanli.domains.arrivals.form.typed import Faulty
from wanli.domains.arrivals.forms import (
    TEST_NAMES,
    TRANSPORT_NAMES,
    VACCINATION_NAMES,
    Form,
)
from wanli.domains.arrivals.operations.papers import (
    MOST_COPIES,
    drop_paper_photo,
    keep_paper_photo,
    print_forms,
    type_paper,
)
from wanli.domains.arrivals.paper_typesetting import papers_as_pdf
from wanli.domains.arrivals.papers import (
    PAPER_SHELF,
    TAKES,
    PaperForm,
    PaperPhoto,
    asked_on,
    door_of_paper,
    paper_for,
    photo_for,
    printed_below,
    waiting_on,
)
from wanli.domains.arrivals.posters import buildings
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.web.arrival.sheets import sentence_of, typed_in
from wanli.web.keyboard import code_asked_for
from wanli.web.paging import LongPaginator
from wanli.web.pictures import picture_added, picture_of
from wanli.web.request import access_of, id_said

PAGE = 30


class PrintForm(forms.Form):
    """How many of each, and in which languages."""

    copies = forms.IntegerField(
        label=gettext_lazy("每个小区、门岗各印几张"),
        initial=20,
        min_value=1,
        max_value=MOST_COPIES,
        error_messages={
            key: gettext_lazy("请填 1 到 200 的数字。")
            for key in ("required", "invalid", "min_value", "max_value")
        },
    )
    english = forms.BooleanField(label=gettext_lazy("带英文"), required=False)


def printed(request: HttpRequest, label: str, form: PrintForm) -> HttpResponse:
    """The blank forms as a PDF. ``Refused`` with the field; the form was checked."""
    papers = print_forms(
        access=access_of(request),
        label=label,
        copies=form.cleaned_data["copies"],
        english=form.cleaned_data["english"],
    )

    def address(code: str) -> str:
        return request.build_absolute_uri(reverse("arrivals:paper", args=[code]))

    content = papers_as_pdf(papers, address=address, tell=lambda done, total: None)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="registration-forms.pdf"'
    return response


@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """Type or scan a sheet's number; below, the piles that are out, with what waits."""
    access = access_of(request)
    if not any(access.has(one) for one in TAKES):
        raise Hidden
    typed, code, error = code_asked_for(request, lambda said: paper_for(access, said, *TAKES))
    if code:
        return redirect("arrivals:paper", code)
    paths = [path for one in TAKES for path in access.paths(one)]
    page = LongPaginator(printed_below(paths), PAGE).get_page(request.GET.get("page"))
    called = names({one.path for one in page})
    context = {
        "typed": typed,
        "error": error,
        "page": page,
        "out": [(one, spaced(one.code), called.get(one.path, "")) for one in page],
    }
    return render(request, "arrivals/papers.html", context, status=422 if error else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet of this pile, to be typed in by keyboard; for a guard, only its picture."""
    access = access_of(request)
    if request.method == "GET":
        return _page(request, paper_for(access, code, *TAKES))
    found = paper_for(access, code)
    typed = typed_in(request.POST)
    try:
        made = type_paper(
            access=access,
            code=code,
            typed=typed,
            entry=id_said(typed.get("entry", "")) or uuid7(),
            language=get_language() or "",
            photo_id=id_said(typed.get("photo", "")),
        )
    except Faulty as faulty:
        return _page(request, found, typed, faulty)
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, found, typed)
    people = made.arrival.returnees.count()
    messages.success(
        request,
        ngettext("录好了,{n} 个人。下一张。", "录好了,{n} 个人。下一张。", people).format(n=people),
    )
    return redirect("arrivals:paper", code)


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the sheet, as the page shows it."""

    name: str
    label: str
    value: str
    error: str
    legend: str = ""
    """What to type, where it is a figure or a letter."""
    size: str = ""
    """``key``: a figure; ``day``: a date; empty: words."""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What stands behind one red figure."""

    number: int
    title: str
    rows: tuple[tuple[Cell, ...], ...]


def _page(
    request: HttpRequest,
    found: PaperForm,
    typed: Mapping[str, str] | None = None,
    faulty: Faulty | None = None,
    error: str = "",
) -> HttpResponse:
    access = access_of(request)
    types = access.can("arrival.verify", found.path)
    typed = typed if typed is not None else {"entry": str(uuid7())}
    photos = waiting_on(found) if types else []
    door = door_of_paper(found)
    context: dict[str, Any] = {
        "paper": found,
        "code": spaced(found.code),
        "address": names([found.path]).get(found.path, door.name),
        "types": types,
        "typed": typed,
        "error": error,
        "photos": photos,
        "photo": _photo(photos, typed.get("photo") or request.GET.get("photo", "")),
        "waits": len(photos),
    }
    if types:
        homes = [(one.label, one.name) for one in buildings(door.compound)]
        homes.append((f"-{door.compound.label}", _("没有固定住处")))
        parts = _Parts(typed, faulty, asked_on(found)).all(homes)
        context |= {"parts": parts, "wrong": len(faulty.faults) if faulty else 0}
    status = 422 if faulty or error else 200
    response = render(request, "arrivals/paper.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _photo(photos: list[PaperPhoto], said: str) -> PaperPhoto | None:
    """The picture beside the keyboard: the one asked for, else the first that waits."""
    if said == "none" or not photos:
        return None
    return next((one for one in photos if str(one.pk) == said), photos[0])


class _Parts:
    def __init__(self, typed: Mapping[str, str], faulty: Faulty | None, asked: Form) -> None:
        self.typed, self.asked = typed, asked
        self.faults = faulty.faults if faulty else {}
        self.choices = faulty.choices if faulty else {}

    def cell(self, name: str, label: str, size: str = "", legend: str = "") -> Cell:
        fault = self.faults.get(name)
        said_wrong = sentence_of(fault) if fault else ""
        choices = tuple((one.code, one.name) for one in self.choices.get(name, ()))
        value = self.typed.get(name, "")
        return Cell(name, label, value, said_wrong, legend, size, choices)

    def asked_of_each(self, n: int) -> tuple[Cell, ...]:
        """What the plan asks of everybody, in the order of the paper."""
        rules, found = self.asked.rules, []
        if rules.vaccination:
            legend = _numbered(str(name) for _key, name in VACCINATION_NAMES)
            found.append(self.cell(f"p{n}-vaccination", _("疫苗"), "key", legend))
        if rules.test:
            legend = _numbered(str(name) for _key, name in TEST_NAMES)
            found.append(self.cell(f"p{n}-test", _("最近一次检测"), "key", legend))
        return tuple(found)

    def all(self, homes: list[tuple[str, str]]) -> list[Part]:
        cell, plan = self.cell, self.asked.in_force.plan
        ways = _numbered(str(name) for _key, name in TRANSPORT_NAMES)
        fault = self.faults.get("building")
        home = Cell(
            "building", _("楼栋"), self.typed.get("building", ""),
            sentence_of(fault) if fault else "", size="list", choices=tuple(homes),
        )  # fmt: skip
        parts = [
            Part(1, _("住哪里"), ((home, cell("room", _("室号,或住在哪里"))),)),
            Part(2, _("哪天到"), ((cell("arrives_on", _("哪天到"), "day", _("例如 2.14")),),)),
            Part(3, _("坐什么来"), (
                (
                    cell("how", _("坐什么来"), "key", ways),
                    cell("number", _("车次、航班或车牌")),
                    cell("carriage", _("车厢"), "key"), cell("seat", _("座位"), "key"),
                ),
            )),
            Part(4, _("住过、停留过的地方"), tuple(
                (
                    cell(f"s{n}-where", _("什么地方")),
                    cell(f"s{n}-since", _("从哪天"), "day"),
                    cell(f"s{n}-until", _("到哪天"), "day"),
                    cell(f"s{n}-marks", _("打勾"), "key", _numbered((_("路过"), _("国外")))),
                )
                for n in range(1, STAYS + 1)
            )),
            Part(5, _("健康"), (
                (cell("health", _("打勾"), "key", _numbered((_("都没有"), _("有")))),),
            )),
        ]  # fmt: skip
        for number, one in enumerate(self.asked.rules.questions, 6):
            legend = _numbered(said(choice) for choice in one.choices)
            size = "key" if one.kind == "choice" else ""
            title = said(one.text)
            parts.append(Part(number, title, ((cell(f"q-{one.key}", title, size, legend),),)))
        marks = [_("接触过病人或发热的人"), *(said(one.name) for one in plan.symptoms.symptoms)]
        legend = "  ".join(f"{letter} {name}" for letter, name in zip(LETTERS, marks, strict=False))
        people = tuple(
            (
                cell(f"p{n}-name", _("姓名")),
                cell(f"p{n}-phone", _("电话")),
                cell(f"p{n}-document", _("证件号")),
                cell(f"p{n}-celsius", _("体温 ℃"), "key"),
                *self.asked_of_each(n),
                cell(f"p{n}-born", _("出生日期"), "day", _("没有证件的才填")),
                cell(f"p{n}-marks", _("画圈的"), "key", legend),
            )
            for n in range(1, PEOPLE + 1)
        )
        return [*parts, Part(len(parts) + 1, _("谁"), people)]


def _numbered(said_: Any) -> str:
    return "  ".join(f"{n} {one}" for n, one in enumerate(said_, 1))


@transaction.non_atomic_requests
@require_POST
def add_photo(request: HttpRequest, code: str) -> HttpResponse:
    """Lay a picture of a sheet beside; the operation says when a transaction begins."""
    access = access_of(request)

    def page(said_: str) -> HttpResponse:
        return _page(request, paper_for(access, code, *TAKES), error=said_)

    return picture_added(
        request,
        lambda photo: keep_paper_photo(access=access, code=code, sent=photo),
        page=page,
        url=reverse("arrivals:paper", args=[code]),
        said=_("照片收到了。"),
    )


@require_GET
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """A picture of a sheet."""
    return picture_of(
        photo_for(access_of(request), photo_id), lambda row: PAPER_SHELF.read(row.file)
    )


@require_POST
def drop_photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Throw it away: blurred, or of something else."""
    found = drop_paper_photo(access=access_of(request), photo_id=photo_id)
    messages.success(request, _("这张照片删掉了。"))
    return redirect("arrivals:paper", found.code)
