"""The chat as other sites embed it: the browser code, and the addresses it is served at."""

from ppwi_bot.channels.widget.serving import blueprint

__all__ = ["blueprint"]
