#!/usr/bin/env python3
"""Writes the invented dump `raw/sample/` and its truth, `tests/sample/truth.jsonl`.

    build.py             write both
    build.py --check     compare both with what stands there; say what differs; exit 1 if anything does

Python 3 and its standard library alone. Compressed files are compared by what they hold, as compressors differ.
"""
import csv
import gzip
import io
import json
import pathlib
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.dont_write_bytecode = True

import containers  # noqa: E402
import dumps  # noqa: E402
import outlets  # noqa: E402
import special  # noqa: E402
from story import HERE, edition  # noqa: E402

ROOT = HERE.parent.parent
FILES = {}
TRUTH = []
CODEC = {"utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}


# --- what is in the dump -----------------------------------------------------------------------------------------


def dump():
    wire_pages()
    copies_of_the_ferry()
    town_and_county()
    other_languages()
    business_and_sport()
    text_dumps()
    crawl()
    feeds()
    regional_zip()
    exports()
    broken()


def wire_pages():
    host = "meridianwire.example"
    for name in ("ferry", "forum-wire", "halden-q2", "rate-march", "storm"):
        html(host, edition(name, clock="06:05", agency="Meridian Wire"), relation="original", role="original")


FERRY_DESK = [
    ("carrying 214 people", "with 214 people aboard"), ("injuring 12 passengers", "injuring a dozen passengers"),
    ("about 5:40 a.m.", "about 5.40am"), ("some two miles", "about three kilometres"), ("38 tonnes", "thirty-eight tonnes"),
    ("in just under two hours", "in a little less than two hours"), ("the coastguard said.", "the coastguard has said."),
]


def copies_of_the_ferry():
    html("harbourledger.example", edition("ferry", title="Sister Maren runs aground in fog: all 214 safe", clock="11:02", authors=["Petra Holloway"],
         byline="", dateline="NORTHAVEN (Meridian Wire) —", edits=FERRY_DESK), relation="near", role="syndicated")
    html("northavencourier.test", edition("ferry", authors=[], byline="Meridian Wire", charset="windows-1252"), encoding="windows-1252",
         relation="exact-text", role="syndicated")
    html("tidewaterpost.example", edition("ferry", title="Ferry aground off Northaven, 12 hurt", authors=[], byline="Meridian Wire", clock="07:15",
         keep=slice(0, 5)), relation="contains", role="syndicated")
    html("harbourledger.example", edition("ferry-safety", clock="06:30"), relation="overlap", overlaps=["ferry"])


def town_and_county():
    ledger, courier, post = "harbourledger.example", "northavencourier.test", "tidewaterpost.example"
    html(ledger, edition("budget", clock="05:48"), relation="original")
    html(ledger, edition("court", clock="17:20"), relation="original")
    html(ledger, edition("quarry", clock="18:04"), relation="original")
    html(courier, edition("salmon", authors=[], byline="Meridian Wire", keep=slice(0, 4), charset="iso-8859-1", title="Salmon back in the upper Keld"),
         encoding="windows-1252", relation="contains", role="syndicated")
    html(courier, edition("storm", authors=["Devin Okafor"], charset="windows-1252", dateline="KELDBY (Meridian Wire) —", title="Orla leaves 40,000 homes dark",
         edits=[("about 40,000", "some forty thousand"), ("148 kilometres an hour", "148 km/h"), ("26,000 homes", "about 26,000 homes"), ("90-metre", "ninety-metre")]),
         encoding="windows-1252", relation="near", role="syndicated")
    html(post, edition("interview", subtitle="After 46 years the keeper of the tower clock is coming down the stairs"), relation="original")
    html(post, edition("telescope", clock="14:40"), relation="original")
    html(post, edition("budget", title="Budget squeaks through by a single vote", authors=["Samir Dhillon"], clock="08:00", keep=slice(0, 4)), relation="contains")
    html(post, edition("rate-may", dateline=False, agency="", clock="12:31", authors=["Willem Aas"],
         edits=[("Of 22 economists polled by Meridian Wire, 17 had", "Seventeen of 22 economists had"), ("percent", "per cent"), ("3.50 per cent", "3.5 per cent")]), relation="near")
    html(post, *special.live_blog(), relation="original", strict=False)
    html(post, *special.briefing(), relation="roundup", overlaps=["ferry", "chess", "quarry"])


def other_languages():
    html("nordlicht.example", edition("windpark", clock="13:10", agency="Nordlicht"), relation="original", role="original")
    html("nordhafener-anzeiger.example", edition("windpark", title="Möwengrund liefert schon im Herbst Strom", authors=[], byline="Nordlicht", charset="iso-8859-1", clock="15:42",
         edits=[("1,7 Milliarden Euro", "rund 1,7 Mrd. Euro"), ("62 Anlagen", "62 Windräder"), ("sieben mehr als", "und damit sieben mehr als")]),
         encoding="windows-1252", relation="near", role="syndicated")
    html("nordhafener-anzeiger.example", edition("hafenmuseum", charset="iso-8859-1", clock="10:00"), encoding="windows-1252", relation="original")
    html("lepharedulittoral.example", edition("greve", clock="12:05"), relation="original")
    html("lepharedulittoral.example", edition("festival", clock="18:30"), relation="original")
    html("elfarocostabrisa.example", edition("embalse", clock="20:15"), relation="original")
    html("elfarocostabrisa.example", edition("pesca", byline="Meridian Wire", clock="21:40"), relation="original", role="syndicated")
    html("haiwanribao.example", edition("daqiao", charset="gb2312", clock="11:20"), encoding="gb18030", relation="original", agency="?")
    html("haiwanribao.example", edition("tuntu", charset="utf-8", clock="16:08"), encoding="gb18030", relation="original", role="syndicated")
    html("kowanshinpo.example", edition("ferry-ja", charset="Shift_JIS", clock="19:00"), encoding="shift_jis", relation="original")
    html("kowanshinpo.example", edition("kaki", charset="x-sjis", clock="08:12"), encoding="shift_jis", relation="original")
    html("severnaya-gavan.example", edition("ledokol", clock="14:55"), relation="original")
    html("severnaya-gavan.example", edition("mayak", charset="windows-1251", clock="10:10"), encoding="windows-1251", relation="original", role="syndicated")


def business_and_sport():
    host = "coastalbusiness.example"
    html(host, edition("halden-q2", title="Halden Shipping beats forecasts as freight rates rise", dateline="PORT ELLERY (Meridian Wire) —",
         edits=[("percent", "per cent"), ("net profit of 84.2 million crowns", "net profit of 84.2m crowns"), ("611 million crowns", "611m crowns")]),
         relation="near", role="syndicated", look_alike="results")
    html(host, edition("brightwater-q2", byline="Meridian Wire"), relation="original", role="syndicated", look_alike="results")
    html(host, edition("corran-q2", byline="Meridian Wire"), relation="original", role="syndicated", look_alike="results")
    html("islandsport.example", edition("match-rovers"), relation="original", look_alike="football")
    html("islandsport.example", edition("match-keldby"), relation="original", look_alike="football")
    html("islandsport.example", edition("chess"), relation="original")


def text_dumps():
    text("ferry-daily.txt", dumps.language_bar, edition("ferry", authors=[], clock="16:09"), "Meridian Wire", relation="exact-text", role="syndicated")
    text("forum-daily.txt", dumps.gazette, edition("forum-daily"), "Northaven Daily",
         caption="Forum president Lucan Adeyemi speaks in Saint Brannoc on May 14, 2025. [Photo/Meridian Wire]",
         standfirst="Northaven to send patrol boats Curlew and Dunlin, minister says", relation="overlap", overlaps=["forum-wire"], agency="", role="")
    text("forum-view.txt", dumps.bare, edition("forum-view", authors=[]), relation="overlap", overlaps=["forum-wire"], date=None)
    text("museum.txt", dumps.feedback_form, edition("museum", authors=[]), "Northaven Daily", relation="original", posted="2025-04-23", agency="Northaven Daily", role="syndicated")
    text("salmon.txt", dumps.globe, edition("salmon", authors=[], clock="20:42"), "Meridian Wire", relation="original", role="syndicated")
    text("weather-jan.txt", dumps.language_bar, edition("weather-jan", authors=[], clock="04:55"), "Met Bureau", relation="original", look_alike="weather", agency="")
    text("windpark-utf16.txt", dumps.bare, edition("windpark"), encoding="utf-16le", mark=True, relation="exact-text", date=None, role="syndicated")
    text("greve-mojibake.txt", dumps.bare, edition("greve", authors=[]), "Publié le 18 mars 2025", mojibake=True, relation="exact-text")
    text("tuntu-gb.txt", dumps.bare, edition("tuntu"), "2025-05-12 16:08　来源：子午社", encoding="gb18030", relation="exact-text", role="syndicated")
    text("kaki-sjis.txt", dumps.bare, edition("kaki"), "２０２５年２月６日", encoding="shift_jis", relation="exact-text")
    text("mayak-utf16-bare.txt", dumps.bare, edition("mayak"), "9 сентября 2025", encoding="utf-16le", relation="exact-text", role="syndicated")
    text("bridge-brief.txt", dumps.gazette, edition("brief"), "Northaven Daily", relation="original", agency="")


def crawl():
    """A crawl: headers with stale charsets, a page met twice, records of other kinds, a member that is no record."""
    path, members, index = "crawl-2025-10.warc.gz", [], 0
    members.append(containers.warc("warcinfo", "info", b"software: quaycrawl/0.3\r\nformat: WARC File Format 1.1\r\n", content_type="application/warc-fields"))

    def response(host, ed, http_type, relation, encoding="utf-8", chunked=False, gzipped=False, seed="", **truth):
        nonlocal index
        body = coded(outlets.page(host, ed), encoding)
        seed = seed or ed.url
        members.append(containers.warc("request", "q" + seed, b"GET / HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n", url=ed.url, content_type="application/http; msgtype=request"))
        members.append(containers.warc("response", seed, containers.http(body, http_type, chunked=chunked, gzipped=gzipped), url=ed.url))
        tell(path, ed, index=index, url=ed.url, record_id=containers.record_id(seed), markup="html", encoding=encoding, relation=relation, **truth)
        index += 1

    response("meridianwire.example", edition("ferry-update", clock="11:30", agency="Meridian Wire"), "text/html; charset=utf-8", "revision", role="original")
    response("tidewaterpost.example", edition("hospital", clock="09:00"), "text/html; charset=ISO-8859-1", "original")
    response("meridianwire.example", edition("rate-may", clock="11:01", agency="Meridian Wire"), "text/html", "original", role="original", chunked=True)
    response("coastalbusiness.example", edition("rate-march", dateline="NORTHAVEN (Meridian Wire) —", edits=[("percent", "per cent")]), "text/html; charset=utf-8", "near",
             role="syndicated", gzipped=True)
    members.append(b"this is where a record should be, but it is a note somebody left\r\n\r\n")
    reject(path, "bad-format", index=index)
    index += 1
    response("nordhafener-anzeiger.example", edition("hafenmuseum", charset="iso-8859-1", clock="10:00"), "text/html; charset=utf-8", "exact-raw", encoding="windows-1252")
    for n in (1, 2):
        response("haiwanribao.example", edition("daqiao", charset="gb2312", clock="11:20"), "text/html; charset=ISO-8859-1", "exact-raw", encoding="gb18030", seed=f"daqiao{n}", agency="?")
    members.append(containers.warc("revisit", "revisit", b"HTTP/1.1 304 Not Modified\r\n\r\n", url="https://www.meridianwire.example/world/ferry"))
    response("islandsport.example", edition("match-rovers", title="Quist double lifts Rovers to third", edits=[("6,204", "just over 6,200"), ("64th", "sixty-fourth")]),
             "text/html;charset=utf8", "near", look_alike="football")
    FILES[path] = b"".join(containers.gz(m) for m in members)


def feeds():
    path, lines = "feed.jsonl", []

    def line(ed, relation, host="feeds.quayside.example", **truth):
        ed.url = f"https://{host}/item/{outlets.number(ed.story + ed.title)}"
        tell(path, ed, index=len(lines), url=ed.url, markup="text", relation=relation, **truth)
        lines.append(json.dumps({"id": f"q{len(lines):04}", "url": ed.url, "title": ed.title, "author": "; ".join(ed.authors),
                                 "published": f"{ed.date}T{ed.clock}:00Z", "text": "\n\n".join(ed.body())}, ensure_ascii=False))

    line(edition("weather-feb"), "original", look_alike="weather")
    line(edition("brightwater-q2", title="Brightwater profit down 7 percent on dearer herring"), "exact-text", role="syndicated", look_alike="results")
    line(edition("embalse", title="Peñarrubia, por encima del 70 %", edits=[("186 hectómetros cúbicos", "186 hm³"), ("nueve municipios", "9 municipios")]), "near")
    reject(path, "bad-format", index=len(lines))
    lines.append('{"id": "q0003", "url": "https://feeds.quayside.example/item/3", "title": "Tide tables", "text": "High water at')
    line(edition("forum-wire", title="Joint patrols to start in October", keep=slice(0, 4)), "contains", role="syndicated")
    reject(path, "no-text", index=len(lines))
    lines.append('{"id": "q0005", "url": "https://feeds.quayside.example/item/5", "title": "Picture of the day", "image": "gull.jpg"}')
    line(edition("budget", title="County budget passes by one vote", authors=["P. Holloway"], edits=[("93 amendments", "ninety-three amendments"), ("2.9 percent", "2.9 per cent"), ("a fourteen-hour", "a 14-hour")]), "near")
    FILES[path] = ("\n".join(lines) + "\n").encode()

    path, lines = "pages.jsonl", []
    for host, ed, relation in (
        ("harbourledger.example", edition("telescope", title="Welders' telescope finds a comet", authors=["Noor Castellane"], clock="16:12",
                                           edits=[("three nights", "3 nights"), ("a former welder", "a retired welder"), ("4,300 years", "4300 years")]), "near"),
        ("meridianwire.example", edition("salmon", clock="10:20", agency="Meridian Wire"), "original"),
    ):
        markup = outlets.page(host, ed)
        tell(path, ed, index=len(lines), url=ed.url, markup="html", relation=relation, role="original" if "wire" in host else "")
        lines.append(json.dumps({"url": ed.url, "fetched": "2025-10-02T05:00:00Z", "html": markup}, ensure_ascii=False))
    FILES[path] = ("\n".join(lines) + "\n").encode()

    path, out = "archive-export.csv", io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["url", "headline", "byline", "date", "body"])
    for n, (ed, relation, truth) in enumerate((
        (edition("weather-jul"), "original", {"look_alike": "weather"}),
        (edition("court", title="Captain cleared over lost nets"), "exact-text", {}),
        (edition("chess", keep=slice(0, 3), title="Girl, 13, draws with grandmaster"), "contains", {}),
        (edition("match-keldby", title="Arkwright and Varela sink Keldby", edits=[("3,951", "nearly 4,000"), ("66th", "sixty-sixth")]), "near", {"look_alike": "football"}),
    )):
        ed.url = f"http://archive.islandherald.test/{ed.date.year}/{n + 1}.htm"
        rows.writerow([ed.url, ed.title, "; ".join(ed.authors), str(ed.date), "\n\n".join(ed.body())])
        tell(path, ed, index=n, url=ed.url, markup="text", relation=relation, **truth)
    FILES[path] = out.getvalue().encode()


