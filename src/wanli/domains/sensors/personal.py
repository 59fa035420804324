"""What door sensors keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

LAW = _("《传染病防治法》第三十九条;《个人信息保护法》第六条、第十三条第一款第四项")
OBSERVED = _("居家观察的住户")

COLLECTED = (
    Collected(
        _("门什么时候开、什么时候关"),
        OBSERVED,
        ("sensors.DoorEvent.key", "sensors.DoorEvent.at", "sensors.DoorEvent.because"),
        _("开门说不清时问一问;说得清的不问"),
        LAW,
        "door_events",
    ),
    Collected(
        _("住户自己说的:为什么开门"),
        OBSERVED,
        ("sensors.DoorNote.what", "sensors.DoorNote.note_cipher"),
        _("住户说了算数,少打一个电话"),
        LAW,
        "door_events",
        sealed=True,
    ),
    Collected(
        _("问过哪次开门,怎么问的,是什么原因"),
        OBSERVED,
        (
            "sensors.DoorQuestion.answer",
            "sensors.DoorQuestion.note_cipher",
            "sensors.DoorCall.outcome",
            "sensors.DoorCall.note_cipher",
        ),
        _("问清就了结,住户看得到答复"),
        LAW,
        "door_questions",
        sealed=True,
    ),
    Collected(
        _("谁装的门磁、谁打的电话"),
        _("工作人员"),
        (
            "sensors.Sensor.hung_by",
            "sensors.Sensor.down_by",
            "sensors.Sensor.mark",
            "sensors.DoorQuestion.by",
            "sensors.DoorCall.by",
        ),
        _("有疑问时找得到问的人"),
        LAW,
        "door_questions",
    ),
)
