"""Django's entry to this domain."""

from django.apps import AppConfig


class PostingsConfig(AppConfig):
    name = "wanli.domains.postings"
    label = "postings"

    def ready(self) -> None:
        from wanli.domains.ledger.mergers import register_merger
        from wanli.domains.postings.operations.merge_places import MERGER

        register_merger(MERGER)
