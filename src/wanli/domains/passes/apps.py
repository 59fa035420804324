"""Django's entry to this domain."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    name = "wanli.domains.passes"
    label = "passes"

    def ready(self) -> None:
        from wanli.domains.ledger.registry import register
        from wanli.domains.passes.measures import MEASURES
        from wanli.domains.passes.personal import COLLECTED
        from wanli.kernel import personal

        register(MEASURES)
        personal.register(COLLECTED)
