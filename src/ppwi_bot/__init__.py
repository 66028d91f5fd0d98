"""Ask a community what it said, and hear it in its own words."""
