"""What lists from above keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

LAW = _("《突发公共卫生事件应急条例》第四十条;《传染病防治法》第十二条;民办发〔2020〕5号")
LISTED = _("上级名单上的人")

COLLECTED = (
    Collected(
        _("上级发来的名单文件"),
        LISTED,
        ("checklists.CheckList.content", "checklists.CheckList.file_name",
         "checklists.CheckList.about"),
        _("填好后原样交回"),
        LAW,
        "rosters",
        sealed=True,
    ),
    Collected(
        _("名单上每一行对到了谁,答了什么"),
        LISTED,
        (
            "checklists.Row.shown", "checklists.Row.said", "checklists.Row.answers_cipher",
            "checklists.Row.why", "checklists.Correction.cipher", "checklists.Match.why",
            "checklists.Match.known_cipher", "checklists.Match.asks",
        ),
        _("知道的直接填,问过的不再问"),
        LAW,
        "rosters",
        sealed=True,
    ),
    Collected(
        _("线索:听到、看到了什么,查下来怎样"),
        _("线索里说到的人"),
        ("checklists.Lead.words_cipher", "checklists.Lead.note_cipher"),
        _("一条不漏地查清"),
        LAW,
        "arrivals",
        sealed=True,
    ),
    Collected(
        _("线索是谁报的、谁查的"),
        _("工作人员"),
        ("checklists.Lead.by", "checklists.Lead.cleared_by"),
        _("有疑问时找得到人"),
        LAW,
        "arrivals",
    ),
    Collected(
        _("名单是谁收的、谁答的"),
        _("工作人员"),
        ("checklists.CheckList.by", "checklists.Match.by", "checklists.Correction.by"),
        _("有疑问时找得到答的人"),
        LAW,
        "rosters",
    ),
)  # fmt: skip
