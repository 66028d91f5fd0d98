"""Asks a server on this machine whether it serves."""

import httpx

LOOK_TIMEOUT = 1.0
"""Seconds; a server that is up answers such a question in milliseconds."""


def answers(url: str) -> bool:
    """Whether a GET of `url` succeeds."""
    try:
        # trust_env off: a proxy set for the outside world has no part in this.
        return httpx.get(url, timeout=LOOK_TIMEOUT, trust_env=False).is_success
    except httpx.HTTPError:
        return False
