"""What tests of several kinds share: the whole house, booted once, and a browser to look at it with."""

import os
import shutil
from collections.abc import Callable, Iterator
from threading import Thread, Timer

import pytest
from tests import whole_stack
from tests.whole_stack import ROOT, Stack


@pytest.fixture(scope="session")
def free_ports() -> Callable[[int], list[int]]:
    """Gives so many ports that are free at the moment."""
    return whole_stack.free_ports


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The real thing on ports of its own, with no conversations yet. It needs what `make test` has built."""
    if not (ROOT / "bot/models/ppwi.tar.gz").is_file():
        pytest.fail("The dialogue has not been trained: run `make test`, which builds all that is needed.")
    house = whole_stack.boot(tmp_path_factory.mktemp("var"))
    reader = Thread(target=house.read_on, daemon=True)
    reader.start()
    try:
        house.wait_for("Ready after")
        yield house
    finally:
        house.process.terminate()
        # Stopping takes a moment; if it hangs, the kill takes the parts with it.
        guard = Timer(30, house.process.kill)
        guard.start()
        house.process.wait()
        guard.cancel()
        reader.join()
        assert house.process.stdout is not None
        house.process.stdout.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; `make test` looks for one and names it in PPWI_CHROMIUM."""
    named = os.environ.get("PPWI_CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("No Chromium here, and in CI the browser tests must run.")
    pytest.skip("no Chromium here: install it, or set PPWI_CHROMIUM")
