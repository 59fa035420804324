"""What is shown of a person until somebody opens it with a reason."""

from __future__ import annotations

from datetime import date

COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "尉迟",
        "司徒",
        "皇甫",
        "令狐",
        "东方",
        "公孙",
        "慕容",
        "夏侯",
        "端木",
        "宇文",
        "长孙",
        "百里",
        "呼延",
        "西门",
        "南宫",
        "独孤",
    ]
)
DOTS = "·•・‧．"


def mask_name(name: str) -> str:
    """王小明 → 王**, 欧阳锋 → 欧阳*, 阿依古丽·买买提 → 阿***·***, John Smith → J*** S***."""
    name = name.strip()
    if not name:
        return ""
    for dot in DOTS:
        if dot in name:
            first, *rest = name.split(dot)
            return "·".join([first[:1] + "***", *("***" for _ in rest)])
    if name.isascii():
        return " ".join(word[:1] + "***" for word in name.split())
    head = name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    return head + "*" * max(1, len(name) - len(head))


def mask_phone(number: str) -> str:
    """13812345678 → 138****5678; a short number keeps its last two."""
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]}****{number[-4:]}"
    return "*" * max(2, len(number) - 2) + number[-2:] if len(number) > 4 else "****"


def mask_document(number: str) -> str:
    """The first and the last few characters: 310***********123X, E*****678."""
    if len(number) == 18:
        return number[:3] + "*" * 11 + number[-4:]
    if len(number) <= 4:
        return "****"
    return number[0] + "*" * (len(number) - 4) + number[-3:]


def mask_birth(day: date) -> str:
    """Only the year: 1950-**-**."""
    return f"{day.year}-**-**"
