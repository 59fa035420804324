"""The first steps of an observation, one after the other: notice, kit, questions, door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.observation.access import Case, case_for
from wanli.domains.observation.homes import committee_of, last_number, link_of, others_of
from wanli.domains.observation.operations.begin import issue_kit, put_up_sign, record_answers
from wanli.domains.observation.operations.certify import log_names
from wanli.domains.observation.operations.keep_paper import drop_paper, keep_paper
from wanli.domains.observation.operations.sign_notice import sign_notice
from wanli.domains.observation.papers import read_paper
from wanli.domains.observation.queries import case_lines, with_people
from wanli.domains.observation.rules.signatures import HEIGHT, WIDTH
from wanli.domains.observation.starting import begun, missing_of, paper_for, unfinished, unsigned
from wanli.domains.observation.typesetting import door_sign_as_pdf, notice_as_pdf
from wanli.domains.observation.wording import notice_told, term_name
from wanli.domains.places.queries import names
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.postings.queries import code_of
from wanli.ground.pictures import ACCEPT
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.masking import mask_name
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.observation.certificates import as_paper
from wanli.web.desk.observation.starting_forms import AnswersForm, KitForm
from wanli.web.errors import add_refusal, sentence
from wanli.web.paging import LongPaginator
from wanli.web.pictures import picture_added, picture_of
from wanli.web.request import access_of

PAGE = 50


@require_GET
def starts(request: HttpRequest) -> HttpResponse:
    """Who began in the last days and what is still missing."""
    access = access_of(request)
    access.require_any("observation.record")
    found = unfinished(access.paths("observation.record"))
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    missing = missing_of(page)
    rows = [(line, missing[line.case.pk]) for line in case_lines(page)]
    return render(request, "observation/starts.html", {"page": page, "rows": rows})


@require_GET
def start(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What is done, what is missing, and where to do it."""
    access = access_of(request)
    return _page(request, access, case_for(access, case_id, "observation.record"))


@require_POST
def kit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was handed over."""
    access, found = _found(request, case_id)
    form = KitForm(request.POST, kit=plan_in_force(found.path).plan.papers.kit)
    return _with_form(
        request, access, found, "kit", form,
        lambda ids: issue_kit(
            access=access, case_ids=ids, keys=form.cleaned_data["items"],
            day=form.cleaned_data["day"],
        ),
        _("发的物品记下了。"),
    )  # fmt: skip


@require_POST
def answers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What they need."""
    access, found = _found(request, case_id)
    form = AnswersForm(request.POST)
    return _with_form(
        request, access, found, "asked", form,
        lambda ids: record_answers(
            access=access, case_ids=ids, needs=form.cleaned_data["needs"], said=form.said()
        ),
        _("家里的需要记下了。"),
    )  # fmt: skip


