"""The running house: which processes there are, how they start, and what happens when one of them dies."""
