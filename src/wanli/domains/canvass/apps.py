"""Django's entry to this domain."""

from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "wanli.domains.canvass"
    label = "canvass"

    def ready(self) -> None:
        from wanli.domains.canvass.effects import foresee
        from wanli.domains.canvass.measures import MEASURES
        from wanli.domains.ledger.registry import register
        from wanli.domains.plans import effects

        register(MEASURES)
        effects.register(foresee)
