"""What the made-up subdistrict's homes asked for yesterday and today, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import time, timedelta
from random import Random
from uuid import UUID

from wanli.domains.accounts.access import access_of
from wanli.domains.accounts.models import Post
from wanli.domains.errands.models import Item, Request, Round, State
from wanli.domains.errands.operations.ask import Asked, ask, cancel
from wanli.domains.errands.operations.deliver import AtTheDoor, record_attempt
from wanli.domains.errands.operations.lateness import mark_late
from wanli.domains.errands.operations.money import (
    add_receipt,
    advance,
    count,
    hand_back,
    in_hand,
    pay,
    undo_purchase,
)
from wanli.domains.errands.operations.plan_rounds import make_round
from wanli.domains.errands.operations.run import finish, take, take_over
from wanli.domains.errands.operations.shop import Found, answer_swap, ask_swap, bought, mark_items
from wanli.domains.errands.operations.standing import Rhythm, ask_standing, lay_out
from wanli.domains.errands.rounds import mine, rounds, suggestions
from wanli.domains.errands.rules.lines import read_list
from wanli.domains.observation.models import Case
from wanli.domains.places.queries import path_of_kind
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.kernel.scope import ROOT

MOST = 60
"""Homes that ask for something, at most."""
RUNNERS = ("cadre", "property_manager")
WISHES = (
    ("shopping", "好德便利", "青菜 2 斤\n鸡蛋 1 盒\n豆腐 2 块", ""),
    ("shopping", "联华超市", "大米 5 斤\n牛奶 6 盒(要低脂的)\n卫生纸 1 提", ""),
    ("shopping", "联华超市", "土豆 3 斤\n五花肉 1 斤\n生抽 1 瓶", "肉请切块"),
    ("shopping", "", "苹果 3 斤\n面包 2 袋", "门口有凳子,放凳子上"),
    ("medicine", "", "苯磺酸氨氯地平 2 盒\n二甲双胍 1 盒", "医保卡在信封里"),
    ("parcel", "", "", "快递柜 3 号,取件码电话里说"),
    ("repair", "", "", "厨房水龙头关不紧"),
    ("haircut", "", "", "父亲 86 岁,走不动"),
)
PRICES = (350, 490, 680, 899, 1250, 1590, 2380, 3999)


def run_errands(access: Access, random: Random, *, surely: str) -> int:
    """Yesterday's rounds with what went wrong in them, and how today stands; how many requests.
    Homes below ``surely`` ask for something both today and yesterday."""
    homes = _homes()
    certain = set(_homes(surely)[:4])
    if not homes:
        return 0
    daily = homes[0]
    random.shuffle(homes)
    homes.sort(key=lambda label: label not in certain)
    yesterday = clock.midnight(clock.today()) - timedelta(hours=14)
    with clock.frozen(yesterday):
        for label in homes[: MOST // 2]:
            _wish(access, random, label)
        _daily(access, daily)
        plan_all(access, at_most=8)
    for number, tour in enumerate(list(rounds([ROOT], "open")[:8])):
        with clock.frozen(yesterday + timedelta(hours=1 + number % 4, minutes=7 * number)):
            _run(access, random, tour, number)
    lay_out()
    for label in [*sorted(certain), *homes[::-1][: MOST // 2]]:
        with clock.frozen(clock.now() - timedelta(minutes=random.randint(5, 200))):
            _wish(access, random, label)
    plan_all(access, at_most=len(homes) // 5 + 2)
    _under_way(access, random)
    mark_late()
    return Request.objects.count()


def plan_all(access: Access, *, at_most: int) -> None:
    """The most pressing of what waits is made into rounds."""
    for group in suggestions([ROOT])[:at_most]:
        ids = [line.request.pk for line in group.lines]
        make_round(access=access, request_ids=ids, round_id=uuid7(), shop=group.shop)


def step(random: Random, access: Access) -> bool:
    """Somebody asks, plans, takes a round, or goes on with one."""
    taken = Round.objects.filter(state=Round.State.TAKEN).order_by("by_when").first()
    if taken is not None and random.random() < 0.7:
        return _one_door(access, random, taken)
    waiting = rounds([ROOT], "open").first()
    if waiting is not None and random.random() < 0.6:
        return _take(waiting) is not None
    if random.random() < 0.4:
        before = Round.objects.count()
        plan_all(access, at_most=1)
        return Round.objects.count() > before
    homes = _homes()
    if not homes:
        return False
    _wish(access, random, random.choice(homes))
    return True


def _homes(at: str = ROOT) -> list[str]:
    rows = Case.objects.filter(below([at]), state="open", place__kind="household")
    rows = rows.order_by("path")
    return list(dict.fromkeys(rows.values_list("place__label", flat=True)))


def _wish(access: Access, random: Random, label: str) -> Request:
    kind, shop, items, note = random.choices(WISHES, (5, 5, 4, 3, 3, 3, 1, 1))[0]
    asked = Asked(kind, read_list(items), shop, note)
    channel = random.choice(("phone", "phone", "visit"))
    return ask(access=access, label=label, asked=asked, request_id=uuid7(), channel=channel)


def _daily(access: Access, label: str) -> None:
    ask_standing(
        access=access, label=label, asked=Asked("shopping", read_list("鲜牛奶 1 瓶"), "光明奶站"),
        rhythm=Rhythm(days=range(1, 8), by=time(23, 30)), standing_id=uuid7(),
    )  # fmt: skip


def _run(access: Access, random: Random, tour: Round, number: int) -> None:
    """A whole round; ``number`` says what goes wrong in it."""
    runner = _take(tour)
    if runner is None:
        return
    advance(access=access, round_id=tour.pk, amount_fen=50_000, move=uuid7())
    requests = list(tour.requests.order_by("position"))
    for request in requests:
        _shop(random, runner, request)
    if number == 1 and (other := _runner(tour, besides=runner.user_id)):
        take_over(access=other, round_id=tour.pk, why="手机没电了")
        runner = other
    for place, request in enumerate(requests):
        outcome, note = "done", "放在门口"
        if place == 0 and number == 2:
            outcome, note = "nobody", "敲了三次,电话也不接"
        if place == 0 and number == 3:
            outcome, note = "refused", "鸡蛋碎了两个"
        _door(access, runner, request, outcome, note)
    _settle(access, runner, tour, number)
    finish(access=runner, round_id=tour.pk)


def _settle(access: Access, runner: Access, tour: Round, number: int) -> None:
    """Receipts agree but for one round; what is left is handed back."""
    spent = sum(_cost(request) for request in tour.requests.all())
    if spent:
        total = spent + (100 if number == 4 else 0)
        add_receipt(access=runner, round_id=tour.pk, total_fen=total, receipt_id=uuid7())
    holder = Round.objects.get(pk=tour.pk).runner_id
    left = in_hand(tour, holder)
    counted = left - (50 if number == 5 else 0)
    count(access=runner, round_id=tour.pk, counted_fen=max(counted, 0), count_id=uuid7())
    if number not in (1, 5) and left > 0:
        hand_back(access=access, round_id=tour.pk, amount_fen=left, move=uuid7())
        count(access=runner, round_id=tour.pk, counted_fen=0, count_id=uuid7())


def _under_way(access: Access, random: Random) -> None:
    """Two rounds of today are being run, and one home is asked whether something else will do."""
    for tour in list(rounds([ROOT], "open")[:2]):
        runner = _take(tour)
        if runner is None:
            continue
        advance(access=access, round_id=tour.pk, amount_fen=20_000, move=uuid7())
        for number, request in enumerate(tour.requests.order_by("position")[:3]):
            item = request.items.order_by("number").first()
            if number == 1 and item is not None:
                ask_swap(access=runner, item_id=item.pk, instead="同价的另一个牌子")
            elif number == 0:
                _shop(random, runner, request)
    asked = Request.objects.filter(state=State.ASKED).order_by("-asked_at").first()
    if asked is not None:
        cancel(access=access, request_id=asked.pk, why="女儿已经买好了")


def _one_door(access: Access, random: Random, tour: Round) -> bool:
    if tour.runner_id is None:
        return False
    runner = access_of(tour.runner_id)
    left = tour.requests.filter(state__in=(State.PLANNED, State.BOUGHT)).order_by("position")
    request = left.first()
    if request is None:
        finish(access=runner, round_id=tour.pk)
        return True
    if request.state == State.PLANNED and request.how in ("shop", "pharmacy"):
        _shop(random, runner, request)
        return True
    return _door(access, runner, request, "done", "放在门口")


def _shop(random: Random, runner: Access, request: Request) -> None:
    if request.how not in ("shop", "pharmacy") or request.state != State.PLANNED:
        return
    items = list(request.items.order_by("number"))
    for item in items:
        if item.swap == Item.Swap.ASKED:
            answer_swap(access=Access.system(), item_id=item.pk, yes=True)
    got: dict[UUID, Found] = {}
    for number, item in enumerate(items):
        missing = number > 0 and random.random() < 0.08
        got[item.pk] = Found(False) if missing else Found(True, random.choice(PRICES))
    mark_items(access=runner, request_id=request.pk, found=got)
    bought(access=runner, request_id=request.pk)


def _door(access: Access, runner: Access, request: Request, outcome: str, note: str) -> bool:
    told = AtTheDoor(outcome, note)
    try:
        record_attempt(access=runner, request_id=request.pk, told=told, attempt_id=uuid7())
    except Refused:
        return False
    cost = _cost(request)
    if outcome == "done" and cost:
        pay(access=runner, request_id=request.pk, amount_fen=cost, move=uuid7())
    if outcome == "refused" and cost:
        undo_purchase(access=access, request_id=request.pk, why="退给店里了", refunded=True)
    return True


def _cost(request: Request) -> int:
    return sum(price or 0 for price in request.items.values_list("price_fen", flat=True))


def _take(tour: Round) -> Access | None:
    runner = _runner(tour)
    if runner is not None:
        take(access=runner, round_id=tour.pk)
    return runner


def _runner(tour: Round, *, besides: UUID | None = None) -> Access | None:
    """Somebody posted at the compound of a round."""
    compound = path_of_kind(tour.path, "compound")
    posts = Post.objects.in_force().filter(path=compound or tour.path, role__in=RUNNERS)
    busy: defaultdict[UUID, int] = defaultdict(int)
    for post in posts.order_by("role", "user"):
        busy[post.user_id] = mine(post.user_id).count()
    free = sorted((n, str(user), user) for user, n in busy.items() if user != besides)
    return access_of(free[0][2]) if free else None
