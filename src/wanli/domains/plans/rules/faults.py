"""What is wrong with a plan somebody wrote: where, and in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wanli.domains.plans.rules.parts import Part, noop
from wanli.domains.plans.rules.table import problems

if TYPE_CHECKING:
    from pydantic import ValidationError

    from wanli.domains.plans.rules.content import Plan

Where = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, at the value where it is."""

    where: Where
    message: str
    """A message id with blanks for ``params``."""
    params: Mapping[str, object] = field(default_factory=dict)


class Unfit(ValueError):
    """A plan that cannot be."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{fault.where}: {fault.message}" for fault in self.faults))


MESSAGES = {
    "missing": noop("请填写。"),
    "string_too_short": noop("请填写。"),
    "string_too_long": noop("太长了,请缩到 {max_length} 个字以内。"),
    "string_pattern_mismatch": noop("写法不对,请重新填。"),
    "int_parsing": noop("请写一个整数,例如 14。"),
    "int_parsing_size": noop("请写一个整数,例如 14。"),
    "int_from_float": noop("请写一个整数,例如 14。"),
    "decimal_parsing": noop("请写一个数,例如 37.3。"),
    "decimal_max_places": noop("小数最多写 {decimal_places} 位。"),
    "decimal_max_digits": noop("小数最多写一位,例如 37.3。"),
    "finite_number": noop("请写一个数,例如 37.3。"),
    "greater_than_equal": noop("太小了,最少 {ge}。"),
    "less_than_equal": noop("太大了,最多 {le}。"),
    "time_parsing": noop("请写成 09:00 这样的时间。"),
    "literal_error": noop("请从列出的里面选。"),
    "too_short": noop("至少要有 {min_length} 条。"),
    "too_long": noop("最多 {max_length} 条。"),
    "invisible": noop("里面有看不见的字符,请删掉重新写。"),
    "nothing_settles": noop("至少要有一个结果算排摸到了,否则永远排摸不完。"),
    "rungs_fall": noop("每一步要比前一步晚:请把“报警后多少小时”从小到大写。"),
    "nothing_reaches": noop("至少要有一个结果算联系上了,否则永远联系不完。"),
    "round_overlaps": noop("一轮要在下一轮开始以前联系完:请把“一轮几天内联系完”改小。"),
    "ladder_falls": noop("每一步要比前一步晚:请把“过时多少分钟”从小到大写。"),
    "no_choices": noop("只有“点一个选项”的问题才写选项。"),
    "too_few_choices": noop("请写至少两个选项,一行一个。"),
    "twice": noop("有两个选项一样,请改掉一个。"),
}
ODD = noop("这里填得不对,请重新填。")
GONE = noop("这里用到的“{key}”不在预案里,请另选一个。")
SAME_NAME = noop("已有一个叫“{name}”,请换个名称。")
SAME_KEY = noop("这一条出现了两次,请删掉一条。")


def faults_of(error: ValidationError) -> list[Fault]:
    """Everything that pydantic found."""
    found: list[Fault] = []
    for one in error.errors(include_url=False):
        context: dict[str, Any] = one.get("ctx") or {}
        if one["type"] == "crossing":
            found += context["faults"]
        else:
            found.append(Fault(one["loc"], MESSAGES.get(one["type"], ODD), context))
    return found


def crossing(plan: Plan) -> list[Fault]:
    """What is wrong between parts that are right in themselves."""
    return [*_twice(plan, ()), *_dangling(plan), *_unsorted(plan)]


def _twice(part: Part, where: Where) -> Iterable[Fault]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Part):
            yield from _twice(value, (*where, name))
        elif isinstance(value, tuple):
            keys: set[str] = set()
            names: set[str] = set()
            for number, row in enumerate(value):
                here = (*where, name, number)
                if (key := getattr(row, "key", None)) is not None:
                    if key in keys:
                        yield Fault((*here, "key"), SAME_KEY)
                    keys.add(key)
                if (called := getattr(row, "name", None)) is not None:
                    if called.zh in names:
                        yield Fault((*here, "name", "zh"), SAME_NAME, {"name": called.zh})
                    names.add(called.zh)
                yield from _twice(row, here)


def _dangling(plan: Plan) -> Iterable[Fault]:
    terms = {term.key for term in plan.terms}
    colours = {colour.key for colour in plan.passes.colours}
    for number, one in enumerate(plan.classes):
        if one.term and one.term not in terms:
            yield Fault(("classes", number, "term"), GONE, {"key": one.term})
        if one.colour and one.colour not in colours:
            yield Fault(("classes", number, "colour"), GONE, {"key": one.colour})
    classes = {one.key for one in plan.classes}
    for number, row in enumerate(plan.sorting.rows):
        if row.cls not in classes:
            yield Fault(("sorting", "rows", number, "cls"), GONE, {"key": row.cls})


def _unsorted(plan: Plan) -> Iterable[Fault]:
    for one in problems(plan.sorting):
        where: Where = ("sorting", "rows")
        yield Fault(where if one.row is None else (*where, one.row), one.message, one.params)
