"""The Slack door in a process of its own, to be killed: door.py, with what it needs in the environment."""

import os
import sys
from pathlib import Path

from flask import Flask
from tests.slack.workplace import KEPT_DAYS, SITE, Behind, eventually
from waitress.server import create_server

from ppwi_bot.channels.slack.door import Access, SlackDoor
from ppwi_bot.channels.slack.serving import PATH, slack_blueprint

if __name__ == "__main__":
    access = Access(os.environ["TOKEN"], os.environ["SIGNING"], url=os.environ["API"])
    door = SlackDoor(access, Behind().house(SITE), Path(os.environ["FOLDER"]), KEPT_DAYS)
    app = Flask("door")
    app.register_blueprint(slack_blueprint(door))
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    door.open()
    eventually(lambda: door.is_open)
    print(f"http://127.0.0.1:{server.effective_port}{PATH}", flush=True)
    sys.stdout.close()
    server.run()
