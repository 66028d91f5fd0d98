"""Doors: each renders the same `Answer` for one way of asking."""
