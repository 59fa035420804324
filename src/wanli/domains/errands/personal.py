"""What errands keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

LAW = _("《突发公共卫生事件应急条例》第四十一条:被隔离的人由属地保障生活")
HOMES = _("请人代办的住户")
STAFF = _("工作人员和志愿者")

COLLECTED = (
    Collected(
        _("请人买什么、办什么"),
        HOMES,
        (
            "errands.Item.what_cipher",
            "errands.Item.swap_cipher",
            "errands.Item.unit",
            "errands.Request.note_cipher",
            "errands.Request.why_cipher",
            "errands.Standing.items_cipher",
            "errands.Attempt.note_cipher",
        ),
        _("买对东西,送到对的门"),
        LAW,
        "errands",
        sealed=True,
    ),
    Collected(
        _("要哪一类、去哪家店"),
        HOMES,
        (
            "errands.Request.kind",
            "errands.Request.kind_name",
            "errands.Request.shop",
            "errands.Round.how",
            "errands.Round.shop",
            "errands.Standing.kind",
            "errands.Standing.shop",
        ),
        _("同一家店的并成一趟"),
        LAW,
        "errands",
    ),
    Collected(
        _("处方、小票和送到门口的照片"),
        HOMES,
        ("errands.Photo.file",),
        _("配对药,对清账,证明送到了"),
        LAW,
        "errands",
        sealed=True,
    ),
    Collected(
        _("代买的钱:谁付、谁欠、差多少"),
        HOMES,
        ("errands.CashEntry.place", "errands.CashEntry.why"),
        _("每一分钱有账可查"),
        _("《会计法》第十条、第二十三条"),
        "errand_money",
    ),
    Collected(
        _("谁跑的腿,点了多少钱"),
        STAFF,
        (
            "errands.Round.runner",
            "errands.Turn.user",
            "errands.Turn.why",
            "errands.Attempt.by",
            "errands.Receipt.by",
            "errands.CashCount.user",
            "errands.CashHandOver.giver",
            "errands.CashHandOver.taker",
        ),
        _("有疑问时找得到问的人"),
        LAW,
        "errands",
    ),
    Collected(
        _("代买的钱在谁手里"),
        STAFF,
        ("errands.CashEntry.user", "errands.CashEntry.by"),
        _("每一分钱有账可查"),
        _("《会计法》第十条、第二十三条"),
        "accounts",
    ),
)
