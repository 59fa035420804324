"""What registrations keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

RETURNEES = _("返沪人员")
LAW = _("《突发公共卫生事件应急条例》第四十条;《传染病防治法》第十二条;民办发〔2020〕5号")
EMERGENCY = _("《个人信息保护法》第十三条第四项、第二十八条:应对突发公共卫生事件所必需")


def _of(model: str, *fields: str) -> tuple[str, ...]:
    return tuple(f"arrivals.{model}.{field}" for field in fields)


COLLECTED = (
    Collected(
        _("返沪登记的姓名"),
        RETURNEES,
        _of("Returnee", "name", "sex", "birth_date"),
        _("核实是谁,不漏一个,不重复问"),
        LAW,
        "arrivals",
    ),
    Collected(
        _("返沪登记的证件、电话和车牌"),
        RETURNEES,
        (
            *_of("Returnee", "id_kind", "id_cipher", "id_index", "id_tail"),
            *_of("Returnee", "phone_cipher", "phone_index", "phone_tail"),
            *_of("Arrival", "plate_cipher", "plate_index"),
        ),
        _("打电话核实;几个人登记同一家时认得出是一家"),
        LAW,
        "arrivals",
        sealed=True,
    ),
    Collected(
        _("住在哪里、哪天怎么来的"),
        RETURNEES,
        _of("Arrival", "home_words", "number", "carriage", "seat", "why"),
        _("由哪个居委会跟进;同车同机有病例时找得到人"),
        LAW,
        "arrivals",
    ),
    Collected(
        _("来沪前 14 天到过的地方"),
        RETURNEES,
        _of("Stay", "county", "words"),
        _("按重点地区名单分类管理"),
        LAW,
        "arrivals",
    ),
    Collected(
        _("接触史、症状和首次体温,预案加问的问题"),
        RETURNEES,
        (*_of("Returnee", "health_cipher"), *_of("Arrival", "answers_cipher")),
        _("判断要不要居家观察、要不要马上送医"),
        EMERGENCY,
        "arrivals",
        sealed=True,
    ),
    Collected(
        _("谁怎么填的、私人链接"),
        RETURNEES,
        _of("Source", "said_cipher", "token", "language", "erase_refused"),
        _("几个人填同一家时都留着,好核对;本人能查、能改、能要求删除"),
        LAW,
        "arrivals",
        sealed=True,
    ),
    Collected(
        _("写好的纸质登记表的照片"),
        RETURNEES,
        _of("PaperPhoto", "file"),
        _("对着照片录,录完能核对"),
        LAW,
        "arrivals",
        sealed=True,
    ),
    Collected(
        _("居委会联系的经过"),
        RETURNEES,
        (*_of("Contact", "note_cipher", "why_again"), *_of("HandOver", "why", "answer")),
        _("问过的不再问,没问到的接着问"),
        LAW,
        "arrivals",
    ),
    Collected(
        _("归入哪一类,按哪条规则,用了哪些事实"),
        RETURNEES,
        _of(
            "Verdict",
            "cls",
            "cls_name",
            "was",
            "was_name",
            "rule",
            "rule_name",
            "used",
            "facts_cipher",
            "why",
        ),
        _("分类管理说得清依据,判错了改得过来"),
        EMERGENCY,
        "arrivals",
        sealed=True,
    ),
    Collected(
        _("谁改了分类"),
        _("工作人员"),
        _of("Verdict", "by"),
        _("有疑问时找得到问的人"),
        LAW,
        "arrivals",
    ),
)
