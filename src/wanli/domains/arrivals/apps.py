"""Django's entry to this domain."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "wanli.domains.arrivals"
    label = "arrivals"

    def ready(self) -> None:
        from wanli.domains.arrivals.group_chats import SHELF
        from wanli.domains.arrivals.ladder import LATE
        from wanli.domains.arrivals.lately import touches
        from wanli.domains.arrivals.measures import MEASURES
        from wanli.domains.arrivals.moves import foresee
        from wanli.domains.arrivals.operations import rejudge
        from wanli.domains.arrivals.operations.merge_places import MERGER
        from wanli.domains.arrivals.papers import PAPER_SHELF
        from wanli.domains.arrivals.personal import COLLECTED
        from wanli.domains.arrivals.vault import SEALED
        from wanli.domains.jobs import registry
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.notices.registry import register as register_kind
        from wanli.domains.people.lately import register_lately
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.domains.plans import effects
        from wanli.ground.pictures import register_shelf
        from wanli.kernel import personal

        register(MEASURES)
        effects.register(foresee)
        registry.register(rejudge.KIND, rejudge.WORK)
        personal.register(COLLECTED)
        register_merger(MERGER)
        register_sealed(SEALED)
        register_shelf(SHELF)
        register_shelf(PAPER_SHELF)
        register_kind(LATE)
        register_lately(touches)
