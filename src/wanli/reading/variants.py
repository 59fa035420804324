"""One name written with other characters: 王昇 and 王升, 陳峯 and 陈峰."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

STANDARD = str.maketrans(
    "堃喆珎珤寳寶徳囯髙燿燄甯叡呉吴暁晧皜濬鉄恵仝勲勛淼栢杰傑徧凴凭淩凌崐崑乹乾暎映倣仿菓果钜巨陞昇璿璇镕鎔溶邨村犇奔婣姻喦巖岩巗廸迪贇赟翺翶敍叙枏柟楠"
    "秌秋穐蘓蘇埶槑梅啓啟旹時峩峨峯羣裴竒奇琹琴",
    "坤哲珍宝宝宝德国高耀焰宁睿吴吴晓皓皓浚铁惠同勋勋渺柏杰杰遍凭凭凌凌昆昆乾乾映映仿仿果果巨巨升升璇璇熔熔溶村村奔奔姻姻岩岩岩岩迪迪赟赟翱翱叙叙楠楠楠"
    "秋秋秋苏苏艺梅梅启启时时峨峨峰群裴奇奇琴琴",
)
"""Variants that stand in names and that the conversion of traditional characters leaves alone:
from the First Table of Variant Characters (1955) and the Table of General Standard Characters
(State Council, 2013), annex 1. Several were made standard again in 2013 for names: whoever bears
one is still written both ways, so that this only says that two names may be one."""


@lru_cache(maxsize=1)
def _simplified() -> object:
    # Read at first need: its dictionaries take a while.
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=200_000)
def folded(name: str) -> str:
    """The name in standard characters, without spaces and dots.

    >>> folded("王昇") == folded("王升"), folded("陳峯") == folded("陈峰")
    (True, True)
    """
    said = unicodedata.normalize("NFKC", name)
    said = "".join(c for c in said if c not in " ·•・‧.．").lower()
    if said.isascii():
        return said
    converted: str = _simplified().convert(said)  # type: ignore[attr-defined]
    return converted.translate(STANDARD)
