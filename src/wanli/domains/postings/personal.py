"""What notices keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

LAW = _("《突发公共卫生事件应急条例》第二十四条;《个人信息保护法》第十三条、第二十九条")
NEIGHBOUR = _("提意见的居民")

COLLECTED = (
    Collected(
        _("居民对公示的意见和答复"),
        NEIGHBOUR,
        (
            "postings.Remark.said_cipher",
            "postings.Remark.answer_cipher",
            "postings.Remark.secret",
            "postings.Remark.why",
        ),
        _("居民监督每天的工作,有问有答"),
        LAW,
        "remarks",
        sealed=True,
    ),
    Collected(
        _("提意见的人自己留下的称呼和电话"),
        NEIGHBOUR,
        ("postings.Remark.contact_cipher",),
        _("当面或打电话答复;不留也可以"),
        LAW,
        "remarks",
        sealed=True,
    ),
    Collected(
        _("谁答复的居民意见"),
        _("工作人员"),
        ("postings.Remark.by",),
        _("有疑问时找得到问的人"),
        LAW,
        "remarks",
    ),
)
