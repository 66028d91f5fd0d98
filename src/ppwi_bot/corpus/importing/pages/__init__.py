"""Saved web pages: what they say about topics, in whose words."""
