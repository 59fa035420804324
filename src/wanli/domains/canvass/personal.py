"""What the canvass writes down of the people at a door."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

COLLECTED = (
    Collected(
        _("排摸的回答和备注"),
        _("居民"),
        tuple(
            f"canvass.{column}"
            for column in (
                "Door.result",
                "Door.answers",
                "Door.note",
                "Visit.result",
                "Visit.answers",
                "Visit.note",
                "Visit.before",
            )
        ),
        _("预案里每套问题各自写明"),
        _("《突发公共卫生事件应急条例》第四十条;《传染病防治法》第十二条;民办发〔2020〕5号"),
        "canvass",
    ),
    Collected(
        _("填好的排摸表的照片"),
        _("居民"),
        ("canvass.SheetPhoto.file",),
        _("对照着录入,录完可查"),
        _("《突发公共卫生事件应急条例》第四十条;民办发〔2020〕5号"),
        "canvass",
        sealed=True,
    ),
    Collected(
        _("谁上的门"),
        _("工作人员"),
        ("canvass.Visit.by", "canvass.Visit.stood_by"),
        _("有疑问时找得到去过的人"),
        _("《突发公共卫生事件应急条例》第四十条"),
        "canvass",
    ),
)
