"""Django's entry to this domain."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "wanli.domains.places"
    label = "places"
