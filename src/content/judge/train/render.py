#!/usr/bin/env python3
"""Render HTML pages as scrapers that keep only text would: five common ways, a folder each.

    render.py HTML_FOLDER OUT_FOLDER

HTML_FOLDER holds `<id>.html.gz`; OUT_FOLDER gets `<renderer>/<id>.txt.gz`. The plain-text model learns from all five
views of a page, so that it does not lean on the habits of one renderer.
"""
import gzip, pathlib, re, signal, sys

import html_text, inscriptis
from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector
from resiliparse.extract.html2text import extract_plain_text


def soup(html):
    tree = BeautifulSoup(html, "lxml")
    for element in tree(["script", "style", "noscript", "template"]):
        element.decompose()
    return tree


RENDERERS = {
    "soup_lines": lambda html: soup(html).get_text("\n", strip=True),
    "soup_plain": lambda html: re.sub(r"\n{3,}", "\n\n", soup(html).get_text()),
    "inscriptis": inscriptis.get_text,
    "html_text": html_text.extract_text,
    "resiliparse": lambda html: extract_plain_text(
        html, preserve_formatting=True, list_bullets=False, alt_texts=False, form_fields=False),
}


def decode(raw):
    declared = EncodingDetector.find_declared_encoding(raw[:4096], is_html=True)
    for encoding in ("utf-8", declared, "windows-1252"):
        try:
            return raw.decode(encoding)
        except (LookupError, TypeError, UnicodeDecodeError):
            pass
    return raw.decode("utf-8", "replace")


def main():
    pages, out = map(pathlib.Path, sys.argv[1:3])
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError))
    for name in RENDERERS:
        (out / name).mkdir(parents=True, exist_ok=True)
    for path in sorted(pages.glob("*.html.gz")):
        html = decode(gzip.decompress(path.read_bytes()))
        for name, render in RENDERERS.items():
            target = out / name / path.name.replace(".html.gz", ".txt.gz")
            if target.exists():
                continue
            signal.alarm(20)  # a parser that hangs on one page shall not hold up the rest
            try:
                text = render(html)
            except Exception as error:
                print(f"{path.name}: {name}: {error!r}", file=sys.stderr)
                continue
            finally:
                signal.alarm(0)
            if text and text.strip():
                target.write_bytes(gzip.compress(text.encode("utf-8", "replace"), mtime=0))


if __name__ == "__main__":
    main()
