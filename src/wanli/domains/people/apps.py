"""Django's entry to this domain."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wanli.domains.people"
    label = "people"
