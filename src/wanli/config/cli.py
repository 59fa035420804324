"""The one command: ``wanli``."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
from pathlib import Path

import click

from wanli.config import commands
from wanli.config.options import DEFAULT_DATA, PREFIX


class Lazy(click.Group):
    """Finds a command in the file of its name, so that ``wanli --help`` loads no Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(
            module.name.rstrip("_")
            for module in pkgutil.iter_modules(commands.__path__)
            if not module.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        for module in (cmd_name, f"{cmd_name}_"):
            if importlib.util.find_spec(f"{commands.__name__}.{module}"):
                found = importlib.import_module(f"{commands.__name__}.{module}").command
                assert isinstance(found, click.Command)
                return found
        return None


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar=PREFIX + "DATA",
    default=DEFAULT_DATA,
    show_default=True,
    help="The data folder: database, keys, uploads.",
)
@click.version_option(package_name="wanli")
def main(data: Path) -> None:
    """Epidemic prevention and control for a subdistrict and its committees."""
    os.environ[PREFIX + "DATA"] = str(data.expanduser().absolute())


if __name__ == "__main__":
    main()
