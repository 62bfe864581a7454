#!/usr/bin/env python3
"""Set copydesk's content stage beside resiliparse, in turn, on one thread of one machine.

    python3 -m pip install resiliparse
    cargo build --release --example content_predictions
    python3 benches/compare_content.py FOLDER [--rounds 3]

FOLDER holds pages as <id>.html.gz. Both are given decoded text; what is timed is the CPU time from there to the main text
(for copydesk: to the whole document, with metadata and the account of every cut). Reading and decoding are left out.
"""
import argparse
import gzip
import json
import pathlib
import re
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def ours(folder, program):
    run = subprocess.run([program, folder, "--passes", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    found = dict(re.findall(r"(\w+)=([\d.]+)", run.stderr.splitlines()[-1]))
    return float(found["bytes"]) / float(found["cpu_seconds"]) / 1e6


def theirs(pages, size):
    from resiliparse.extract.html2text import extract_plain_text

    start = time.thread_time()
    for page in pages:
        extract_plain_text(page, main_content=True, comments=False, alt_texts=False)
    return size / (time.thread_time() - start) / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--program", default=str(ROOT / "target/release/examples/content_predictions"))
    arguments = parser.parse_args()
    try:
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    except ImportError:
        sys.exit("resiliparse is not installed: python3 -m pip install resiliparse")

    raw = [gzip.decompress(path.read_bytes()) for path in sorted(arguments.folder.glob("*.html.gz"))]
    size = sum(map(len, raw))
    pages = [bytes_to_str(page, detect_encoding(page, html5_compatible=True)) for page in raw]
    rounds = [(ours(arguments.folder, arguments.program), theirs(pages, size)) for _ in range(arguments.rounds)]
    us, them = (statistics.median(side) for side in zip(*rounds))
    print(json.dumps({
        "pages": len(raw),
        "megabytes": round(size / 1e6, 1),
        "copydesk_mb_s": round(us, 1),
        "resiliparse_mb_s": round(them, 1),
        "ratio": round(us / them, 2),
    }))


if __name__ == "__main__":
    main()
