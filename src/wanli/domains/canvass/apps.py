"""Django's entry to this domain."""

from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "wanli.domains.canvass"
    label = "canvass"

    def ready(self) -> None:
        from wanli.domains.canvass.measures import MEASURES
        from wanli.domains.ledger.registry import register

        register(MEASURES)
