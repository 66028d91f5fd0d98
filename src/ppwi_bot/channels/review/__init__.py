"""The page on which staff decide about words that may give somebody away: on this machine only, for as long as they sit at it."""

from ppwi_bot.channels.review.app import create_app
from ppwi_bot.channels.review.serving import serve

__all__ = ["create_app", "serve"]
