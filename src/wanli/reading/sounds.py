"""How Chinese is typed by ear: full pinyin and initials."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=50_000)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin of each character, without tones, as usually read; other letters as they are."""
    # Read at first need: its dictionaries take a tenth of a start.
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)
    return tuple(s.lower() for s in (part.strip() for part in found) if s)


def sounds_like(said: str, text: str) -> bool:
    """Whether ``said`` (letters) begins the pinyin of ``text`` or its initials at any character."""
    heard = syllables(text)
    return any(
        "".join(heard[at:]).startswith(said) or "".join(s[0] for s in heard[at:]).startswith(said)
        for at in range(len(heard))
    )
