"""Django's entry to this domain."""

from django.apps import AppConfig


class PostingsConfig(AppConfig):
    name = "wanli.domains.postings"
    label = "postings"

    def ready(self) -> None:
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.ledger.registry import register
        from wanli.domains.people.operations.rotate_keys import register_sealed
        from wanli.domains.postings.measures import MEASURES
        from wanli.domains.postings.operations.merge_places import MERGER
        from wanli.domains.postings.personal import COLLECTED
        from wanli.domains.postings.vault import SEALED
        from wanli.kernel import personal

        register(MEASURES)
        personal.register(COLLECTED)
        register_merger(MERGER)
        register_sealed(SEALED)