def regional_zip():
    path = "regional.zip"
    quarry = FILES["html/harbourledger.example/quarry.html"]
    members = [("pages/", b""), ("pages/quarry.html", quarry)]
    same = next(t for t in TRUTH if t["path"] == "html/harbourledger.example/quarry.html")
    TRUTH.append({**same, "path": path, "entry": "pages/quarry.html", "relation": "same-document"})

    def member(name, ed, data, **truth):
        members.append((name, data))
        tell(path, ed, entry=truth.pop("entry", name), **truth)

    ed = edition("ledokol", authors=["Вера Заозёрская"])
    member("texts/ledokol.txt", ed, dumps.bare(ed, "Вера Заозёрская, 16 апреля 2025").encode("utf-8"), markup="text", relation="exact-text")
    ed = edition("museum", title="Tusks go home after 120 years", authors=["Devin Okafor"], charset="utf-8",
                 edits=[("31 carved", "thirty-one carved"), ("eleven other objects", "11 other objects")])
    member("pages/museum.html", ed, outlets.page("northavencourier.test", ed).encode(), markup="html", relation="near")
    ed = edition("storm", authors=[], keep=slice(0, 4), clock="23:10")
    member("old/storm.txt.gz", ed, containers.gz(dumps.globe(ed, "Meridian Wire").encode()), markup="text", relation="contains", role="syndicated")
    FILES[path] = containers.zipped(members)


