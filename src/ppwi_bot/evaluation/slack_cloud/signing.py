"""Slack's signature on what it sends: HMAC-SHA256 over version, time and body."""

import hashlib
import hmac
import time


def signature_headers(secret: str, body: bytes, *, age: float = 0) -> dict[str, str]:
    """The two headers that prove a request comes from Slack, made `age` seconds ago."""
    timestamp = str(int(time.time() - age))
    signed = f"v0:{timestamp}:".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
