"""Django's entry to this domain."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "wanli.domains.ledger"
    label = "ledger"

    def ready(self) -> None:
        from wanli.domains.ledger.measures import POSTS
        from wanli.domains.ledger.registry import register

        register(POSTS)
