"""Every sentence has its English, with the same blanks to fill."""

from __future__ import annotations

import re

import polib
from tools.messages import CATALOGUE, messages, update

BLANK = re.compile(r"%\(\w+\)s|\{\w*\}")


def test_every_sentence_is_translated() -> None:
    _catalogue, missing = update()
    assert missing == 0, "run python tools/messages.py and translate"
    known = {(entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(CATALOGUE))}
    assert known == set(messages())


def test_translations_keep_their_blanks() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        wanted = set(BLANK.findall(entry.msgid))
        if entry.msgid_plural:
            # The singular may do without the number: "visited once".
            assert set(BLANK.findall(entry.msgstr_plural[1])) == wanted, entry.msgid
            assert set(BLANK.findall(entry.msgstr_plural[0])) <= wanted, entry.msgid
        else:
            assert set(BLANK.findall(entry.msgstr)) <= wanted, entry.msgid


def test_the_compiled_catalogue_is_of_the_same_making() -> None:
    compiled = {e.msgid: e.msgstr for e in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    for entry in polib.pofile(str(CATALOGUE)):
        if not entry.msgid_plural:
            assert compiled[entry.msgid] == entry.msgstr
