"""What the made-up neighbours say to the notices of their stairwells, and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from wanli.domains.postings.operations.leave_remark import leave_remark
from wanli.domains.postings.operations.settle_remark import answer_remark, set_aside
from wanli.domains.postings.queries import some_notices
from wanli.domains.postings.remarks import remarks
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7
from wanli.kernel.scope import ROOT

SAID = (
    ("电梯按钮早上没有擦,纸巾盒也空了。", "物业已补纸巾,按钮改为一天擦两次,谢谢提醒。"),
    (
        "消毒水味道太重,家里有婴儿,能不能换个时间?",
        "改在上午十点、家家出门以后做,做完开窗通风半小时。",
    ),
    ("垃圾桶满到外面了,下午四点还没人来。", "清运车当天坏了,晚上七点已清完,以后每天两趟。"),
    ("楼道窗户一直关着,能不能多开窗?", "已请楼组长每天早晚开窗,大风天关半扇。"),
    (
        "公示上写做了消毒,可是我没看见人来。",
        "查了记录和值班本,是下午四点做的;明天做的时候请您一起看看。",
    ),
    ("谢谢楼组长每天帮我们送菜!", "谢谢您,已转告周阿姨。"),
    ("有人半夜在楼道里抽烟。", "楼组长晚上巡一次,已贴提示。"),
)
NAMES = ("", "", "", "王阿姨", "老陈", "三楼住户")
ODD = "哈哈哈哈"
WHY = "没有说是什么事"
IN_A_HUNDRED = 9
"""So many stairwells had something to say in the last days."""


def say(access: Access, random: Random, codes: Sequence[str] = ()) -> int:
    """Remarks of the last days: most were answered. At the stairwells of ``codes`` somebody has
    just said something that waits; how many remarks there are."""
    n = 0
    for code in some_notices(random, IN_A_HUNDRED):
        said, answer = random.choice(SAID)
        ago = timedelta(hours=random.randint(2, 70))
        with clock.frozen(clock.now() - ago):
            kept = leave_remark(
                code=code, remark_id=uuid7(), said=said, name=random.choice(NAMES)
            ).pk
        n += 1
        if random.random() < 0.7:
            with clock.frozen(clock.now() - ago * random.random()):
                answer_remark(access=access, remark_id=kept, answer=answer)
    for number, code in enumerate(codes):
        with clock.frozen(clock.now() - timedelta(hours=3 + number)):
            leave_remark(
                code=code, remark_id=uuid7(), said=SAID[number][0],
                name="王阿姨", phone="15400000017",
            )  # fmt: skip
            aside = leave_remark(code=code, remark_id=uuid7(), said=ODD).pk
        set_aside(access=access, remark_id=aside, why=WHY)
        n += 2
    return n


def say_one(random: Random, access: Access) -> bool:
    """Somebody says something, or the committee answers what waits longest."""
    waiting: list[UUID] = list(remarks([ROOT], "open").values_list("pk", flat=True)[:20])
    if len(waiting) > 5 or (waiting and random.random() < 0.5):
        answer = random.choice(SAID)[1]
        return bool(answer_remark(access=access, remark_id=waiting[0], answer=answer))
    codes = some_notices(random, 100)[:1]
    for code in codes:
        leave_remark(code=code, remark_id=uuid7(), said=random.choice(SAID)[0])
    return bool(codes)
