"""A verdict in one sentence: the facts used, the rule, the class."""

from __future__ import annotations

from datetime import date

from wanli.domains.arrivals.rules.knowing import Ground
from wanli.domains.plans.rules.facts import Facts, fact_said
from wanli.domains.plans.rules.parts import Phrase, Words, noop
from wanli.domains.plans.rules.sorting import FAR, LEVEL_NAMES
from wanli.domains.plans.rules.wording import Voice

STAYED = noop("{days}住过{place}(当时{level})")
PASSED = noop("{days}途经{place}(当时{level})")
UNSURE = noop("只说到{said},里面的{area}当时{level},先按到过算")
LEFT = noop("离开 {n} 天后到达")
SAME_DAY = noop("离开当天到达")
BECAUSE = noop("{facts}。按“{rule}”归为“{cls}”。")
BY_RULE = noop("按“{rule}”归为“{cls}”。")
NO_RULE = noop("预案里没有一条规则管到,还没有归类。")


def sentence(
    voice: Voice,
    *,
    rule: Words | None,
    cls: Words | None,
    used: tuple[str, ...],
    facts: Facts,
    grounds: tuple[Ground, ...],
) -> str:
    """Why somebody is of a class. ``used``: the facts that the rule asks for."""
    if rule is None or cls is None:
        return voice.translate(NO_RULE)
    said = voice.joined(_said(voice, used, facts, grounds))
    names = {"rule": rule.said(voice.language), "cls": cls.said(voice.language)}
    message = voice.translate(BECAUSE if said else BY_RULE).format(facts=said, **names)
    return message[:1].upper() + message[1:]


def _said(
    voice: Voice, used: tuple[str, ...], facts: Facts, grounds: tuple[Ground, ...]
) -> list[str]:
    by_kind = {one.kind: one for one in grounds}
    found = []
    for name in used:
        if name in ("stayed", "passed") and (ground := by_kind.get(name)):  # type: ignore[call-overload]
            found.append(_ground(voice, ground))
        elif name == "left_days":
            if facts.left_days != FAR:
                left = LEFT if facts.left_days else SAME_DAY
                found.append(voice.translate(left).format(n=facts.left_days))
        elif one := fact_said(facts, name):
            found.append(voice.phrase(Phrase((one,))))
    return found


def _ground(voice: Voice, ground: Ground) -> str:
    level = voice.translate(LEVEL_NAMES[ground.level])
    if not ground.sure:
        return voice.translate(UNSURE).format(said=ground.words, area=ground.area, level=level)
    message = STAYED if ground.kind == "stayed" else PASSED
    return voice.translate(message).format(
        days=_days(voice, ground), place=ground.words, level=level
    )


def _days(voice: Voice, ground: Ground) -> str:
    since, until = date.fromisoformat(ground.since), date.fromisoformat(ground.until)
    days = [since] if since == until else [since, until]
    if voice.language.startswith("en"):
        return "–".join(f"{day:%b} {day.day}" for day in days)
    return "至".join(f"{day.month}月{day.day}日" for day in days)
