"""Why a door cannot be on any round: seen before anything is planned, and after."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.errands.solver.problem import DAY, LeftOver, Load, Runner, Stop
from wanli.domains.errands.solver.ways import Pace, seconds
from wanli.kernel.errors import Refused
from wanli.reading.documents import noop

NO_RUNNER = noop("还没有跑腿的人,请先选至少一位。")
TWICE = noop("同一户的同一件事出现了两次,请刷新页面后重排。")
BACKWARDS = noop("约定的时间前后颠倒,请把开始时间改到结束时间之前。")
NEGATIVE = noop("重量、体积、箱数和时长不能是负数,请改正。")
TOO_HEAVY = noop("重 {has} 公斤,最大的推车只能装 {most} 公斤。请分成几件,或换大一些的车。")
TOO_BIG = noop("占 {has} 升,最大的推车只能装 {most} 升。请分成几件,或换大一些的车。")
NO_BOX = noop("要 {has} 个保温箱,最多的一位只带 {most} 个。请加保温箱。")
NOT_BY_ONE = noop("没有一辆推车能同时装下它的重量、体积和保温箱。请分成几件,或换一辆车。")
OFF_HOURS = noop("约定的时间({early}-{late})没有人在跑。请改约,或请人那时出门。")
TOO_FAR = noop("约定的时间内没有人赶得到,最早 {first} 到。请改约,或请人早些出门。")
TOO_LONG = noop("去了就赶不及按时回来。请让跑腿的人多跑一会儿,或另请一位。")
NO_ROOM = noop("推车都装满了,这一户轮不上。请多请一位,或让人多跑一趟。")
NO_TIME = noop("各户约定的时间挤在一起,跑不过来。请多请一位,或改约几户。")


def checked(stops: Iterable[Stop], runners: Iterable[Runner]) -> None:
    """Refuse what makes no sense."""
    doors, walking = list(stops), list(runners)
    if not walking:
        raise Refused(NO_RUNNER, field="runners")
    keys = [one.key for one in doors], [one.key for one in walking]
    if any(len(set(each)) != len(each) for each in keys):
        raise Refused(TWICE)
    spans = [(one.early, one.late) for one in doors]
    spans += [(one.early, one.late) for one in walking]
    if any(not 0 <= early <= late <= DAY for early, late in spans):
        raise Refused(BACKWARDS)
    loads = [one.load for one in doors] + [one.carries for one in walking]
    lengths = [one.service for one in doors] + [min(one.longest, one.trips - 1) for one in walking]
    if min((*lengths, *(part for load in loads for part in load.parts)), default=0) < 0:
        raise Refused(NEGATIVE)


def alone(stop: Stop, runners: Iterable[Runner], pace: Pace) -> LeftOver | None:
    """Why this door could not be reached even if it were the only one; None if it could."""
    walking = list(runners)
    able = [one for one in walking if stop.load.within(one.carries)]
    if not able:
        return LeftOver(stop.key, *_too_much(stop.load, [one.carries for one in walking]))
    first = [_first(stop, one, pace) for one in able]
    if any(begins <= stop.late and in_time for begins, in_time in first):
        return None
    if not any(one.early <= stop.late and stop.early <= one.late for one in able):
        span = (("early", clock(stop.early)), ("late", clock(stop.late)))
        return LeftOver(stop.key, OFF_HOURS, span)
    if any(begins <= stop.late for begins, _ in first):
        return LeftOver(stop.key, TOO_LONG)
    return LeftOver(stop.key, TOO_FAR, (("first", clock(min(begins for begins, _ in first))),))


def together(stop: Stop, spare: Iterable[Load]) -> LeftOver:
    """Why this door was left although it could have been the only one.

    ``spare``: what each runner could still have carried.
    """
    fits = any(stop.load.within(room) for room in spare)
    return LeftOver(stop.key, NO_TIME if fits else NO_ROOM)


def clock(second: int) -> str:
    """Hours and minutes, as on a watch: 9:05."""
    return f"{second // 3600}:{second % 3600 // 60:02}"


def _first(stop: Stop, runner: Runner, pace: Pace) -> tuple[int, bool]:
    """The first second at which she could begin there, and whether she is home in time."""
    way = seconds(pace, runner.start, stop.spot)
    begins = max(runner.early + way, stop.early)
    home = begins + stop.service + seconds(pace, stop.spot, runner.home)
    # She may set out later, so as not to wait at the door.
    return begins, home <= runner.late and home - (begins - way) <= runner.longest


def _too_much(load: Load, carts: list[Load]) -> tuple[str, tuple[tuple[str, object], ...]]:
    grams, millilitres, boxes, _homes = (
        max(part) for part in zip(*(c.parts for c in carts), strict=True)
    )
    if load.grams > grams:
        return TOO_HEAVY, (("has", _thousands(load.grams)), ("most", _thousands(grams)))
    if load.millilitres > millilitres:
        most = ("most", _thousands(millilitres))
        return TOO_BIG, (("has", _thousands(load.millilitres)), most)
    if load.boxes > boxes:
        return NO_BOX, (("has", load.boxes), ("most", boxes))
    return NOT_BY_ONE, ()


def _thousands(number: int) -> str:
    return f"{number / 1000:.1f}".removesuffix(".0")