def exports():
    path = "press-database.txt"
    five = [
        (edition("budget", title="Council passes budget by one vote after night of amendments"), "The Harbour Ledger", "exact-text", ""),
        (edition("storm", authors=["Ilse Varga"]), "Island Herald", "exact-text", "syndicated"),
        (edition("rate-march", authors=["Willem Aas"], title="Bank holds rate at 3.75 percent"), "Island Herald", "exact-text", "syndicated"),
        (edition("hospital"), "Tidewater Post", "exact-text", ""),
        (edition("quarry", keep=slice(0, 3), title="Night blasting must stop, board rules"), "Island Herald", "contains", ""),
    ]
    for n, (ed, source, relation, role) in enumerate(five):
        tell(path, ed, index=n, markup="text", relation=relation, role=role)
    FILES[path] = dumps.database_export([(ed, source) for ed, source, *_ in five]).encode()

    path, sheets = "desk-2025.txt", []
    for n, (ed, relation) in enumerate((
        (edition("pesca", title="Once países recortan la merluza un 15 %", edits=[("diecinueve horas", "19 horas")]), "near"),
        (edition("corran-q2"), "exact-text"),
        (edition("festival", authors=[], keep=slice(0, 3), title="Le vent joue à Saint-Érec"), "contains"),
    )):
        sheets.append(dumps.bare(ed, str(ed.date)))
        tell(path, ed, index=n, markup="text", relation=relation, role="syndicated" if ed.agency else "", look_alike="results" if "q2" in ed.story else "")
    FILES[path] = "\f\n".join(sheets).encode()


