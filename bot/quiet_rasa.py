"""Rasa's command line without what nobody here can act on: `bot/.venv/bin/python bot/quiet_rasa.py train …`.

Being in this folder, it also puts the folder's own components within Rasa's reach.
"""

import os
import runpy
import warnings

QUIET = {
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def main() -> None:
    """Run Rasa with this process's arguments."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    # Not by a filter: Rasa and what it imports set filters of their own.
    warnings.showwarning = lambda *args, **kwargs: None
    runpy.run_module("rasa", run_name="__main__", alter_sys=True)


# Asked so that a worker process that Rasa starts can import this file without running Rasa again.
if __name__ == "__main__":
    main()
