"""What a long job keeps of people while it is wanted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

COLLECTED = (
    Collected(
        _("印好待取的文件,和要印它的理由"),
        _("居民"),
        ("jobs.Job.result", "jobs.Job.asked"),
        _("印的时候不用等着;一天以后自动删掉"),
        _("《突发公共卫生事件应急条例》第四十条;民办发〔2020〕5号"),
        "canvass",
        sealed=True,
    ),
    Collected(
        _("谁要办的"),
        _("工作人员"),
        ("jobs.Job.by", "jobs.Job.origin"),
        _("办完了只给本人;看了谁的全名,记在查阅记录里"),
        _("《个人信息保护法》第五十一条"),
        "canvass",
    ),
)
