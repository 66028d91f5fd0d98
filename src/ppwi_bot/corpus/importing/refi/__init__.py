"""REFI-QDA, the exchange standard of programs for qualitative research: read and written."""
