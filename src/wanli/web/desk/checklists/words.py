"""Columns, questions and evidence in the reader's words."""

from django.utils.translation import gettext_lazy as _

from wanli.reading.asked import ASK, FREE, YES_NO
from wanli.web.desk.imports.views import FIELD_NAMES

WHO_NAMES = {
    key: FIELD_NAMES[key]
    for key in ("name", "document", "phones", "birth_date", "sex", "address", "compound",
        "building", "stairwell", "room")
}  # fmt: skip
FACT_NAMES = {
    "result": _("核查结果"),
    "lives_here": _("是不是住在这里"),
    "managed": _("是不是在居家观察"),
    "since": _("观察从哪天起"),
    "until": _("观察到哪天止"),
    "arrived": _("哪天到的"),
    "origin": _("从哪里来"),
    "class": _("返沪人员分类"),
    "address": _("现在住在哪里"),
    "registered": _("户籍地"),
    "phone": _("电话"),
    "temperature": _("最近一次体温"),
    "test": _("检测结果"),
    "reached": _("联系上没有"),
    "contacted": _("最近联系的日期"),
    "unit": _("哪个居民区"),
    "remark": _("备注"),
    "name": _("姓名"),
    "document": _("证件号"),
    "birth_date": _("出生日期"),
    "sex": _("性别"),
    FREE: _("别的问题,打电话问"),
}


def name_of(heading: str, fact: str) -> str:
    """A question as the sender put it, or what it asks for where it has no heading."""
    return heading or str(FACT_NAMES[fact])


COLUMNS = [
    (_("认人"), list(WHO_NAMES.items())),
    (_("要填的"), [(ASK + key, name) for key, name in FACT_NAMES.items()]),
]
MEANINGS = [("yes", _("是,写作")), ("no", _("不是,写作")), ("none", _("查无此人,写作"))]
"""What the words of such a column say."""
WORDED = frozenset(ASK + key for key in YES_NO)
"""Columns that are answered in the sender's words for yes and no."""
WHY = {
    "document": _("证件号相同"),
    "before": _("上次认过"),
    "phone": _("姓名、电话都相同"),
    "home": _("姓名、住址都相同"),
    "birth": _("姓名、出生日期都相同"),
    "name": _("只有姓名相同"),
    "other_name": _("证件号相同,姓名不同"),
    "other_birth": _("姓名、电话、住址都相同,出生日期不同"),
    "phone_alone": _("只有电话相同"),
    "heard_phone": _("姓名同音,电话相同"),
    "heard_home": _("姓名同音,住址相同"),
    "heard_birth": _("姓名同音,出生日期相同"),
    "one_off": _("姓名差一个字,出生日期和电话或住址相同"),
    "too_many": _("同名的人太多,分不清"),
    "bad_number": _("证件号有误"),
    "unreadable": _("这一行看不懂写的是谁"),
}
