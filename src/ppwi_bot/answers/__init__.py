"""From hits to an answer in which every sentence has a source."""
