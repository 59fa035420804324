"""Django's entry to this domain."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wanli.domains.people"
    label = "people"

    def ready(self) -> None:
        from wanli.domains.ledger.registry import register
        from wanli.domains.people.measures import MEASURES
        from wanli.domains.people.personal import COLLECTED
        from wanli.kernel import personal

        register(MEASURES)
        personal.register(COLLECTED)