def broken():
    ferry = FILES["html/meridianwire.example/ferry.html"]
    FILES["broken/truncated.html.gz"] = containers.truncated_gz(ferry)
    reject("broken/truncated.html.gz", "bad-compression", "truncated")
    FILES["broken/wrong-length.warc"] = containers.warc("response", "short", containers.http(ferry[:900], "text/html"), url="https://www.meridianwire.example/lost", length=90_000)
    reject("broken/wrong-length.warc", "truncated", "bad-format")
    FILES["broken/empty.txt"] = b""
    reject("broken/empty.txt", "empty")
    FILES["broken/blank.txt"] = b" \n\t\n\xc2\xa0\n"
    reject("broken/blank.txt", "empty", "no-content")
    FILES["broken/junk.txt"] = containers.noise(3000)
    reject("broken/junk.txt", "undecodable", "unsupported")
    FILES["broken/menu-only.html"] = special.MENU_ONLY.encode()
    reject("broken/menu-only.html", "no-content", "empty", "too-short")


# --- how it is written down --------------------------------------------------------------------------------------


def html(host, ed, body=None, *, encoding="utf-8", **truth):
    path = f"html/{host}/{ed.story}.html"
    assert path not in FILES, path
    FILES[path] = coded(outlets.page(host, ed, body=body), encoding)
    tell(path, ed, markup="html", encoding=encoding, **truth, without=list(outlets.OUTLETS[host].without))


