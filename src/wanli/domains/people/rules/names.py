"""Names as people search for them: by sound and by initials."""

from __future__ import annotations

from functools import lru_cache

from wanli.kernel.masking import COMPOUND_SURNAMES, DOTS
from wanli.reading.sounds import syllables as syllables_of

SURNAME_SOUNDS = {
    "单": "shan", "仇": "qiu", "查": "zha", "曾": "zeng", "解": "xie", "区": "ou", "朴": "piao",
    "盖": "ge", "华": "hua", "任": "ren", "翟": "zhai", "乐": "yue", "员": "yun", "召": "shao",
    "尉迟": "yuchi", "万俟": "moqi", "覃": "qin", "瞿": "qu", "缪": "miao", "冼": "xian",
    "纪": "ji",
    "葛": "ge",
    "燕": "yan", "宁": "ning", "晁": "chao", "种": "chong", "逄": "pang", "哈": "ha",
    "那": "na", "折": "she", "黑": "he", "秘": "bi", "洗": "xian", "重": "chong", "繁": "po",
    "柏": "bai", "卜": "bu", "车": "che", "长孙": "zhangsun", "尉": "wei", "令狐": "linghu",
}  # fmt: skip
"""How a character sounds as a surname, where its common reading is another."""


@lru_cache(maxsize=200_000)
def pinyin(name: str) -> tuple[str, str]:
    """Full pinyin without tones or spaces, and initials: 单田芳 → ("shantianfang", "stf")."""
    plain = "".join(" " if c in DOTS else c for c in name).strip()
    if plain.isascii():
        words = plain.lower().split()
        return "".join(words), "".join(word[0] for word in words)
    surname = plain[:2] if plain[:2] in COMPOUND_SURNAMES | SURNAME_SOUNDS.keys() else plain[:1]
    syllables = list(syllables_of(plain[len(surname) :]))
    if surname in SURNAME_SOUNDS:
        sound = SURNAME_SOUNDS[surname]
        heads = sound[0] if len(surname) == 1 else "".join(s[0] for s in syllables_of(surname))
        return sound + "".join(syllables), heads + "".join(s[0] for s in syllables)
    syllables = [*syllables_of(surname), *syllables]
    return "".join(syllables), "".join(s[0] for s in syllables if s)
