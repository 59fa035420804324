"""From what domains owe to the rows of Today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.arrivals.areas import AreaNotice
from wanli.domains.arrivals.group_chats import Chat
from wanli.domains.arrivals.moved import Moved
from wanli.domains.arrivals.queries import Owed as Arrivals
from wanli.domains.canvass.queries import Remaining
from wanli.domains.contacts.care import CareOwed
from wanli.domains.contacts.queries import Owed as Contacts
from wanli.domains.errands.waste import Counts as Waste
from wanli.domains.observation.alarms import Siren
from wanli.domains.observation.homes import LockedLink
from wanli.domains.observation.queries import Counts
from wanli.domains.plans.queries import Version
from wanli.domains.postings.remarks import Owed
from wanli.domains.routines import queries as routines
from wanli.domains.sensors.queries import Owed as Doors
from wanli.kernel import clock
from wanli.kernel.today import Action, Item, Urgency


def canvass_items(remaining: Sequence[Remaining]) -> list[Item]:
    """One row a campaign: how many doors are left, and the way to the first of them."""
    items = []
    for left in remaining:
        url = reverse("canvass:doors", args=[left.campaign_id])
        if not left.doors:
            title = _("{name}:全部排摸完了").format(name=left.name)
            items.append(Item("摸", "done", title, actions=(Action(_("查看"), url),)))
            continue
        title = ngettext("{name}:还有 {n} 户没排摸", "{name}:还有 {n} 户没排摸", left.doors).format(
            name=left.name, n=left.doors
        )
        again = ngettext("先去没人应门的:{n} 户要再访", "先去没人应门的:{n} 户要再访", left.again)
        items.append(
            Item(
                "摸",
                "now" if left.overdue else "due",
                title,
                detail=again.format(n=left.again) if left.again else "",
                actions=(Action(_("逐户排摸"), url, main=left.overdue),),
                count=left.doors,
            )
        )
    return items


def alarm_items(siren: Siren | None) -> list[Item]:
    """One row for the alarms that wait for an outcome; it stands before everything else."""
    if siren is None:
        return []
    title = ngettext(
        "{n} 人发热或有危险症状,还没有结果",
        "{n} 人发热或有危险症状,还没有结果",
        siren.count,
    ).format(n=siren.count)
    first = siren.first
    url = reverse("observation:episodes")
    if siren.count == 1:
        url = reverse("observation:episode", args=[first.episode.pk])
    act = Action(_("马上处理"), url, main=True)
    where = f"{first.address} {first.name}"
    return [Item("警", "now", title, where, (act,), first.episode.opened_at, siren.count)]


def observation_items(counts: Counts, *, over: int, tonight: int) -> list[Item]:
    """Who is to be called, what is late, whom the term has ended for. ``over``: terms that ended
    before today without a release; ``tonight``: those that end today and wait to be prepared."""
    url = reverse("observation:sheet")
    items = []
    if counts.alarms:
        title = ngettext("{n} 次发热或危险症状", "{n} 次发热或危险症状", counts.alarms)
        act = Action(_("马上看"), url + "?which=alarms", main=True)
        items.append(Item("观", "now", title.format(n=counts.alarms), actions=(act,)))
    if counts.owed:
        title = ngettext("还有 {n} 次体温没报", "还有 {n} 次体温没报", counts.owed)
        late = ngettext("{n} 次已经过时,先打这些", "{n} 次已经过时,先打这些", counts.late)
        items.append(
            Item(
                "观",
                "now" if counts.late else "due",
                title.format(n=counts.owed),
                detail=late.format(n=counts.late) if counts.late else "",
                actions=(Action(_("去打电话"), url, main=bool(counts.late)),),
                count=counts.owed,
            )
        )
    elif counts.done:
        title = ngettext("今天 {n} 次体温都报了", "今天 {n} 次体温都报了", counts.done)
        items.append(
            Item("观", "done", title.format(n=counts.done), actions=(Action(_("查看"), url),))
        )
    if over:
        title = ngettext("{n} 人已满期,还没解除", "{n} 人已满期,还没解除", over).format(n=over)
        act = Action(_("看还差什么"), url + "?which=ending", main=True)
        items.append(Item("观", "now", title, actions=(act,), count=over))
    if tonight:
        title = ngettext("{n} 人今晚满期,等着备好解除", "{n} 人今晚满期,等着备好解除", tonight)
        act = Action(_("去准备"), reverse("observation:releases"))
        items.append(Item("观", "due", title.format(n=tonight), actions=(act,), count=tonight))
    return items


def start_items(unfinished: int) -> list[Item]:
    """One row for the observations that began in the last days and want something yet."""
    if not unfinished:
        return []
    title = ngettext(
        "{n} 份观察刚开始,还有没办的", "{n} 份观察刚开始,还有没办的", unfinished
    ).format(n=unfinished)
    act = Action(_("一步一步办"), reverse("observation:starts"))
    detail = _("告知书、物品、家里的需要、门牌")
    return [Item("观", "due", title, detail=detail, actions=(act,), count=unfinished)]


def link_items(locked: Sequence[LockedLink]) -> list[Item]:
    """One row for each home whose link is locked: somebody has to ask, and replace it."""
    return [
        Item(
            "观",
            "due",
            _("{where}:自己填报的链接锁住了").format(where=one.where),
            detail=_("{why}。请打电话问住户,再换一个新链接。").format(why=one.why),
            actions=(Action(_("去换"), reverse("observation:link", args=[one.case_id])),),
            since=one.link.locked_at,
        )
        for one in locked
    ]


def routine_items(counts: routines.Counts) -> list[Item]:
    """What is to be done at places today; one tap from here all is done."""
    url = reverse("routines:sheet")
    if counts.due:
        title = ngettext("还有 {n} 处日常工作没记", "还有 {n} 处日常工作没记", counts.due)
        late = ngettext("{n} 处已经过时", "{n} 处已经过时", counts.late).format(n=counts.late)
        act = Action(_("做了的一起记"), url, main=bool(counts.late))
        urgency: Urgency = "now" if counts.late else "due"
        detail = late if counts.late else ""
        title = title.format(n=counts.due)
        return [Item("洁", urgency, title, detail=detail, actions=(act,), count=counts.due)]
    if counts.done or counts.missed:
        title = ngettext(
            "今天 {n} 处日常工作都记了", "今天 {n} 处日常工作都记了", counts.done + counts.missed
        )
        act = Action(_("查看"), url + "?which=done")
        return [Item("洁", "done", title.format(n=counts.done + counts.missed), actions=(act,))]
    return []


def errand_items(
    *, mine: int, open_rounds: int, unplanned: int, late: int, differs: int
) -> list[Item]:
    """For who runs: what I have in hand and what may be taken; for who plans: what waits, is late,
    or whose money does not agree."""
    items = []
    rounds = reverse("errands:rounds")
    if mine:
        title = ngettext("您在跑 {n} 趟代办", "您在跑 {n} 趟代办", mine).format(n=mine)
        act = Action(_("接着跑"), rounds, main=True)
        items.append(Item("办", "now", title, actions=(act,), count=mine))
    if differs:
        title = ngettext("{n} 趟代买的钱对不上", "{n} 趟代买的钱对不上", differs).format(n=differs)
        act = Action(_("去核对"), reverse("errands:money"), main=True)
        items.append(Item("账", "now", title, actions=(act,), count=differs))
    if late:
        title = ngettext("{n} 件代办过时没送到", "{n} 件代办过时没送到", late).format(n=late)
        act = Action(_("看是哪些"), reverse("errands:sheet") + "?which=late", main=True)
        items.append(Item("办", "now", title, actions=(act,), count=late))
    if unplanned:
        title = ngettext("{n} 件代办等着排", "{n} 件代办等着排", unplanned).format(n=unplanned)
        act = Action(_("排一趟"), reverse("errands:plan"))
        items.append(Item("办", "due", title, actions=(act,), count=unplanned))
    if open_rounds:
        title = ngettext("{n} 趟代办等人跑", "{n} 趟代办等人跑", open_rounds)
        act = Action(_("去接"), rounds)
        items.append(Item("办", "due", title.format(n=open_rounds), actions=(act,)))
    return items


def remark_items(owed: Owed) -> list[Item]:
    """One row for what residents said to the notices and nobody has answered."""
    if not owed.count:
        return []
    title = ngettext("{n} 条居民意见等答复", "{n} 条居民意见等答复", owed.count)
    late = ngettext("{n} 条过了答复的期限", "{n} 条过了答复的期限", owed.late)
    return [
        Item(
            "示",
            "now" if owed.late else "due",
            title.format(n=owed.count),
            detail=late.format(n=owed.late) if owed.late else "",
            actions=(Action(_("去答复"), reverse("postings:remarks"), main=bool(owed.late)),),
            since=owed.since,
            count=owed.count,
        )
    ]


def arrival_items(found: Arrivals, *, verifies: bool, manages: bool) -> list[Item]:
    """Who registered and waits to be verified, what is overdue, and who wants it deleted."""
    url = reverse("arrivals:list")
    items = []
    if found.late and verifies:
        title = ngettext("{n} 家返沪登记逾期没核实", "{n} 家返沪登记逾期没核实", found.late).format(
            n=found.late
        )
        act = Action(_("先打这些"), url + "?which=late", main=True)
        items.append(Item("来", "now", title, actions=(act,), since=found.since, count=found.late))
    if (rest := found.open - found.late) > 0 and verifies:
        title = ngettext("{n} 家返沪登记等您核实", "{n} 家返沪登记等您核实", rest).format(n=rest)
        coming = ngettext("另有 {n} 家还没到", "另有 {n} 家还没到", found.coming)
        detail = coming.format(n=found.coming) if found.coming else ""
        act = Action(_("去核实"), url, main=not found.late)
        items.append(Item("来", "due", title, detail, (act,), found.since, rest))
    if found.upward and not verifies:
        title = ngettext(
            "{n} 家返沪登记很久没核实,或不肯说", "{n} 家返沪登记很久没核实,或不肯说", found.upward
        ).format(n=found.upward)
        act = Action(_("看是哪些"), url + "?which=late", main=True)
        items.append(Item("来", "now", title, actions=(act,), count=found.upward))
    if found.erase and manages:
        title = ngettext("{n} 人要求删除返沪登记", "{n} 人要求删除返沪登记", found.erase)
        act = Action(_("去答复"), url + "?which=erase")
        items.append(Item("来", "due", title.format(n=found.erase), actions=(act,)))
    return items


def moved_items(found: Moved) -> list[Item]:
    """Whom a changed plan or list moved, and the observations that nobody asks for any more."""
    items = []
    if found.people:
        title = ngettext(
            "{n} 人因预案或重点地区变了而换类", "{n} 人因预案或重点地区变了而换类", found.people
        ).format(n=found.people)
        act = Action(_("看是谁、要做什么"), reverse("sorting:moved"), main=True)
        items.append(Item("来", "due", title, actions=(act,), count=found.people))
    if found.unasked:
        title = ngettext(
            "{n} 份观察不再要求,等您决定", "{n} 份观察不再要求,等您决定", found.unasked
        ).format(n=found.unasked)
        act = Action(_("去决定"), reverse("sorting:unasked"), main=True)
        items.append(Item("观", "due", title, actions=(act,), count=found.unasked))
    return items


def group_items(ending: Sequence[Chat], offered: int) -> list[Item]:
    """Group codes that run out or are full, and registrations offered to us."""
    items = []
    if ending:
        where = "、".join(chat.compound.name for chat in ending[:3])
        title = ngettext("{n} 个小区的群码要换", "{n} 个小区的群码要换", len(ending))
        act = Action(_("去换"), reverse("arrivals:groups"))
        items.append(Item("来", "due", title.format(n=len(ending)), where, (act,)))
    if offered:
        title = ngettext("{n} 家返沪登记移交给您", "{n} 家返沪登记移交给您", offered)
        act = Action(_("去看"), reverse("arrivals:offers"), main=True)
        items.append(Item("来", "now", title.format(n=offered), actions=(act,), count=offered))
    return items


def waste_items(counts: Waste) -> list[Item]:
    """Bags that did not arrive stand first; then doors, and what the disposal team has not got."""
    url = reverse("waste:sheet")
    items = []
    if counts.trouble:
        title = ngettext(
            "{n} 户的垃圾对不上,有的没到暂存点", "{n} 户的垃圾对不上,有的没到暂存点", counts.trouble
        ).format(n=counts.trouble)
        act = Action(_("马上查"), url + "?which=missing", main=True)
        items.append(Item("收", "now", title, actions=(act,), count=counts.trouble))
    if counts.unhanded:
        title = ngettext(
            "{n} 户的垃圾过时没交清运队", "{n} 户的垃圾过时没交清运队", counts.unhanded
        ).format(n=counts.unhanded)
        items.append(
            Item("收", "now", title, actions=(Action(_("去交"), url),), count=counts.unhanded)
        )
    if counts.due:
        title = ngettext(
            "还有 {n} 户观察户垃圾没收", "还有 {n} 户观察户垃圾没收", counts.due
        ).format(n=counts.due)
        late = ngettext("{n} 户已经过时", "{n} 户已经过时", counts.late).format(n=counts.late)
        act = Action(_("去收"), url, main=bool(counts.late))
        urgency: Urgency = "now" if counts.late else "due"
        detail = late if counts.late else ""
        items.append(Item("收", urgency, title, detail, (act,), count=counts.due))
    elif counts.told:
        title = ngettext(
            "今天 {n} 户观察户垃圾都收了", "今天 {n} 户观察户垃圾都收了", counts.told
        ).format(n=counts.told)
        act = Action(_("查看"), url + "?which=collected")
        items.append(Item("收", "done", title, actions=(act,)))
    return items


def door_items(owed: Doors) -> list[Item]:
    """Openings to ask about, as the questions that they are; and sensors to look after."""
    items = []
    if owed.questions:
        title = ngettext(
            "{n} 户开过门,打电话问一声", "{n} 户开过门,打电话问一声", owed.questions
        ).format(n=owed.questions)
        detail = _("多半有缘故:收快递、放垃圾。问清就了结")
        act = Action(_("去问"), reverse("sensors:questions"))
        items.append(Item("门", "due", title, detail, (act,), owed.since, owed.questions))
    if owed.silent or owed.doubted:
        n = owed.silent + owed.doubted
        title = ngettext("{n} 个门磁要去看看", "{n} 个门磁要去看看", n).format(n=n)
        silent = ngettext("{n} 个很久没有动静", "{n} 个很久没有动静", owed.silent)
        doubted = ngettext("{n} 个的表不准", "{n} 个的表不准", owed.doubted)
        said = [silent.format(n=owed.silent)] if owed.silent else []
        said += [doubted.format(n=owed.doubted)] if owed.doubted else []
        act = Action(_("看是哪几个"), reverse("sensors:list"))
        items.append(Item("门", "due", title, " · ".join(said), (act,), count=n))
    return items


def contact_items(owed: Contacts) -> list[Item]:
    """Who is not well stands first; then who is about to be forgotten, and whom to reach."""
    url = reverse("contacts:list")
    items = []
    if owed.worries:
        title = ngettext("{n} 户联系时情况不大好", "{n} 户联系时情况不大好", owed.worries).format(
            n=owed.worries
        )
        act = Action(_("马上看"), url, main=True)
        items.append(Item("联", "now", title, actions=(act,), count=owed.worries))
    if owed.forgotten:
        title = ngettext(
            "{n} 户一直没联系上,接手或转给别人", "{n} 户一直没联系上,接手或转给别人", owed.forgotten
        ).format(n=owed.forgotten)
        act = Action(_("看是哪几户"), reverse("contacts:forgotten"), main=True)
        items.append(Item("联", "now", title, actions=(act,), count=owed.forgotten))
    if owed.held:
        title = ngettext("您接手的 {n} 户还没联系上", "您接手的 {n} 户还没联系上", owed.held)
        act = Action(_("去联系"), url + "?which=held")
        items.append(Item("联", "due", title.format(n=owed.held), actions=(act,), count=owed.held))
    if owed.due:
        title = ngettext("还有 {n} 户没联系上", "还有 {n} 户没联系上", owed.due).format(n=owed.due)
        detail = _("这一轮已经过时") if owed.late else ""
        act = Action(_("逐户联系"), url, main=owed.late)
        urgency: Urgency = "now" if owed.late else "due"
        items.append(Item("联", urgency, title, detail, (act,), count=owed.due))
    elif owed.reached:
        title = ngettext("这一轮 {n} 户都联系上了", "这一轮 {n} 户都联系上了", owed.reached).format(
            n=owed.reached
        )
        act = Action(_("查看"), url + "?which=reached")
        items.append(Item("联", "done", title, actions=(act,)))
    return items


def looked_after_items(owed: CareOwed) -> list[Item]:
    """Whom one visits today, overdue ones with their hours; what nobody did and has climbed."""
    url, offers = reverse("contacts:care"), reverse("contacts:offers")
    items = []
    if owed.climbed:
        title = ngettext(
            "{n} 位要探望的人过时没人去", "{n} 位要探望的人过时没人去", owed.climbed
        ).format(n=owed.climbed)
        act = Action(_("看是谁"), url, main=True)
        items.append(Item("望", "now", title, actions=(act,), count=owed.climbed))
    if owed.due:
        title = ngettext("您今天要去探望 {n} 位", "您今天要去探望 {n} 位", owed.due)
        late = ngettext("{n} 位过时", "{n} 位过时", owed.late).format(n=owed.late)
        hours = ngettext("最久 {n} 小时", "最久 {n} 小时", owed.hours).format(n=owed.hours)
        act = Action(_("去探望"), url + "?which=due&mine", main=bool(owed.late))
        urgency: Urgency = "now" if owed.late else "due"
        detail = f"{late} · {hours}" if owed.late else ""
        items.append(Item("望", urgency, title.format(n=owed.due), detail, (act,), count=owed.due))
    if owed.asked:
        title = ngettext("请您接手 {n} 个", "请您接手 {n} 个", owed.asked).format(n=owed.asked)
        act = Action(_("去看"), offers, main=True)
        items.append(Item("望", "now", title, actions=(act,), count=owed.asked))
    if owed.refused:
        title = ngettext("{n} 个没有人接手,请另找人", "{n} 个没有人接手,请另找人", owed.refused)
        items.append(
            Item("望", "due", title.format(n=owed.refused), actions=(Action(_("去看"), offers),))
        )
    if owed.nobodys:
        title = ngettext("名单上 {n} 位没有人探望", "名单上 {n} 位没有人探望", owed.nobodys)
        act = Action(_("去安排"), url + "?which=nobody")
        items.append(
            Item("望", "due", title.format(n=owed.nobodys), actions=(act,), count=owed.nobodys)
        )
    return items


def care_items(*, calls: int, overdue: int, asked: int) -> list[Item]:
    """Calls of counsellors, who is not back in time, and who waits to be let out."""
    items = []
    url = reverse("observation:leaves")
    if overdue:
        title = ngettext("{n} 人请假外出,过时没回来", "{n} 人请假外出,过时没回来", overdue)
        act = Action(_("看是谁"), url, main=True)
        items.append(Item("观", "now", title.format(n=overdue), actions=(act,), count=overdue))
    if asked:
        title = ngettext("{n} 人请假外出,等您批", "{n} 人请假外出,等您批", asked)
        items.append(
            Item("观", "due", title.format(n=asked), actions=(Action(_("去批"), url),), count=asked)
        )
    if calls:
        title = ngettext("{n} 人等着心理疏导", "{n} 人等着心理疏导", calls)
        act = Action(_("去打电话"), reverse("counsel:calls"))
        items.append(Item("心", "due", title.format(n=calls), actions=(act,), count=calls))
    return items


def handing_items(incoming: int, outgoing: int, moved: int) -> list[Item]:
    """What is offered to us, what waits for the other side, and who has moved in mid-term."""
    act = (Action(_("去看"), reverse("observation:offers")),)
    items = []
    if incoming:
        title = ngettext("{n} 份观察请您接收", "{n} 份观察请您接收", incoming).format(n=incoming)
        items.append(Item("观", "now", title, actions=act, count=incoming))
    if moved:
        title = ngettext("{n} 人观察期里搬了家", "{n} 人观察期里搬了家", moved).format(n=moved)
        detail = _("看要不要移交给那边")
        items.append(Item("观", "due", title, detail=detail, actions=act, count=moved))
    if outgoing:
        title = ngettext(
            "{n} 份观察等对方接收,仍由您照看", "{n} 份观察等对方接收,仍由您照看", outgoing
        ).format(n=outgoing)
        items.append(Item("观", "due", title, actions=act, count=outgoing))
    return items


def vacancy_items(vacant: int) -> list[Item]:
    """One row for all chairs that nobody holds."""
    if not vacant:
        return []
    title = ngettext("{n} 个岗位空缺", "{n} 个岗位空缺", vacant).format(n=vacant)
    url = reverse("posts:chart") + "?vacant=1"
    return [Item("岗", "due", title, actions=(Action(_("看是哪些"), url),), count=vacant)]


def area_items(proposed: Iterable[AreaNotice]) -> list[Item]:
    """One row for each notice of key areas that waits for this reader's yes."""
    return [
        Item(
            "来",
            "due",
            _("重点地区通告等您通过"),
            detail=_("{who}提交:{title}").format(
                who=one.proposed_by.name if one.proposed_by else "", title=one.title
            ),
            actions=(Action(_("看改了什么"), reverse("sorting:notice", args=[one.pk])),),
            since=one.proposed_at,
        )
        for one in proposed
    ]


def plan_items(proposals: Iterable[Version]) -> list[Item]:
    """One row for each change of a plan that waits for this reader's yes."""
    items = []
    for version in proposals:
        url = reverse("plan:version", args=[version.pk])
        soon = version.effective_on is not None and version.effective_on <= clock.today()
        who = version.proposed_by.name if version.proposed_by else ""
        items.append(
            Item(
                "案",
                "now" if soon else "due",
                _("预案第 {n} 版等您通过").format(n=version.number),
                detail=_("{who}提交,打算 {day} 起执行:{summary}").format(
                    who=who, day=version.effective_on, summary=version.summary
                ),
                actions=(Action(_("看改了什么"), url, main=soon),),
                since=version.proposed_at,
            )
        )
    return items
