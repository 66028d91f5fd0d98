"""Bringing quotes and codes in from the files and pages where they live, and taking them out again."""
