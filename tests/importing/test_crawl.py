"""A crawl reads one site, slowly and within its rules, and can be interrupted at any time."""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import pytest
from tests.importing.website import Website, website

from ppwi_bot.corpus.importing.crawl.fetching import Clock, Limits
from ppwi_bot.corpus.importing.crawl.log import Visit
from ppwi_bot.corpus.importing.crawl.site import canonical, is_public, links, start_of
from ppwi_bot.corpus.importing.crawl.visiting import crawl, read, site_folder
from ppwi_bot.corpus.importing.found import UnreadableError


@dataclass
class Time:
    """Time that passes only by sleeping, and each sleep."""

    passed: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.passed, passing=lambda: self.passed, sleep=self.sleep)


@pytest.fixture
def site() -> Iterator[Website]:
    with website() as found:
        yield found


@pytest.fixture
def time() -> Time:
    return Time()


def linking(*hrefs: str) -> str:
    return "".join(f'<a href="{href}">x</a>' for href in hrefs) or "<p>nothing</p>"


def visits(site: Website, tmp_path: Path, time: Time, path: str = "/", **limits: Any) -> list[Visit]:
    return list(crawl(site.address + path, tmp_path, limits=Limits(**limits), clock=time.clock))


def read_paths(site: Website, made: list[Visit]) -> list[str]:
    return [visit.address.removeprefix(site.address) for visit in made if visit.file]


def notes(site: Website, made: list[Visit]) -> dict[str, str]:
    return {visit.address.removeprefix(site.address): visit.note for visit in made if not visit.file}


