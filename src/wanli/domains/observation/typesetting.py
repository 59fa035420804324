"""Papers of a case, set for A4."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wanli.domains.observation.certificates import signed_code
from wanli.domains.observation.homes import committee_of, last_number, link_of
from wanli.domains.observation.models import Case, Certificate
from wanli.domains.observation.planned import term_of
from wanli.domains.observation.wording import notice_told
from wanli.domains.places.queries import names
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.parts import Words
from wanli.ground import typeset
from wanli.ground.codes import qr_of
from wanli.ground.wording import listed
from wanli.kernel import clock

PRINT = Path(__file__).parent / "print"
LANGUAGES = ("zh-hans", "en")
Opened = tuple[Case, Certificate, Plan]


def certificates_as_pdf(
    opened: Sequence[Opened],
    *,
    checked_at: Callable[[str], str],
    tell: Callable[[int, int], None] = lambda done, all_: None,
) -> bytes:
    """A page a certificate, in Chinese and English at once: whoever is shown it reads one of them.

    ``checked_at``: the address at which a code is checked.
    """
    with translation.override("zh-hans"):
        title = _("解除居家医学观察证明")
    return typeset.book(
        PRINT / "certificate.typ",
        {"title": title},
        opened,
        draw=lambda one: _certificate(*one, checked_at),
        tell=tell,
    )


def _certificate(
    case: Case, certificate: Certificate, plan: Plan, checked_at: Callable[[str], str]
) -> dict[str, Any]:
    term = term_of(plan, case.term)
    basis = term.basis if term else plan.watch.basis
    shown = {
        "name": case.person.name,
        "call": _call(case),
        "committee": committee_of(case.path),
        "qr": qr_of(checked_at(signed_code(certificate))),
        "zh": {},
        "en": {},
    }
    for language in LANGUAGES:
        with translation.override(language):
            words = _words(case, certificate, basis, language)
            shown[language[:2]] = {key: set_in(language, one) for key, one in words.items()}
    return shown


def _words(case: Case, certificate: Certificate, basis: Words, language: str) -> dict[str, str]:
    return {
        "head": _("解除居家医学观察证明"),
        "lead": _("兹证明"),
        "said": _(
            "住{address},自 {since} 起算居家医学观察,至 {last} 24:00 期满,按规定解除观察。"
        ).format(
            address=names([case.path]).get(case.path, case.place.name),
            since=_day(certificate.since),
            last=_day(certificate.last_day),
        ),
        "care": _("请像往常一样相待。"),
        "basis": _("依据:{basis}").format(basis=basis.said(language)),
        "scan": _("扫码验真伪"),
        "shows": _("只显示真假、打了星号的姓名和日期。可以查到 {day}。").format(
            day=_day(certificate.good_until)
        ),
        "seal": _("(盖章)"),
        "day": _day(_free_on(case, certificate)),
        "call": _("电话"),
    }


def _free_on(case: Case, certificate: Certificate) -> date:
    """The day on which she is free again: the one after the term, or later if it took longer."""
    after = certificate.last_day.fromordinal(certificate.last_day.toordinal() + 1)
    return max(after, clock.local(case.closed_at).date()) if case.closed_at else after


WIDE = str.maketrans({",": ",", ":": ":", ";": ";", "(": "(", ")": ")"})


def set_in(language: str, said: str) -> str:
    """A sentence with the marks that printed Chinese has; the time of day keeps its own."""
    if language == "en":
        return said
    return re.sub(r"[,:;()](?![0-9])", lambda mark: mark[0].translate(WIDE), said)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def notice_as_pdf(cases: Sequence[Case], plan: Plan, *, language: str) -> bytes:
    """The notice to one home, for all of it who are observed, with room to sign; in one
    language. Names are in the clear: whoever prints it has logged that."""
    with translation.override(language):
        path = cases[0].path
        told = notice_told(
            plan, [(case.person.name, case) for case in cases], committee_of(path), _call(cases[0])
        )
        page = {
            "head": _("居家医学观察告知书"),
            "to": _("{address}:{names}").format(
                address=names([path]).get(path, cases[0].place.name),
                names=listed(case.person.name for case in cases),
            ),
            "words": {
                "term": _("观察到哪天"),
                "duties": _("请您做到"),
                "rights": _("您的权利"),
            },
            "term": told.term,
            "duties": told.duties,
            "rights": told.rights,
            "basis": told.basis,
            "promise": told.promise,
            "sign": [_("签名"), _("日期")],
            "committee": committee_of(path),
            "seal": _("(盖章)"),
            "day": _day(clock.today()),
        }
        title = page["head"]
    page = {key: _set_all(language, one) for key, one in page.items()}
    data = {"title": title, "lang": language[:2], "pages": [page]}
    return typeset.pdf(PRINT / "notice.typ", data)


def door_sign_as_pdf(case: Case, plan: Plan, *, notice_at: str) -> bytes:
    """The sign for the door of a case, in Chinese and English, without a name. ``notice_at``:
    where the notice of the stairwell is read; empty where it has none."""
    page: dict[str, Any] = {
        "committee": committee_of(case.path),
        "call": _call(case),
        "qr": qr_of(notice_at) if notice_at else "",
    }
    for language in LANGUAGES:
        with translation.override(language):
            words = {
                "door": plan.papers.door.said(language),
                "care": _("隔离病毒,不隔离关爱。请多问候,不打听。"),
                "call": _("电话"),
                "ask": _("送东西请放在门口;有事请打电话。"),
                "scan": _("扫码看这个楼道今天做了什么"),
            }
            page[language[:2]] = {key: set_in(language, one) for key, one in words.items()}
    data = {"title": page["zh"]["door"], "pages": [page]}
    return typeset.pdf(PRINT / "door.typ", data)


def _call(case: Case) -> str:
    linked = link_of(case)
    return linked.link.call if linked else last_number(case.path)


def _set_all(language: str, said: Any) -> Any:
    if isinstance(said, str):
        return set_in(language, said)
    if isinstance(said, list):
        return [set_in(language, one) for one in said]
    return {key: set_in(language, one) for key, one in said.items()}
