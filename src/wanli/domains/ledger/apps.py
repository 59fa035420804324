"""Django's entry to this domain."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "wanli.domains.ledger"
    label = "ledger"