def test_a_site_is_read_page_by_page_nearest_first_and_each_once(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/b", "a#top", "/", "mailto:x@example.org", "javascript:void(0)", "/c.pdf"))
    site.put("/a", linking("/b", "/deep"))
    site.put("/b", linking("/a?", "/a#other"))
    site.put("/deep", linking())
    assert read_paths(site, visits(site, tmp_path, time)) == ["/", "/b", "/a", "/deep"]
    assert site.asked == ["/robots.txt", "/", "/b", "/a", "/deep"]


def test_at_least_a_second_passes_between_two_requests(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/a", "/b"))
    site.put("/a", status=302, Location="/b")
    site.put("/b", linking())
    visits(site, tmp_path, time)
    assert site.asked == ["/robots.txt", "/", "/a", "/b"]
    assert time.slept == [1.0, 1.0, 1.0]


def test_a_site_that_asks_for_more_time_between_requests_gets_it(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
    site.put("/", linking("/a"))
    site.put("/a", linking())
    visits(site, tmp_path, time)
    assert time.slept == [7.0, 7.0]


def test_what_robots_txt_forbids_is_not_asked_for(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /private/open\nDisallow: /*.draft\n")
    site.put("/", linking("/private/a", "/private/open", "/x.draft", "/away"))
    site.put("/private/open", linking())
    site.put("/away", status=301, Location="/private/b")
    made = visits(site, tmp_path, time)
    assert read_paths(site, made) == ["/", "/private/open"]
    assert set(notes(site, made)) == {"/private/a", "/x.draft", "/private/b"}
    assert site.asked == ["/robots.txt", "/", "/private/open", "/away"]


def test_rules_addressed_to_this_program_count_before_those_for_all(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: ppwi-bot\nDisallow: /a\n")
    site.put("/", linking("/a", "/b"))
    site.put("/b", linking())
    assert read_paths(site, visits(site, tmp_path, time)) == ["/", "/b"]


def test_a_site_that_keeps_programs_out_is_not_read(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n")
    with pytest.raises(UnreadableError, match=r"robots\.txt asks programs not to read it"):
        visits(site, tmp_path, time)
    assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [500, 503])
def test_where_robots_txt_cannot_be_read_nothing_is(site: Website, tmp_path: Path, time: Time, status: int) -> None:
    site.put("/robots.txt", status=status)
    with pytest.raises(UnreadableError, match="cannot be found out"):
        visits(site, tmp_path, time)
    assert set(site.asked) == {"/robots.txt"}


def test_pages_that_ask_not_to_be_followed_are_read_and_not_followed(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/a") + '<a rel="nofollow" href="/c">x</a>')
    site.put("/a", '<meta name="robots" content="NOINDEX, nofollow">' + linking("/b"))
    assert read_paths(site, visits(site, tmp_path, time)) == ["/", "/a"]


def test_a_redirect_off_the_site_is_not_followed(site: Website, tmp_path: Path, time: Time) -> None:
    with website() as other:
        other.put("/", linking())
        site.put("/", linking("/away", f"{other.address}/"))
        site.put("/away", status=302, Location=f"{other.address}/")
        made = visits(site, tmp_path, time)
        assert other.asked == []
    assert "another site" in next(iter(notes(site, made).values()))


def test_redirects_in_a_circle_end(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/one"))
    site.put("/one", status=302, Location="/two")
    site.put("/two", status=307, Location="/one")
    made = visits(site, tmp_path, time, redirects=5)
    assert "without end" in next(iter(notes(site, made).values()))
    assert site.asked.count("/one") + site.asked.count("/two") == 6


def test_a_page_that_several_addresses_lead_to_is_read_once(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/old", "/older", "/new"))
    site.put("/old", status=301, Location="/new")
    site.put("/older", status=301, Location="/new")
    site.put("/new", linking())
    made = visits(site, tmp_path, time)
    assert read_paths(site, made) == ["/", "/new"]
    assert "read already" in notes(site, made)["/older"]


def test_a_huge_page_is_given_up_and_the_rest_is_read(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/huge", "/a"))
    site.put("/huge", lambda: repeat(b"x" * 10_000))
    site.put("/a", linking())
    made = visits(site, tmp_path, time, page_bytes=50_000)
    assert read_paths(site, made) == ["/", "/a"]
    assert "larger than" in notes(site, made)["/huge"]


def test_a_page_that_arrives_too_slowly_is_given_up(site: Website, tmp_path: Path, time: Time) -> None:
    def slow() -> Iterator[bytes]:
        while True:
            time.passed += 30
            yield b"x"

    site.put("/", linking("/slow", "/a"))
    site.put("/slow", slow)
    site.put("/a", linking())
    made = visits(site, tmp_path, time, page_s=60.0)
    assert read_paths(site, made) == ["/", "/a"]
    assert "Took longer than 60 seconds" in notes(site, made)["/slow"]


def test_what_is_no_page_of_text_is_left_out(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/image", "/damaged", "/gone"))
    site.put("/image", b"GIF89a", Content_Type="image/gif")
    site.put("/damaged", b"a\0b")
    made = visits(site, tmp_path, time)
    assert [notes(site, made)[path].split(": ")[-1].split(" ")[0] for path in ("/image", "/gone")] == ["Is", "The"]
    assert "NUL" in notes(site, made)["/damaged"]


def test_a_busy_site_is_asked_again_after_the_time_it_names(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/a"))
    site.put("/a", status=429, Retry_After="30")
    site.put("/a", linking())
    assert read_paths(site, visits(site, tmp_path, time)) == ["/", "/a"]
    assert 30.0 in time.slept


def test_a_site_without_end_is_left_after_the_most_pages_and_that_is_said(
    site: Website, tmp_path: Path, time: Time
) -> None:
    for number in range(20):
        site.put(f"/{number}", linking(f"/{number + 1}", f"/{number + 2}"))
    made = visits(site, tmp_path, time, path="/0", pages=5)
    assert len(read_paths(site, made)) == 5
    assert "Reading stopped after 5 addresses" in made[-1].note


def test_an_interrupted_crawl_goes_on_where_it_stopped(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/a", "/b", "/c"))
    for path in ("/a", "/b", "/c"):
        site.put(path, linking())
    begun = list(islice(crawl(f"{site.address}/", tmp_path, clock=time.clock), 2))
    site.asked.clear()
    made = visits(site, tmp_path, time)
    assert made[:2] == begun
    assert read_paths(site, made) == ["/", "/a", "/b", "/c"]
    assert site.asked == ["/robots.txt", "/b", "/c"]


@pytest.mark.parametrize(
    "left_behind", [b'{"visit": {"addr', b'{"visit": {}}\n', b"\xff\n", b"[]\n", b'{"visit": 3}\n{"complete": true}\n']
)
def test_a_line_that_an_interruption_left_half_written_does_not_count(
    site: Website, tmp_path: Path, time: Time, left_behind: bytes
) -> None:
    site.put("/", linking("/a", "/b"))
    site.put("/a", linking())
    site.put("/b", linking())
    list(islice(crawl(f"{site.address}/", tmp_path, clock=time.clock), 2))
    log = site_folder(f"{site.address}/", tmp_path) / "visits.jsonl"
    log.write_bytes(log.read_bytes() + left_behind)
    assert read_paths(site, visits(site, tmp_path, time)) == ["/", "/a", "/b"]
    lines = [json.loads(line) for line in log.read_bytes().splitlines()]
    assert [len(line) for line in lines] == [2, 1, 1, 1, 1]


def test_a_page_whose_file_is_gone_is_asked_for_again(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/a"))
    site.put("/a", linking())
    first = visits(site, tmp_path, time)
    (site_folder(f"{site.address}/", tmp_path) / first[1].file).unlink()
    site.asked.clear()
    assert visits(site, tmp_path, time) == first
    assert site.asked == ["/robots.txt", "/a"]


def test_a_finished_crawl_is_kept_for_a_day_and_then_made_anew(site: Website, tmp_path: Path, time: Time) -> None:
    site.put("/", linking("/a"))
    site.put("/a", linking())
    first = visits(site, tmp_path, time)
    site.asked.clear()
    assert visits(site, tmp_path, time) == first
    assert site.asked == []
    time.passed += 24 * 3600 + 1
    site.pages["/"] = []
    site.put("/", linking())
    assert read_paths(site, visits(site, tmp_path, time)) == ["/"]
    assert len(list(tmp_path.rglob("*.page"))) == 1


def test_a_site_that_cannot_be_reached_is_named_and_the_crawl_can_go_on_later(tmp_path: Path, time: Time) -> None:
    with website() as site:
        site.put("/", linking("/a"))
        site.put("/a", linking())
        begun = crawl(f"{site.address}/", tmp_path, clock=time.clock)
        next(begun)
        begun.close()  # type: ignore[attr-defined]
    with pytest.raises(UnreadableError, match="cannot be reached"):
        visits(site, tmp_path, time)
    assert site_folder(f"{site.address}/", tmp_path).joinpath("visits.jsonl").read_bytes().count(b"\n") == 2


def test_a_public_name_that_comes_to_stand_for_a_private_network_is_not_read(
    site: Website, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.address.rpartition(":")[2])
    answers = iter(["93.184.216.34"])

    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers, "127.0.0.1"), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(UnreadableError, match="cannot be found out"):
        list(crawl(f"http://initiative.example:{port}/", tmp_path, clock=time.clock))
    assert site.asked == []


def test_the_connection_itself_must_lead_to_the_open_internet(
    site: Website, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ppwi_bot.corpus.importing.crawl.fetching._numbers", lambda _: ["93.184.216.34"])
    site.put("/", linking())
    with pytest.raises(UnreadableError):
        visits(site, tmp_path, time)


@pytest.mark.parametrize(
    ("number", "public"),
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.1.1", False),
     ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("::1", False), ("fe80::1%eth0", False),
     ("fd00::1", False), ("::ffff:127.0.0.1", False), ("224.0.0.1", False), ("nonsense", False)],
)  # fmt: skip
def test_only_addresses_of_the_open_internet_are_public(number: str, public: bool) -> None:
    assert is_public(number) is public


@pytest.mark.parametrize(
    ("address", "spelling"),
    [
        ("HTTPS://Example.org", "https://example.org/"),
        ("https://example.org:443/a#b", "https://example.org/a"),
        ("http://example.org:8080/a?b=2&a=1", "http://example.org:8080/a?a=1&b=2"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("ftp://example.org/", ""),
        ("http://user:word@example.org/", ""),
        ("http://[bad/", ""),
        ("http://example.org:99999/", ""),
        ("http://example.org/" + "a" * 3_000, ""),
    ],
)
def test_a_page_has_one_spelling(address: str, spelling: str) -> None:
    assert canonical(address) == spelling


@pytest.mark.parametrize(
    "address", ["", "example.org", "file:///etc/passwd", "http://a:b@example.org/", "javascript:x"]
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(UnreadableError, match="is no web address to read"):
        start_of(address)


def test_links_stay_on_the_site_secure_or_not_and_with_www_or_not() -> None:
    raw = (
        b'<base href="/sub/"><a href="a">1</a><a href="https://www.example.org/b">2</a>'
        b'<a href="http://other.org/c">3</a><a href="http://[">4</a>'
    )
    assert links(raw, "http://example.org/x/", "text/html") == ("http://example.org/sub/a", "https://www.example.org/b")


def test_a_site_becomes_one_source_with_themes_topics_quotes_and_the_page_of_each(
    site: Website, tmp_path: Path, time: Time
) -> None:
    site.put(
        "/", "<h1>Home</h1><p>We found two themes: Wellbeing and Systems.</p>" + linking("/topics", "/gone", "/large")
    )
    site.put("/topics", "<h1>Topics</h1><h2>Wellbeing</h2><ul><li><a href=/burnout>Burnout</a></li></ul>")
    site.put("/burnout", "<h1>Burnout</h1><p>A DIRECT SERVICE PROVIDER'S PERSPECTIVE</p><p>“I am worn out.”</p>")
    site.put("/large", b"<div>" * 5_000)
    found = read(f"{site.address}/", tmp_path, clock=time.clock)
    [quote] = found.quotes
    assert (quote.text, quote.codes, quote.source) == (
        "I am worn out.",
        (("Wellbeing", "Burnout"),),
        f"{site.address}/burnout",
    )
    assert quote.where.startswith(f"{site.address}/burnout, ")
    assert [code.path for code in found.codes] == [("Wellbeing",), ("Systems",), ("Wellbeing", "Burnout")]
    assert {remark.where for remark in found.remarks if remark.kind == "note"} >= {
        f"{site.address}/gone",
        f"{site.address}/large",
    }
    assert read(f"{site.address}/", tmp_path, clock=time.clock) == found


def test_where_pages_cannot_be_kept_is_said(site: Website, tmp_path: Path, time: Time) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UnreadableError, match="pages cannot be kept there"):
        list(crawl(f"{site.address}/", tmp_path / "file", clock=time.clock))
