"""What is kept of people by those who keep in touch with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

LAW = _("《传染病防治法》第九条;《个人信息保护法》第六条、第十三条第一款第四项")
HOMES = _("每一户")
CARE_LAW = _("《老年人权益保障法》第十八条、第三十八条;《个人信息保护法》第六条、第二十八条")
CARED = _("关爱名单上的人")

COLLECTED = (
    Collected(
        _("谁联系过这一户,怎么联系的,结果怎样"),
        HOMES,
        (
            "contacts.Contact.way",
            "contacts.Contact.way_name",
            "contacts.Contact.outcome",
            "contacts.Contact.outcome_name",
            "contacts.Contact.reached",
            "contacts.Contact.wish",
            "contacts.Contact.worry",
            "contacts.Contact.at",
            "contacts.Home.reached_at",
        ),
        _("一户不落,也不重复打扰"),
        LAW,
        "contacts",
    ),
    Collected(
        _("联系时说了什么"),
        HOMES,
        ("contacts.Contact.note_cipher",),
        _("下一个人不用再问一遍"),
        LAW,
        "contacts",
        sealed=True,
    ),
    Collected(
        _("谁打的电话、上的门"),
        _("工作人员"),
        ("contacts.Contact.by", "contacts.Contact.seen_by", "contacts.RoundSheet.by"),
        _("有事找得到联系过的人"),
        LAW,
        "contacts",
    ),
    Collected(
        _("谁在关爱名单上,为什么,谁去探望,去没去"),
        CARED,
        (
            "contacts.Cared.person",
            "contacts.Cared.kind",
            "contacts.Cared.kind_name",
            "contacts.Cared.since",
            "contacts.Cared.ended_on",
            "contacts.Cared.ended_why",
            "contacts.Visit.due_at",
            "contacts.Visit.done_at",
            "contacts.Visit.missed_at",
        ),
        _("独居老人和其他要照看的人,天天有人看到"),
        CARE_LAW,
        "care",
    ),
    Collected(
        _("谁有钥匙、家里人怎么找、还要看什么"),
        CARED,
        ("contacts.Cared.family_cipher", "contacts.Cared.note_cipher"),
        _("敲不开门时进得去、找得到家里人"),
        CARE_LAW,
        "care",
        sealed=True,
    ),
    Collected(
        _("谁去探望、转交给谁、为什么"),
        _("工作人员"),
        (
            "contacts.Cared.carer",
            "contacts.Cared.put_by",
            "contacts.Visit.by",
            "contacts.Home.held_by",
            "contacts.Offer.to",
            "contacts.Offer.by",
            "contacts.Offer.why",
            "contacts.Offer.answer",
        ),
        _("转交以后也知道现在该谁去"),
        CARE_LAW,
        "care",
    ),
)
