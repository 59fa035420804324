"""Django's entry to this domain."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wanli.domains.accounts"
    label = "accounts"

    def ready(self) -> None:
        from wanli.domains.accounts.personal import COLLECTED
        from wanli.kernel import personal

        personal.register(COLLECTED)
