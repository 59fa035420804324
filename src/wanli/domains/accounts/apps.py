"""Django's entry to this domain."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wanli.domains.accounts"
    label = "accounts"
