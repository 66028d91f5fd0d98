"""A supervisor over small stand-ins, run as a program of its own: house.py NAME=PYTHON_CODE …

Each stand-in counts as ready at once. `RESTARTS` in the environment: how often a fallen one is started again.
"""

import os
import sys

from ppwi_bot.stack.part import Part, Restart
from ppwi_bot.stack.supervisor import supervise


def part(argument: str) -> Part:
    name, _, code = argument.partition("=")
    return Part(
        name=name,
        command=(sys.executable, "-uc", code),
        environment=os.environ,
        ready=lambda: True,
        restart=Restart(limit=int(os.environ.get("RESTARTS", "5")), first_delay=0.01),
        hidden=("open sesame",),
    )


if __name__ == "__main__":
    sys.exit(supervise([part(argument) for argument in sys.argv[1:]], lambda line: print(line, flush=True), "here"))
