"""Django's entry to this domain."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "wanli.domains.places"
    label = "places"

    def ready(self) -> None:
        from wanli.domains.places.personal import COLLECTED
        from wanli.kernel import personal

        personal.register(COLLECTED)
