"""Django's entry to this domain."""

from django.apps import AppConfig


class RoutinesConfig(AppConfig):
    name = "wanli.domains.routines"
    label = "routines"

    def ready(self) -> None:
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.routines.measures import MEASURES
        from wanli.domains.routines.operations.merge_places import MERGER
        from wanli.domains.routines.personal import COLLECTED
        from wanli.domains.routines.photos import SHELF
        from wanli.ground.pictures import register_shelf
        from wanli.kernel import personal

        register(MEASURES)
        register_shelf(SHELF)
        personal.register(COLLECTED)
        register_merger(MERGER)
