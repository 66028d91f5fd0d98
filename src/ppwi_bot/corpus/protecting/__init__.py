"""Words in a quote that may give somebody away: finding them, deciding on each, and replacing them."""
