#!/usr/bin/env python3
"""How often each rule of the content stage is right: the table of docs/decisions/0021-rules.md.

    cargo run --release --example judge_features -- PAGES DUMP
    rule_precision.py DUMP GOLD.jsonl [DUMP GOLD.jsonl ...]

PAGES is a folder of the extraction benchmark, GOLD its gold file. Counted are blocks of pages whose gold text was read by
people, blind sites left out. A cut block is wrong where its words stand in the gold: six words or more anywhere, fewer only
as a whole line of it.
"""
import collections, hashlib, json, re, sys

WORD = re.compile(r"\w+")


def words(text):
    return " ".join(WORD.findall(text.lower()))


def is_blind(gold):
    key = gold.get("site") or gold["id"]
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % 5 == 0


def tally(dump, gold_file):
    """Cuts and right cuts a rule."""
    with open(gold_file, encoding="utf-8") as lines:
        golds = {gold["id"]: gold for gold in map(json.loads, lines)}
    cuts, right = collections.Counter(), collections.Counter()
    with open(f"{dump}/blocks.jsonl", encoding="utf-8") as lines:
        for page in map(json.loads, lines):
            gold = golds.get(page["id"])
            if not gold or not gold.get("gold_text") or gold["source"] == "mozilla" or is_blind(gold):
                continue
            body = f" {words(gold['gold_text'])} "
            whole = {words(line) for line in gold["gold_text"].splitlines()}
            for text, rule in zip(page["blocks"], page["claims"]):
                if rule in ("", "keep"):
                    continue
                said = words(text)
                kept = f" {said} " in body if said.count(" ") >= 5 else said in whole
                cuts[rule] += 1
                right[rule] += not (said and kept)
    return cuts, right


def main():
    pairs = list(zip(sys.argv[1::2], sys.argv[2::2]))
    if not pairs:
        sys.exit(__doc__)
    tallies = [tally(*pair) for pair in pairs]
    for rule in sorted(set().union(*(cuts for cuts, _ in tallies))):
        cells = [f"{cuts[rule]:,} | {right[rule] / cuts[rule]:.3f}" if cuts[rule] else "0 |" for cuts, right in tallies]
        print(f"| {rule} | {' | '.join(cells)} |")


main()
