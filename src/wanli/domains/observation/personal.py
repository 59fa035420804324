"""What observation keeps of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

LAW = _("《传染病防治法》第三十九条;《突发公共卫生事件应急条例》第四十条、第四十一条")
OBSERVED = _("居家观察的人")

COLLECTED = (
    Collected(
        _("谁在居家观察,为什么,到哪天"),
        OBSERVED,
        tuple(
            f"observation.{column}"
            for column in (
                "Case.person",
                "Case.reason",
                "Case.since",
                "Case.last_day",
                "Case.apart",
                "Case.closed_why",
                "TermChange.since",
                "TermChange.why",
                "Case.term",
                "Case.term_name",
                "Case.counts_from",
                "TermChange.term_name",
                "TermChange.counts_from",
                "Commitment.notice",
            )
        ),
        _("按期观察,到期解除,照应到每一户"),
        LAW,
        "observation",
    ),
    Collected(
        _("家里的需要和备注"),
        OBSERVED,
        ("observation.Case.needs", "observation.Case.note_cipher"),
        _("买药、照看孩子和宠物不落下"),
        LAW,
        "observation",
    ),
    Collected(
        _("体温、症状、心情和需要"),
        OBSERVED,
        ("observation.Check.reading_cipher", "observation.Check.alarm", "observation.Check.at"),
        _("早发现发热和危险症状,及时送医"),
        LAW,
        "observation",
        sealed=True,
    ),
    Collected(
        _("发热和症状怎么处理的"),
        OBSERVED,
        (
            "observation.Episode.kind",
            "observation.Episode.transport",
            "observation.Episode.outcome",
            "observation.Step.kind",
            "observation.Step.note_cipher",
            "observation.Correction.reading_cipher",
            "observation.Correction.alarm",
            "observation.Correction.note_cipher",
        ),
        _("发热的人有人管到底,改过的体温有据可查"),
        LAW,
        "observation",
        sealed=True,
    ),
    Collected(
        _("心理疏导谈了什么"),
        OBSERVED,
        (
            "observation.Talk.why",
            "observation.Talk.due_on",
            "observation.TalkNote.outcome",
            "observation.TalkNote.note_cipher",
        ),
        _("情绪不好的人有人谈;内容只有谈的人和负责人看得到"),
        LAW,
        "observation",
        sealed=True,
    ),
    Collected(
        _("请假外出:什么时候,去做什么"),
        OBSERVED,
        (
            "observation.Leave.name_shown",
            "observation.Leave.door_shown",
            "observation.Leave.note_cipher",
            "observation.Leave.starts_at",
            "observation.Leave.ends_at",
            "observation.Leave.left_at",
            "observation.Leave.back_at",
        ),
        _("看病、奔丧出得去,门岗认得出,按时回来"),
        LAW,
        "observation",
    ),
    Collected(
        _("谁记的体温"),
        _("工作人员"),
        (
            "observation.Check.by",
            "observation.Case.opened_by",
            "observation.TermChange.by",
            "observation.Step.by",
            "observation.Episode.closed_by",
            "observation.Correction.by",
            "observation.LadderStop.by",
            "observation.LadderStop.lifted_by",
            "observation.LadderStop.why",
            "observation.Talk.by",
            "observation.Leave.decided_by",
        ),
        _("有疑问时找得到问的人"),
        LAW,
        "observation",
    ),
    Collected(
        _("看过告知书的签名"),
        OBSERVED,
        ("observation.Commitment.signature_cipher",),
        _("证明本人知道观察的要求和期限"),
        LAW,
        "observation",
        sealed=True,
    ),
    Collected(
        _("解除证明上的起止日期"),
        OBSERVED,
        (
            "observation.Certificate.case",
            "observation.Certificate.since",
            "observation.Certificate.last_day",
            "observation.Certificate.revoked_why",
        ),
        _("本人拿得出解除的凭据,别人验得出真假"),
        LAW,
        "observation",
    ),
    Collected(
        _("观察移交给谁,为什么"),
        OBSERVED,
        ("observation.HandOver.case", "observation.HandOver.why", "observation.HandOver.answer"),
        _("搬家、换地方时不断了照看"),
        LAW,
        "observation",
    ),
    Collected(
        _("谁移交、谁接收"),
        _("工作人员"),
        ("observation.HandOver.offered_by", "observation.HandOver.answered_by"),
        _("有疑问时找得到问的人"),
        LAW,
        "observation",
    ),
)
