"""Django's entry to this domain."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "wanli.domains.plans"
    label = "plans"
