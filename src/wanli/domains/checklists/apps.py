"""Django's entry to this domain."""

from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    name = "wanli.domains.checklists"
    label = "checklists"

    def ready(self) -> None:
        from wanli.domains.checklists.ladder import KINDS
        from wanli.domains.checklists.measures import MEASURES
        from wanli.domains.checklists.operations import match
        from wanli.domains.checklists.operations.merge_places import MERGER
        from wanli.domains.checklists.personal import COLLECTED
        from wanli.domains.checklists.vault import SEALED
        from wanli.domains.jobs import registry
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.notices.registry import register as register_kind
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.kernel import personal

        register(MEASURES)
        registry.register(match.KIND, match.WORK)
        personal.register(COLLECTED)
        register_merger(MERGER)
        register_sealed(SEALED)
        for kind in KINDS:
            register_kind(kind)
