"""Django's entry to this domain."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wanli.domains.people"
    label = "people"

    def ready(self) -> None:
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.people.measures import MEASURES
        from wanli.domains.people.operations.merge_homes import MERGER
        from wanli.domains.people.personal import COLLECTED
        from wanli.kernel import personal

        register(MEASURES)
        register_merger(MERGER)
        personal.register(COLLECTED)
