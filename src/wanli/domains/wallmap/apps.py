"""Django's entry to this domain."""

from django.apps import AppConfig


class WallmapConfig(AppConfig):
    name = "wanli.domains.wallmap"
    label = "wallmap"
