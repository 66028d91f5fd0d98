"""The Slack door: staff ask in direct messages, channels and threads, and get the same answers as everyone else."""
