"""A stand-in for Slack's cloud: a real HTTP server that speaks Slack's protocol and refuses what Slack refuses."""

from ppwi_bot.evaluation.slack_cloud.cloud import SlackCloud
from ppwi_bot.evaluation.slack_cloud.workspace import Call, Channel, Message

__all__ = ["Call", "Channel", "Message", "SlackCloud"]