@require_POST
def door(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The sign hangs."""
    access, found = _found(request, case_id)
    try:
        put_up_sign(access=access, case_ids=_home(found))
    except Refused as refused:
        return _page(request, access, found, error=sentence(refused))
    messages.success(request, _("门牌贴好了,记下了。"))
    return redirect("observation:start", case_id)


@transaction.non_atomic_requests
@require_POST
def photo(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The notice signed on paper; the operation says when a transaction begins."""
    with transaction.atomic():
        access, found = _found(request, case_id)
        home = _home(found)
    return picture_added(
        request,
        lambda picture: keep_paper(access=access, case_ids=home, sent=picture),
        page=lambda said: _page(request, access, found, error=said),
        url=reverse("observation:start", args=[case_id]),
        said=_("照片收好了,加密保存。"),
    )


@require_GET
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The picture."""
    return picture_of(paper_for(access_of(request), paper_id), read_paper)


@require_POST
def drop(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """It is the wrong picture."""
    access = access_of(request)
    case_id = paper_for(access, paper_id).case_id
    try:
        drop_paper(access=access, paper_id=paper_id)
    except Refused as refused:
        return _page(request, access, case_for(access, case_id), error=sentence(refused))
    messages.success(request, _("照片删了。"))
    return redirect("observation:start", case_id)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The notice on this screen, to be signed at the door."""
    access, found = _found(request, case_id)
    home = others_of(found)
    with_people(home)
    told = notice_told(
        plan_in_force(found.path).plan,
        [(mask_name(case.person.name), case) for case in home],
        committee_of(found.path),
        _call(found),
    )
    name, error = request.POST.get("name", ""), ""
    if request.method == "POST":
        try:
            sign_notice(
                access=access,
                case_ids=[case.pk for case in home],
                notice="\n".join(told.sentences),
                name=name,
                drawn=request.POST.get("drawn", ""),
            )
        except Refused as refused:
            error = sentence(refused)
        else:
            messages.success(request, _("签好了。"))
            return redirect("observation:start", case_id)
    open_ = unsigned(case.pk for case in home)
    context = {
        "case": found,
        "address": names([found.path]).get(found.path, found.place.name),
        "told": told,
        "parts": [
            (_("观察到哪天"), told.term),
            (_("请您做到"), told.duties),
            (_("您的权利"), told.rights),
        ],
        "unsigned": [mask_name(case.person.name) for case in home if case.pk in open_],
        "typed": name,
        "error": error,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "observation/sign.html", context, status=422 if error else 200)


@require_POST
def notice(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The notice on paper, for all of the home; that names were printed is logged."""
    access, found = _found(request, case_id)
    language = request.POST.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else "zh-hans"
    home = others_of(found)
    with_people(home)
    log_names(access=access, cases=home, reason=_("印居家观察告知书"))
    content = notice_as_pdf(home, plan_in_force(found.path).plan, language=language)
    return as_paper(content, "notice.pdf")


@require_GET
def door_sign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The sign for the door; nobody's name is on it."""
    access = access_of(request)
    found = case_for(access, case_id, "observation.record")
    code = code_of(found.path.rpartition(".")[0])
    at = request.build_absolute_uri(reverse("notice:page", args=[code])) if code else ""
    return as_paper(
        door_sign_as_pdf(found, plan_in_force(found.path).plan, notice_at=at), "door.pdf"
    )


def _found(request: HttpRequest, case_id: UUID) -> tuple[Access, Case]:
    access = access_of(request)
    return access, case_for(access, case_id, "observation.record")


def _home(found: Case) -> list[UUID]:
    """All of the home who are observed: one notice, one kit, one door."""
    return [case.pk for case in others_of(found)]


def _with_form(
    request: HttpRequest,
    access: Access,
    found: Case,
    name: str,
    form: KitForm | AnswersForm,
    act: Callable[[list[UUID]], None],
    done: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            act(_home(found))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, done)
            return redirect("observation:start", found.pk)
    return _page(request, access, found, forms={name: form})


def _page(
    request: HttpRequest,
    access: Access,
    found: Case,
    *,
    forms: dict[str, Any] | None = None,
    error: str = "",
) -> HttpResponse:
    """All steps, with what could not be done and what was typed for it."""
    plan = plan_in_force(found.path).plan
    state = begun(found)
    context = {
        "case": found,
        "address": names([found.path]).get(found.path, found.place.name),
        "crumbs": crumbs_of(access, found.place),
        "people": case_lines(others_of(found)),
        "begun": state,
        "issued": [(term_name(one.name), one) for one in state.issued],
        "standing": found.state in ("open", "suspended"),
        "kit": KitForm(kit=plan.papers.kit, have=[one.key for one in state.issued]),
        "asked": AnswersForm(initial=AnswersForm.filled(state.answers, found.needs)),
        "accept": ACCEPT,
        "may_open": access.can("people.open", found.path),
        "may_manage": access.can("observation.manage", found.path),
        "link": link_of(found),
        "error": error,
    } | (forms or {})
    status = 422 if error or forms else 200
    return render(request, "observation/start.html", context, status=status)


def _call(found: Case) -> str:
    linked = link_of(found)
    return linked.link.call if linked else last_number(found.path)
