"""Talking with Rasa: the client that sends it a message, and the actions it calls back."""
