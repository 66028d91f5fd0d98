"""What commands have in common: options, lines, and errors as one line."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from ppwi_bot.errors import PpwiError

P = ParamSpec("P")
R = TypeVar("R")

DATA = click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A corpus folder; give it several times for several. [default: the setting `data`]",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")


def one_line_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A user's mistake becomes one clear line and exit code 1, never a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PpwiError as error:
            click.echo(f"ppwi-bot: {error}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            # Whoever reads our output has enough (`| head`); Python would complain once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)

    return run


def echo_lines(lines: Iterable[str]) -> None:
    """Print lines as they come."""
    for line in lines:
        click.echo(line)
