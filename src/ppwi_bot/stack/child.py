"""The first moments of every part's process: it ties its life to its supervisor's, then becomes the part.

Run by path in an isolated interpreter (`python -IS child.py SUPERVISOR_PID PROGRAM [ARGUMENT …]`), so it
imports the standard library only. It exists because asking for this between fork and exec is unsafe in a
program with threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CANNOT_RUN = 127
"""What a shell answers for a program that is not there."""


def main(arguments: list[str]) -> int:
    """Tie this process to its supervisor and replace it by the program; returns only if that fails."""
    supervisor, program = int(arguments[0]), arguments[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        # The supervisor may have gone before the line above took hold; then nobody would ever tell us.
        if os.getppid() != supervisor:
            return CANNOT_RUN
    try:
        os.execvp(program[0], program)  # noqa: S606 - no shell is wanted
    except OSError as error:
        sys.stderr.write(f"{program[0]} cannot be run: {error.strerror}\n")
        return CANNOT_RUN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
