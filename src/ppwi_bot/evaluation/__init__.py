"""Measuring the product: retrieval, abstention, intents, conversations and load."""
