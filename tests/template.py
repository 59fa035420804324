"""Fill a template database: the schema, as its owner, and the demo subdistrict in small, with its
personas signed in."""

from __future__ import annotations

from django.db import transaction

from wanli.config.running import close_pools, schema_ready


def main() -> None:
    schema_ready()
    from wanli.demo.load import load
    from wanli.ground.acting import acting
    from wanli.kernel.scope import EVERYTHING

    with acting(EVERYTHING):
        load("small")
        from tests.world import sign_all_in

        with transaction.atomic():
            sign_all_in()
    close_pools()


if __name__ == "__main__":
    main()
