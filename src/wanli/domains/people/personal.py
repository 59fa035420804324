"""What is kept of the people who live here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

RESIDENTS = _("居民")
ORDER = _("《突发公共卫生事件应急条例》第四十条;《传染病防治法》第十二条;民办发〔2020〕5号")
EMERGENCY = _("《个人信息保护法》第十三条第四项、第二十八条:应对突发公共卫生事件所必需")


def _of(model: str, *fields: str) -> tuple[str, ...]:
    return tuple(f"people.{model}.{field}" for field in fields)


COLLECTED = (
    Collected(
        _("姓名"),
        RESIDENTS,
        _of("Person", "name", "pinyin", "initials"),
        _("知道每一户住着谁,联系得上"),
        ORDER,
        "residents",
    ),
    Collected(
        _("性别和出生日期"),
        RESIDENTS,
        _of("Person", "sex", "birth_date"),
        _("分得清同名的人,照顾老人和孩子"),
        ORDER,
        "residents",
    ),
    Collected(
        _("证件号码"),
        RESIDENTS,
        _of("Person", "id_kind", "id_cipher", "id_index", "id_tail"),
        _("不把两个人当成一个,也不把一个人记两遍"),
        ORDER,
        "residents",
        sealed=True,
    ),
    Collected(
        _("电话"),
        RESIDENTS,
        _of("Phone", "label", "cipher", "index", "tail"),
        _("联系本人和家里"),
        ORDER,
        "residents",
        sealed=True,
    ),
    Collected(
        _("居住地和户籍地"),
        RESIDENTS,
        _of("Residence", "place", "outside"),
        _("知道谁在这里、谁在别处"),
        ORDER,
        "residents",
    ),
    Collected(
        _("需要照顾的情况"),
        RESIDENTS,
        _of("KeyMark", "kind", "note"),
        _("老人、病人、孕产妇有人照看"),
        EMERGENCY,
        "residents",
    ),
    Collected(
        _("交来的名册文件"),
        RESIDENTS,
        _of("Roster", "content", "refused_rows"),
        _("把居委手里的名册录进来,没录进的退回去改"),
        ORDER,
        "rosters",
        sealed=True,
    ),
    Collected(
        _("导入的经过:文件名、遮住姓名的预览、改动以前的内容"),
        RESIDENTS,
        (*_of("Roster", "file_name", "summary"), *_of("RosterChange", "before")),
        _("看得清导入了什么,导错了能撤回"),
        ORDER,
        "rosters",
    ),
)
