"""Quotes, codebook and corpora: what people said and how researchers coded it."""
