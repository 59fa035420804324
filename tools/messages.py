"""Every sentence that Wanli says, from the sources to the English catalogue.

``python tools/messages.py`` brings ``src/wanli/locale/en/LC_MESSAGES/django.po`` up to date
(sentences that are gone leave it, new ones come in without a translation) and compiles it. The
message ids are the Chinese sentences themselves. Needs no gettext programs.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parent.parent / "src" / "wanli"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
SINGULAR = {"_", "gettext", "gettext_lazy", "noop", "Unreadable", "refuse", "Problem"}
PLURAL = {"ngettext", "ngettext_lazy"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
Message = tuple[str, str]
"""Singular, and plural or nothing."""


def messages() -> dict[Message, set[str]]:
    """Every sentence with the files in which it stands."""
    found: dict[Message, set[str]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        if {"tests", "migrations"} & set(file.parts):
            continue
        for message in _of_python(file.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(str(file.relative_to(SOURCE)))
    for file in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        if "templates" in file.parts:
            for message in _of_template(file.read_text(encoding="utf-8")):
                found.setdefault(message, set()).add(str(file.relative_to(SOURCE)))
    return found


def _of_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = getattr(function, "id", None) or getattr(function, "attr", "")
        said = [a.value for a in node.args if isinstance(a, ast.Constant)]
        said = [s for s in said if isinstance(s, str)]
        if name in PLURAL and len(said) >= 2:
            yield said[0], said[1]
        elif name in SINGULAR and said and CHINESE.search(said[0]):
            yield said[0], ""


def _of_template(source: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    written = templatize(source)
    for match in re.finditer(r"\b(?:n?gettext|_)\(", written):
        yield from _of_call(written[match.start() :])


def _of_call(source: str) -> Iterator[Message]:
    """From a call at the beginning of ``source``, with anything behind it."""
    for match in re.finditer(r"\)", source):
        try:
            yield from _of_python(source[: match.end()])
        except SyntaxError:
            continue
        return


def update() -> tuple[polib.POFile, int]:
    """The catalogue as the sources have it; how many sentences lack a translation."""
    old = {}
    if CATALOGUE.exists():
        old = {(e.msgid, e.msgid_plural): e for e in polib.pofile(str(CATALOGUE))}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Project-Id-Version": "wanli",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    missing = 0
    for (singular, plural), files in sorted(messages().items()):
        known = old.get((singular, plural))
        entry = polib.POEntry(
            msgid=singular,
            msgid_plural=plural,
            occurrences=[(file, "") for file in sorted(files)],
            flags=["python-brace-format"] if "{" in singular else [],
        )
        if plural:
            entry.msgstr_plural = known.msgstr_plural if known else {0: "", 1: ""}
            missing += not all(entry.msgstr_plural.values())
        else:
            entry.msgstr = known.msgstr if known else ""
            missing += not entry.msgstr
        catalogue.append(entry)
    return catalogue, missing


def main() -> int:
    """Write and compile; the exit code says whether something lacks a translation."""
    catalogue, missing = update()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(catalogue)} sentences, {missing} without a translation")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
