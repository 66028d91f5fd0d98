"""The web door: chat page, API, pages for every quote, topic and theme."""

from ppwi_bot.channels.web.app import create_app
from ppwi_bot.channels.web.door import MAX_MESSAGE_CHARACTERS, Door, Limits

__all__ = ["MAX_MESSAGE_CHARACTERS", "Door", "Limits", "create_app"]
