"""Fill a template database: the schema, as its owner."""

from __future__ import annotations

from wanli.config.running import close_pools, migrate


def main() -> None:
    migrate()
    close_pools()


if __name__ == "__main__":
    main()