def text(name, style, ed, *args, encoding="utf-8", mark=False, mojibake=False, caption=None, standfirst=None, **truth):
    extra = {k: v for k, v in (("caption", caption), ("standfirst", standfirst)) if v}
    page = style(ed, *args, **extra)
    data = coded(page, encoding)
    if mojibake:
        # The five bytes that windows-1252 leaves open were read as the control characters of the same number.
        data = "".join(bytes([b]).decode("windows-1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data).encode()
    FILES[f"text/{name}"] = ("\ufeff".encode(CODEC[encoding]) if mark else b"") + data
    without = {"language_bar": ["NATIONCOUNTY", "Editor's picks", "FOLLOW US", "770120", "0047712", "Updated:"], "feedback_form": ["comments and feedback", "Zoom In", "Related Articles"],
               "gazette": ["Information Ltd", "[Photo/", "Updated:"], "globe": ["Disqus", "Published:"]}.get(style.__name__, [])
    tell(f"text/{name}", ed, markup="text", encoding=encoding, subtitle=standfirst or "", without=without, **truth)


def coded(page, encoding):
    return page.encode(CODEC.get(encoding, encoding))


FAMILY = {"ferry-update": "ferry"}


# An agency of "?" is not judged: the page names its own outlet as the source.
def tell(path, ed, *, entry="", index=None, url="", record_id="", markup, encoding="utf-8", relation, overlaps=(), look_alike="", agency=None,
         role="", posted="", subtitle="", strict=True, without=(), date="", **unknown):
    assert not unknown, unknown
    agency = ed.agency if agency is None else agency
    TRUTH.append({
        "path": path, "entry": entry, "index": index, "url": url, "record_id": record_id, "fate": "document", "markup": markup, "encoding": encoding,
        "title": ed.title, "subtitle": subtitle or ed.subtitle, "date_published": "" if date is None else str(ed.date), "date_posted": posted,
        "authors": ed.authors, "agency": agency, "agency_role": "?" if agency == "?" else role if agency else "", "dateline_place": ed.place, "language": ed.lang,
        "story": FAMILY.get(ed.story, ed.story), "relation": relation, "overlaps": list(overlaps), "look_alike": look_alike, "strict": strict,
        "body": ed.body(), "without": list(without),
    })


def reject(path, *codes, index=None):
    TRUTH.append({"path": path, "entry": "", "index": index, "fate": "rejected", "codes": list(codes)})


def opened(name, data):
    """What a file holds, however its compressor packed it."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            return [(i.filename, i.date_time, opened(i.filename, z.read(i))) for i in z.infolist()]
    if name.endswith(".gz") and "truncated" not in name:
        return gzip.decompress(data)
    return data


def check(folder, truth):
    wrong = []
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "README.md"}
    for name in sorted(found.keys() | FILES.keys()):
        if name not in found:
            wrong.append(f"missing: {name}")
        elif name not in FILES:
            wrong.append(f"not made by build.py: {name}")
        elif "truncated" in name:
            if abs(len(found[name]) - len(FILES[name])) > 64:
                wrong.append(f"differs: {name}")
        elif opened(name, found[name]) != opened(name, FILES[name]):
            wrong.append(f"differs: {name}")
    if (HERE / "truth.jsonl").read_text(encoding="utf-8") != truth:
        wrong.append("differs: tests/sample/truth.jsonl")
    return wrong


def main():
    dump()
    truth = "".join(json.dumps(t, ensure_ascii=False) + "\n" for t in TRUTH)
    folder = ROOT / "raw" / "sample"
    if "--check" in sys.argv[1:]:
        wrong = check(folder, truth)
        print("\n".join(wrong) or f"{len(FILES)} files, {len(TRUTH)} records as build.py makes them")
        return 1 if wrong else 0
    for name, data in FILES.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (HERE / "truth.jsonl").write_text(truth, encoding="utf-8")
    print(f"{len(FILES)} files, {sum(map(len, FILES.values()))} bytes, {len(TRUTH)} records")
    return 0


if __name__ == "__main__":
    sys.exit(main())
