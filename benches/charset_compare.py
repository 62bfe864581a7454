#!/usr/bin/env python3
"""Sets the charset stage beside chardet, chardetng, charset-normalizer and ftfy, on text of our own, in one run.

    pip install chardet chardetng-py charset-normalizer ftfy
    cargo build --release --example charset_predictions
    python3 benches/charset_compare.py [--example target/release/examples/charset_predictions]

Builds pages and single sentences from tests/fixtures/charset/sentences.tsv in every encoding of each language, has each
peer read them, and prints texts read right and megabytes a CPU second. Peers that only name an encoding are scored by
Python's decoder of that name. Repair is scored on the same sentences, read in a wrong encoding.
"""
import argparse, json, os, subprocess, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
SENTENCES = os.path.join(HERE, "..", "tests", "fixtures", "charset", "sentences.tsv")
PYTHON = {"windows-1258": "cp1258", "windows-874": "cp874", "x-mac-cyrillic": "mac_cyrillic", "macintosh": "mac_roman", "ibm866": "cp866"}


def samples():
    for number, line in enumerate(open(SENTENCES, encoding="utf-8")):
        if line.startswith("#"):
            continue
        language, encodings, text = line.rstrip("\n").split("\t")
        page = "".join(f'<div class="r{i % 7}"><p>{text}</p> <a href="/story/{i}.html">more</a></div>\n' for i in range(200))
        for encoding in ["utf-8"] + encodings.split():
            group = "utf-8" if encoding == "utf-8" else "legacy"
            for kind, spelt in (("sentence", text), ("page", page)):
                yield f"{number}-{encoding}-{kind}", f"{group} {kind}", spelt, spelt.encode(PYTHON.get(encoding, encoding))


def garbled():
    for number, line in enumerate(open(SENTENCES, encoding="utf-8")):
        if line.startswith("#"):
            continue
        _, encodings, text = line.rstrip("\n").split("\t")
        for wrong in ("latin-1", "cp1252", "cp1250", "cp1251", "mac_roman", "cp437"):
            try:
                yield f"{number}-{wrong}", text, text.encode("utf-8").decode(wrong)
            except UnicodeDecodeError:
                pass


def ours(example, lines):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "inputs.jsonl")
        with open(path, "w", encoding="utf-8") as out:
            for index, line in enumerate(lines):
                if "bytes" in line:
                    line["path"] = os.path.join(folder, str(index))
                    open(line["path"], "wb").write(line.pop("bytes"))
                out.write(json.dumps(line) + "\n")
        done = subprocess.run([example, path, "--passes", "7"], capture_output=True, text=True, check=True)
    seconds = float(done.stderr.strip().splitlines()[-1].split()[0].split("=")[1])
    return [json.loads(line)["text"] for line in done.stdout.splitlines()], seconds


def peer(detect, items):
    start = time.process_time()
    texts = []
    for data in items:
        name = detect(data)
        try:
            texts.append(data.decode(PYTHON.get((name or "utf-8").lower(), name or "utf-8")))
        except (LookupError, UnicodeDecodeError):
            texts.append(None)
    return texts, time.process_time() - start


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--example", default=os.path.join(HERE, "..", "target", "release", "examples", "charset_predictions"))
    example = args.parse_args().example
    import chardet, chardetng_py, ftfy
    from charset_normalizer import from_bytes

    def normalizer(data):
        best = from_bytes(data).best()
        return best and best.encoding

    groups = {}
    for id, group, text, data in samples():
        groups.setdefault(group, []).append((id, text, data))
    print("| | " + " | ".join(groups) + " |")
    print("|---" * (len(groups) + 1) + "|")
    rows = {"copydesk": None, "chardet": lambda d: chardet.detect(d)["encoding"],
            "chardetng": lambda d: chardetng_py.detect(d, allow_utf8=True), "charset-normalizer": normalizer}
    for name, detect in rows.items():
        cells = []
        for items in groups.values():
            data = [bytes for _, _, bytes in items]
            if detect is None:
                texts, seconds = ours(example, [{"id": i, "task": "decode", "bytes": b} for i, _, b in items])
            else:
                texts, seconds = peer(detect, data)
            right = sum(text == want for text, (_, want, _) in zip(texts, items))
            speed = sum(map(len, data)) / max(seconds, 1e-9) / 1e6
            cells.append(f"{right}/{len(items)} right, {speed:,.1f} MB/s")
        print(f"| {name} | " + " | ".join(cells) + " |")
    broken = list(garbled())
    texts, seconds = ours(example, [{"id": i, "task": "repair", "text": t} for i, _, t in broken])
    start = time.process_time()
    fixed = [ftfy.fix_encoding(t) for _, _, t in broken]
    elapsed = time.process_time() - start
    size = sum(len(t.encode()) for _, _, t in broken) / 1e6
    print(f"\nrepair of {len(broken)} garbled sentences: copydesk {sum(a == b[1] for a, b in zip(texts, broken))} exact, "
          f"{size / seconds:.1f} MB/s; ftfy {sum(a == b[1] for a, b in zip(fixed, broken))} exact, {size / elapsed:.1f} MB/s")


if __name__ == "__main__":
    main()
