"""Changing a draft, section by section. Works without scripts: every button sends the form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.plans.access import Version, version_for
from wanli.domains.plans.language import voice
from wanli.domains.plans.operations import drafts
from wanli.domains.plans.queries import plan_of
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.faults import Fault, Unfit, Where
from wanli.domains.plans.rules.parts import Part
from wanli.domains.plans.rules.reading import read
from wanli.domains.plans.rules.shape import Slot, slot_of
from wanli.domains.plans.rules.wording import Difference, differences
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.web.desk.plan.inputs import (
    Choices,
    Raw,
    blank,
    form_of,
    moved,
    posted,
    raw_of,
    rearranged,
)
from wanli.web.errors import sentence
from wanli.web.request import access_of

NEW = "new"
_form_page = require_http_methods(["GET", "POST"])


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A draft of the next version, or the one that is open."""
    version = drafts.begin_draft(access=access_of(request), label=request.POST.get("place", ""))
    return redirect("plan:version", version.pk)


@require_POST
def discard(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Let the draft go."""
    drafts.discard_draft(access=access_of(request), version_id=version_id)
    messages.success(request, _("草案作废了。现在执行的预案不变。"))
    return redirect("plan:page")


@_form_page
def section(request: HttpRequest, version_id: UUID, section: str) -> HttpResponse:
    """One section: a form, or the list of what is in it."""
    access = access_of(request)
    version, plan, slot = _loaded(access, version_id, section)
    if version.state != "draft":
        return redirect("plan:version", version.pk)
    editor = _Editor(request, access, version, plan, slot)
    if slot.kind == "rows":
        return _list(editor)
    return editor.form(getattr(plan, section), lambda raw: raw, (section,))


@_form_page
def item(request: HttpRequest, version_id: UUID, section: str, key: str) -> HttpResponse:
    """One thing of a section that is a list; a new one under the key ``new``."""
    access = access_of(request)
    version, plan, slot = _loaded(access, version_id, section)
    if version.state != "draft":
        return redirect("plan:version", version.pk)
    if slot.kind != "rows":
        raise Hidden
    rows: tuple[Any, ...] = getattr(plan, section)
    at = next((number for number, row in enumerate(rows) if row.key == key), len(rows))
    if at == len(rows) and key != NEW and request.method != "POST":
        raise Hidden
    others = [row.model_dump(mode="json") for row in rows]

    def whole(raw: Raw) -> list[Raw]:
        # Should somebody have removed it meanwhile, what was typed still goes in again.
        return [*others[:at], raw if key == NEW else raw | {"key": key}, *others[at + 1 :]]

    editor = _Editor(request, access, version, plan, slot)
    return editor.form(rows[at] if at < len(rows) else None, whole, (section, at))


def _loaded(access: Access, version_id: UUID, section: str) -> tuple[Version, Plan, Slot]:
    version = version_for(access, version_id, "plan.draft")
    slot = slot_of(Plan, section)
    if slot is None:
        raise Hidden
    return version, plan_of(version), slot


class _Editor:
    """One request to read or change a section."""

    def __init__(
        self, request: HttpRequest, access: Access, version: Version, plan: Plan, slot: Slot
    ) -> None:
        self.request, self.access, self.version = request, access, version
        self.plan, self.slot, self.voice = plan, slot, voice()
        self.revision = _whole(request.POST.get("revision", ""), version.revision)
        self.problems: list[str] = []
        self.faults: tuple[Fault, ...] = ()
        self.meanwhile: list[Difference] = []

    def save(self, content: Any) -> bool:
        """Change the section; ``False`` with the reasons kept when it cannot be."""
        try:
            drafts.change_draft(
                access=self.access,
                version_id=self.version.pk,
                section=self.slot.name,
                content=content,
                revision=self.revision,
            )
        except Unfit as unfit:
            self.faults = unfit.faults
        except drafts.Changed as changed:
            # Saving once more then means it: the reader has seen what stands there now.
            self.problems.append(sentence(changed))
            self.revision = changed.version.revision
            stored = changed.version.content
            wanted = read({**stored, self.slot.name: content})
            self.meanwhile = differences(read(stored), wanted, self.voice)
        else:
            return True
        return False

    def form(self, part: Part | None, whole: Any, where: Where) -> HttpResponse:
        """The form of a part, and what becomes of it when it is sent."""
        kind = type(part) if part else self.slot.part
        assert kind is not None
        raw, deed = (raw_of(part) if part else blank(kind)), self.request.POST.get("do", "save")
        if self.request.method == "POST":
            raw = posted(kind, self.request.POST.dict())
            if deed != "save":
                raw = rearranged(kind, raw, deed)
            elif self.save(whole(raw)):
                messages.success(self.request, _("已存进草案。"))
                if self.slot.kind == "rows":
                    return redirect("plan:section", self.version.pk, self.slot.name)
                return redirect("plan:version", self.version.pk)
        inside = [
            Fault(fault.where[len(where) :], fault.message, fault.params)
            for fault in self.faults
            if fault.where[: len(where)] == where
        ]
        self.problems += self.said_elsewhere(where)
        name = getattr(part, "name", None)
        context = {
            "form": form_of(kind, raw, self.voice, _choices(self.plan, self.voice), inside),
            "title": name.said(self.voice.language) if name else "",
            "is_new": part is None,
            "key": raw.get("key", "") if self.slot.kind == "rows" else "",
        }
        return self.page("plan/edit.html", context)

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """The page, and 422 when something could not be saved."""
        context |= {
            "version": self.version,
            "section": self.slot.name,
            "label": self.voice.label(self.slot),
            "revision": self.revision,
            "problems": self.problems,
            "meanwhile": self.meanwhile,
        }
        failed = self.problems or self.faults
        return render(self.request, template, context, status=422 if failed else 200)

    def said_elsewhere(self, where: Where | None) -> list[str]:
        """Faults of other sections, or of other things in this one than ``where``, by name."""
        found = []
        for fault in self.faults:
            if where is None or fault.where[: len(where)] != where:
                slot = slot_of(Plan, str(fault.where[0])) if fault.where else None
                label = self.voice.label(slot) if slot else ""
                said = self.voice.fault(fault)
                found.append(f"{label}: {said}" if label else said)
        return found


def _list(editor: _Editor) -> HttpResponse:
    """A section that is a list: its order is changed here, what is in it on pages of its own."""
    section, plan = editor.slot.name, editor.plan
    rows = [row.model_dump(mode="json") for row in getattr(plan, section)]
    if editor.request.method == "POST":
        verb, _colon, key = editor.request.POST.get("do", "").partition(":")
        keys = [row["key"] for row in rows]
        if verb in ("up", "down", "drop") and key in keys:
            moved(rows, verb, keys.index(key))
            if editor.save(rows):
                return redirect("plan:section", editor.version.pk, section)
            editor.problems += editor.said_elsewhere(None)
    full = editor.slot.most is not None and len(rows) >= editor.slot.most
    entries = [(row.key, editor.voice.name(row, plan)) for row in getattr(plan, section)]
    return editor.page("plan/list.html", {"entries": entries, "full": full})


def _choices(plan: Plan, speaking: Any) -> Choices:
    def named(rows: Iterable[Any]) -> list[tuple[str, str]]:
        return [(row.key, speaking.name(row, plan)) for row in rows]

    return {
        ("terms",): named(plan.terms),
        ("classes",): named(plan.classes),
        ("passes", "colours"): named(plan.passes.colours),
    }


def _whole(said: str, otherwise: int) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else otherwise
