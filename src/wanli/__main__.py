"""``python -m wanli``."""

from wanli.config.cli import main

main()
