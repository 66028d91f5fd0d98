"""Conversation ids: unguessable, and signed so that nobody can make one up."""

import hashlib
import secrets

from itsdangerous import BadSignature, Signer

from ppwi_bot.channels.web.refusals import BadConversationError
from ppwi_bot.errors import SettingsError

KEY_BYTES = 16
"""128 random bits: nobody comes across somebody else's conversation by trying."""

SHORTEST_SECRET = 16
"""In bytes; below this a signature could be forged by trying secrets."""


class Conversations:
    """Hands out conversation ids and knows its own again.

    The id a visitor holds is `key.signature`; only the key goes further into the house.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise SettingsError(f"The secret for conversation ids needs at least {SHORTEST_SECRET} bytes.")
        self._signer = Signer(secret, salt="ppwi-bot conversation", key_derivation="hmac", digest_method=hashlib.sha256)

    def new(self) -> str:
        """A signed id for a new conversation."""
        return self._signer.sign(secrets.token_urlsafe(KEY_BYTES)).decode()

    def key(self, conversation: str) -> str:
        """The conversation's key.

        Raises:
            BadConversationError: the id was not handed out by this door.
        """
        try:
            return self._signer.unsign(conversation.encode("utf-8", "replace")).decode()
        except BadSignature:
            raise BadConversationError(
                "This conversation id is not one of ours. Leave it out to start a new conversation."
            ) from None
