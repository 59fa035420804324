"""What is kept of people by those who keep in touch with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

LAW = _("《传染病防治法》第九条;《个人信息保护法》第六条、第十三条第一款第四项")
HOMES = _("每一户")

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
        ("contacts.Contact.by", "contacts.Contact.seen_by"),
        _("有事找得到联系过的人"),
        LAW,
        "contacts",
    ),
)
