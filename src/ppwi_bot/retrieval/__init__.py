"""From a question to the quotes and codes that speak to it."""
