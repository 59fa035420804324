"""The papers of the made-up subdistrict's observations: most are in order, some were put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from wanli.domains.observation.homes import committee_of
from wanli.domains.observation.operations.enter_many import PastCase
from wanli.domains.observation.operations.enter_papers import PastStart, enter_papers
from wanli.domains.observation.queries import by_ids
from wanli.domains.observation.rules.answers import Answers
from wanli.domains.observation.starting import NEW
from wanli.domains.observation.wording import notice_told
from wanli.domains.places.queries import area_of
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.masking import mask_name

SAID = {
    "medicine": "降压药,社区卫生中心配",
    "infant": "八个月,要二段奶粉",
    "pet": "一只猫,要猫粮",
    "alone": "每天打两次电话",
}
IN_ORDER, JUST_BEGUN = 0.94, 0.6


def start_papers(
    access: Access, random: Random, plan: Plan, cases: Sequence[PastCase], workers: Sequence[UUID]
) -> None:
    """Notices signed, kits handed out, needs asked, signs put up, an hour after each opening."""
    known = by_ids([one.id for one in cases])
    committees: dict[str, str] = {}
    starts = []
    for one in cases:
        area = area_of(one.path)
        if area not in committees:
            committees[area] = committee_of(one.path)
        case = known[one.id]
        usual = IN_ORDER if one.opened_at < clock.now() - NEW else JUST_BEGUN
        told = notice_told(plan, [(mask_name(case.person.name), case)], committees[area], "")
        starts.append(
            PastStart(
                case=one.id,
                at=one.opened_at + timedelta(minutes=random.randint(5, 50)),
                notice="\n".join(told.sentences) if random.random() < usual else "",
                kit=plan.papers.kit if random.random() < usual else (),
                answers=_answers(random, one) if random.random() < usual else None,
                door=random.random() < usual,
                by=random.choice(workers) if workers else None,
            )
        )
    enter_papers(access=access, starts=starts)


def _answers(random: Random, one: PastCase) -> Answers:
    said = {key: SAID[key] for key in one.needs}
    if "medicine" in said:
        until = one.opened_at + timedelta(days=random.randint(4, 20))
        said["medicine_until"] = until.date().isoformat()
    return Answers(contact=random.choice(("女儿", "儿子", "妹妹", "楼下邻居")), **said)
