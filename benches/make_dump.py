#!/usr/bin/env python3
"""Makes a mixed dump of invented reports, for tests of memory and throughput.

    python3 benches/make_dump.py OUT MEGABYTES [--seed N]

OUT gets about MEGABYTES of text, before compression, in equal parts as WARC.gz (a member a record), JSONL (.zst if the
program `zstd` is there, else .gz), a zip of HTML pages, a folder of text files and CSV. A fifth of the reports are
copies of an earlier one: exact, trimmed, or with words changed. The same seed gives the same reports. Standard library
only.
"""
import argparse
import csv
import gzip
import json
import pathlib
import random
import shutil
import subprocess
import zipfile

SYLLABLES = "ba be bo da den dor el fen gar hal im ka lo mar mi nor ol pe ran sel ta tor ul va wen yor".split()
PLACES = ["Lakemouth", "Oldfield", "Norrin", "Eastwater", "Hallow Bay", "Tarn", "Velby", "Stonecross"]
SENTENCES = 4000


class Writer:
    """Reports of words that mean nothing, with sentences made once and drawn again."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        words = ["".join(self.dice.choices(SYLLABLES, k=self.dice.randint(1, 4))) for _ in range(20000)]
        self.words = words
        self.sentences = [self.sentence() for _ in range(SENTENCES)]
        self.earlier = []
        self.count = 0

    def sentence(self):
        text = " ".join(self.dice.choices(self.words, k=self.dice.randint(8, 24)))
        return text[0].upper() + text[1:] + "."

    def report(self):
        dice, self.count = self.dice, self.count + 1
        number = self.count
        if self.earlier and dice.random() < 0.2:
            title, paragraphs = dice.choice(self.earlier)
            kind = dice.randrange(3)
            if kind == 1 and len(paragraphs) > 3:
                paragraphs = paragraphs[: len(paragraphs) * 2 // 3]
            elif kind == 2:
                paragraphs = [dice.choice(self.sentences)] + paragraphs[1:]
        else:
            title = " ".join(dice.choices(self.words, k=6)).capitalize()
            paragraphs = []
            for _ in range(dice.randint(3, 14)):
                # One new sentence a paragraph, so that unrelated reports share none of their paragraphs.
                paragraphs.append(" ".join([self.sentence()] + dice.choices(self.sentences, k=dice.randint(1, 4))))
            if len(self.earlier) < 2000:
                self.earlier.append((title, paragraphs))
            else:
                self.earlier[dice.randrange(2000)] = (title, paragraphs)
        place = dice.choice(PLACES)
        date = f"2024-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        return number, title, place, date, paragraphs


def html(title, place, date, paragraphs):
    menu = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in PLACES)
    body = "".join(f"<p>{text}</p>\n" for text in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>"
        f'<meta property="article:published_time" content="{date}"></head><body><nav><ul>{menu}</ul></nav>'
        f"<article><h1>{title}</h1><p class=byline>By A. Writer, {place}</p>\n{body}</article>"
        "<footer>Copyright the invented press. All rights reserved.</footer></body></html>\n"
    )


def warc(writer, out, size):
    with open(out / "dump.warc.gz", "wb") as to:
        while size > 0:
            number, title, place, date, paragraphs = writer.report()
            page = html(title, place, date, paragraphs).encode()
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:invented:{number}>\r\n"
                f"WARC-Target-URI: https://news.invalid/{number}\r\nWARC-Date: {date}T12:00:00Z\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            to.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 4, mtime=0))
            size -= len(page)


def lines(writer, out, size):
    zstd = shutil.which("zstd")
    path = out / ("dump.jsonl.zst" if zstd else "dump.jsonl.gz")
    with open(path, "wb") as to:
        packer = subprocess.Popen([zstd, "-q", "-3", "-c"], stdin=subprocess.PIPE, stdout=to) if zstd else None
        pipe = packer.stdin if packer else gzip.GzipFile(fileobj=to, mode="wb", compresslevel=4, mtime=0)
        while size > 0:
            number, title, place, date, paragraphs = writer.report()
            text = "\n\n".join(paragraphs)
            fields = {"id": number, "url": f"https://wire.invalid/{number}", "title": title, "date": date, "text": text}
            pipe.write(json.dumps(fields).encode() + b"\n")
            size -= len(text)
        pipe.close()
        if packer and packer.wait() != 0:
            raise SystemExit("zstd failed")


def zipped(writer, out, size):
    with zipfile.ZipFile(out / "pages.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=4) as to:
        while size > 0:
            number, title, place, date, paragraphs = writer.report()
            page = html(title, place, date, paragraphs)
            member = zipfile.ZipInfo(f"{number // 1000:04}/{number}.html", (2024, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            to.writestr(member, page)
            size -= len(page)


def folder(writer, out, size):
    while size > 0:
        number, title, place, date, paragraphs = writer.report()
        text = f"{title}\n\n{place}, {date}\n\n" + "\n\n".join(paragraphs) + "\n"
        path = out / "text" / f"{number // 1000:04}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        size -= len(text)


def table(writer, out, size):
    with open(out / "dump.csv", "w", newline="", encoding="utf-8") as to:
        rows = csv.writer(to)
        rows.writerow(["id", "url", "title", "date", "text"])
        while size > 0:
            number, title, place, date, paragraphs = writer.report()
            text = "\n\n".join(paragraphs)
            rows.writerow([number, f"https://table.invalid/{number}", title, date, text])
            size -= len(text)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("out", type=pathlib.Path)
    options.add_argument("megabytes", type=int)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    parts = [warc, lines, zipped, folder, table]
    writer = Writer(options.seed)
    for part in parts:
        part(writer, options.out, options.megabytes * 1_000_000 // len(parts))
    print(f"{writer.count} reports in {options.out}")


if __name__ == "__main__":
    main()
