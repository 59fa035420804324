"""Names, numbers and addresses that belong to nobody.

Document numbers start with region 3999xx, which GB/T 2260 has never assigned; phone numbers start
with 129, which no operator uses. Both pass the checks of form.
"""

from __future__ import annotations

from datetime import date
from operator import mul
from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇查解朴"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "尉迟", "令狐")
GIVEN = {
    "old_f": "秀英 桂兰 玉珍 凤英 素珍 兰英 玉兰 淑珍 桂英 金娣 阿妹 菊芳 惠珍 月琴 雪珍 根娣",
    "old_m": "国强 建国 德明 志明 文华 永发 根生 福根 宝根 耀庭 鸿生 金龙 阿根 伯年 仲明 祥生",
    "mid_f": "丽萍 建芳 敏 静 玲 红梅 晓燕 海燕 莉 蓓蕾 美华 雅琴 文娟 志芳 春华 云霞",
    "mid_m": "军 伟 勇 建平 志刚 海峰 国庆 卫东 晓明 俊 斌 永康 建忠 文斌 立新 志强",
    "new_f": "雨桐 欣怡 梓涵 思琪 佳怡 子萱 诗涵 可馨 语嫣 一诺 晨曦 若溪 雨萱 梦洁 紫涵 安琪",
    "new_m": "子轩 浩然 宇轩 梓豪 俊杰 天佑 一鸣 博文 睿 晨阳 皓宇 嘉豪 明哲 泽宇 承恩 乐天",
}
GIVEN_LISTS = {key: tuple(names.split()) for key, names in GIVEN.items()}
UYGHUR = (
    "阿依古丽·买买提",
    "古丽娜尔·艾力",
    "买买提·吐尔逊",
    "阿不都热依木·卡德尔",
    "帕提古丽·亚森",
)
FOREIGN = ("Anna Kowalska", "Johan Lindqvist", "Maria Esteves", "Tomas Novak", "Aiko Shimura")

OUTSIDE = ("外区", "外省甲市", "外省乙县", "外省丙市", "邻街道")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"


def person_name(random: Random, sex: str, born: int) -> str:
    """A name as parents gave it around the year ``born``."""
    lot = random.random()
    if lot < 0.003:
        return random.choice(UYGHUR)
    surname = (
        random.choice(COMPOUND) if lot < 0.01 else SURNAMES[int(abs(random.gauss(0, 30))) % 100]
    )
    age = "old" if born < 1962 else "mid" if born < 1990 else "new"
    given = random.choice(GIVEN_LISTS[f"{age}_{sex}"])
    return surname + (given[0] if random.random() < 0.12 else given)


def document_number(random: Random, born: date, sex: str) -> str:
    """A resident's ID number with its check digit (GB 11643), of a region that is none."""
    order = random.randrange(0, 500) * 2 + (sex == "m")
    body = f"3999{random.randrange(1, 100):02d}{born:%Y%m%d}{order:03d}"
    total = sum(map(mul, map(int, body), WEIGHTS))
    return body + CHECK[total % 11]


def phone_number(random: Random) -> str:
    """Eleven digits under a prefix that no carrier has."""
    return f"154{random.randrange(10**8):08d}"
