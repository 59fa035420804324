"""What the templates of observation need beyond Django's own."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from wanli.domains.observation.wording import words_kept

register = template.Library()
register.filter("kept_words", words_kept)


@register.filter
def of(found: Mapping[object, object] | str, key: object) -> object:
    """What a mapping holds for a key; nothing where there is no mapping."""
    return found.get(key, ()) if isinstance(found, Mapping) else ()
