"""The web door: chat page, API, pages for every quote, topic and theme."""

from ppwi_bot.channels.web.app import create_app
from ppwi_bot.channels.web.door import Door, Keeping, Limits

__all__ = ["Door", "Keeping", "Limits", "create_app"]
