"""A website visited politely, page by page."""
