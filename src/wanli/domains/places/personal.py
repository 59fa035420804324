"""What the tree keeps of the people who work on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

COLLECTED = (
    Collected(
        _("谁交的地图"),
        _("工作人员"),
        ("places.MapSheet.by",),
        _("地图有疑问时找得到交的人"),
        _("《突发公共卫生事件应急条例》第四十条"),
        "accounts",
    ),
)
