"""A stand-in for Slack's cloud: real HTTP and WebSocket servers that speak Slack's protocol and refuse what it refuses.

It is no Slack. It was written from Slack's public reference, and what passes here has still to be tried there once.

Left out:

- attachments, files, tables, videos, `markdown` and `context_actions` blocks, date pickers, menus of people or channels: refused
- OAuth, user tokens, Enterprise Grid, group direct messages, archived channels, channels by name
- limits of its own accord: 429 comes when a test asks for it
- giving up after three seconds and sending again: a test sends an event again with the same `event_id` and `retry=1`
- `views.update` and `views.push`, and acting on what answers a sent-off modal

Stricter than Slack, where its reference is silent or differs from what it does:

- an `action_id` occurs once in a message, not once in a block
- text above 40,000 characters is refused with `msg_too_long`, not cut; in `chat.update` above 4,000
- all texts of a message's blocks have 13,200 characters at most (`msg_blocks_too_long`), and a text in rich text 3,000
- a reply under a reply or under nothing is refused, not posted where nobody sees it
- `conversations.info` and `conversations.members` need the scope of the channel's own kind; `auth.test` takes the bot token only
- events are not sent where the app lacks the scope or is not in the channel: that is an error of the test
- input blocks only in modals with a `submit`

Time: trigger ids (3 s) and response_urls (30 min, 5 uses) age by `SlackCloud.let_pass` alone. Lengths count code points.
"""

from ppwi_bot.evaluation.slack_cloud.cloud import SlackCloud
from ppwi_bot.evaluation.slack_cloud.messages import Channel, Message
from ppwi_bot.evaluation.slack_cloud.workspace import Call

__all__ = ["Call", "Channel", "Message", "SlackCloud"]
