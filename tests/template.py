"""Fill a template database: the schema, as its owner, and the demo subdistrict in small."""

from __future__ import annotations

from wanli.config.running import close_pools, schema_ready


def main() -> None:
    schema_ready()
    from wanli.demo.load import load
    from wanli.ground.acting import acting
    from wanli.kernel.scope import EVERYTHING

    with acting(EVERYTHING):
        load("small")
    close_pools()


if __name__ == "__main__":
    main()
