"""Django's entry to this domain."""

from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "wanli.domains.canvass"
    label = "canvass"

    def ready(self) -> None:
        from wanli.domains.canvass.effects import foresee
        from wanli.domains.canvass.lately import touches
        from wanli.domains.canvass.measures import MEASURES
        from wanli.domains.canvass.operations.merge_doors import MERGER
        from wanli.domains.canvass.personal import COLLECTED
        from wanli.domains.canvass.photos import SHELF
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.people.lately import register_lately
        from wanli.domains.plans import effects
        from wanli.ground.pictures import register_shelf
        from wanli.kernel import personal

        register(MEASURES)
        register_shelf(SHELF)
        personal.register(COLLECTED)
        effects.register(foresee)
        register_merger(MERGER)
        register_lately(touches)
