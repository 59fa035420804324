"""Django's entry to this domain."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "wanli.domains.plans"
    label = "plans"

    def ready(self) -> None:
        from wanli.domains.plans import effects
        from wanli.domains.plans.personal import foresee

        effects.register(foresee)
