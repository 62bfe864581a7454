#!/usr/bin/env python3
"""Learn the judgement of blocks, score it out of fold, write the two models of one kind of page.

    train.py html|text DUMP GOLD.jsonl PAGES OUT [--also DUMP PAGES ...]

DUMP is what `judge_features PAGES DUMP` wrote; GOLD is a gold file of the extraction benchmark; OUT gets
`<kind>-first.model` and `<kind>-second.model`, and what words speak for: `<kind>-diction.model`, `html-naming.model`. `--also` names further views of the same pages (see render.py), which
are learnt from but not scored. README.md tells the whole command.

Folds are by site. The figures of every fifth site (by hash), the blind ones, are of models that never saw it; tune by the folds.
The model that is written is learnt from all sites.
"""
import argparse, hashlib, json, os, pathlib, re, subprocess, sys, tempfile, time

import lightgbm as lgb
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, os.environ.get("BENCH", str(HERE.parents[3].parent / "shared/bench/extract")))
import score
from words import Diction, Naming

WORD = re.compile(r"\w+")
FOLDS = int(os.environ.get("FOLDS", "5"))
REACH = 2  # Blocks to either side whose features a block sees; the first look's scores, twice as far.

# Columns of neighbours worth a look; those a kind of page has not are passed over.
NEAR = """length link last first prose capitalised upper digits ends-sentence starts-lower function on-subject twins
same-start commas years times in-title dashes symbols questions word-length word:share word:comment word:related
word:read-more word:subscribe word:photo word:author word:month word:when word:said word:you word:cookie word:social
word:copyright indent blank-before blank-after bullet tag kind sort-prose sort-mean sort-links in-article-body shown
depth in-summary parent-prose stamp name reply claim on-lead pairs-before diction named named-near named-around""".split()

# What the second look sees beside the first look's scores. Few columns: with all of them it learns the first look's
# mistakes by heart.
SECOND_SEES = set("""length last first prose ends-sentence starts-lower link kind tag bullet blank-before blank-after claim
stamp name reply on-lead pairs-before chain-ends chain-lines chain-bytes to-headline bytes-to-headline heading-level gap
since-prose until-prose on-previous on-next with-previous with-next in-main main-down lead-down upper capitalised digits
twins since-known-related since-known-comment since-known-foot since-known-byline function word:photo word:comment
sort-of-page sort-prose diction named named-near named-around""".split())

COMMON = dict(objective="binary", bagging_freq=1, bagging_fraction=0.8, lambda_l2=50.0, min_data_in_leaf=100,
              min_gain_to_split=0.1, max_bin=63, verbose=-1, num_threads=int(os.environ.get("THREADS", "1")), seed=1,
              deterministic=True, force_col_wise=True, feature_fraction=0.25, num_leaves=16)
# Thresholds drawn by chance (Geurts and others 2006): the same trees, less by heart.
FIRST = dict(COMMON, learning_rate=0.1, extra_trees=True)
SECOND = dict(COMMON, learning_rate=0.05)
ROUNDS = (200, 150)
BLIND = -1  # The fold of blind pages.
CLAIMED = 0.3  # Weight of blocks that a rule decides: their scores do not matter, but what they are does.
PHRASED = {"html": (6.0, 5.0), "text": (3.0, 2.0)}  # Weights of blocks that hold an unwanted, a wanted phrase.
HOPELESS = 0.02  # As in `mod.rs`.
KEEP = 0.47  # The score from which a block is kept, as in `cut.rs`.
TAUGHT = 0.6  # Weight of labels that an earlier pass gives, at its surest.
PASSES = int(os.environ.get("PASSES", "2"))  # The first has the benchmark's labels alone.


def share_of(key, parts):
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % parts


def site(gold):
    return gold.get("site") or gold["id"]


def is_blind(gold):
    return share_of(site(gold), 5) == 0


def fold_of(gold):
    return share_of("fold " + site(gold), FOLDS)


class View:
    """Pages as one renderer gives them: features, labels, weights, row by row."""

    def __init__(self, dump, pages, gold, per_phrase):
        self.folder = pages
        self.columns = (pathlib.Path(dump) / "columns.txt").read_text().split("\n")
        self.own = self.columns.index("p")  # What follows says what the first look thought.
        self.cells = np.fromfile(pathlib.Path(dump) / "cells.i16", "<i2").reshape(-1, len(self.columns))
        self.pages, at = [], 0
        with open(pathlib.Path(dump) / "blocks.jsonl", encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                page["rows"] = slice(at, at + len(page["blocks"]))
                at += len(page["blocks"])
                self.pages.append(page)
        assert at == len(self.cells)
        self.label, self.weight = np.zeros(at), np.zeros(at)
        claims = [claim for page in self.pages for claim in page["claims"]]
        self.claim = np.array([0 if not claim else 1 if claim == "keep" else 2 for claim in claims], int)
        self.fold, self.blind, self.page = np.zeros(at, int), np.zeros(at, bool), np.zeros(at, int)
        for number, page in enumerate(self.pages):
            rows, truth = page["rows"], gold.get(page["id"])
            self.page[rows] = number
            page["site"] = None if truth is None or is_blind(truth) else site(truth)
            if truth is None:
                self.blind[rows] = True  # Weightless, so not learnt from either.
                continue
            self.fold[rows], self.blind[rows] = fold_of(truth), is_blind(truth)
            self.label[rows], self.weight[rows] = labels(page["blocks"], truth, per_phrase)
        self.weight[self.claim > 0] *= CLAIMED
        self.listed = np.array([claim == "link-list" for claim in claims])
        self.weight[self.listed] = 0  # Nothing is read of them.
        self.phrased = self.weight > 0
        self.asked = np.where(self.blind, BLIND, self.fold)  # The fold whose models are asked about a row.

    def unnamed(self):
        """The same pages, whose elements have no names but their tags: to judge by, too, where a page's names are its own."""
        for page in self.pages:
            page["elements"] = [(up, [word for word in words if word.startswith("<")]) for up, words in page["elements"]]
        return self

    def features(self, look, cells=None, rows=None):
        """Own columns, the neighbours', and at the second look the first look's."""
        cells = self.cells if cells is None else cells
        own = [at for at in range(self.own) if look == 1 or self.columns[at] in SECOND_SEES]
        near = [self.columns.index(name) for name in NEAR if name in self.columns[: self.own]]
        near = [at for at in near if at in own]
        reach = REACH if look == 1 else 1
        names, parts = [self.columns[at] for at in own], [cells[:, own]]
        for offset in [o for o in range(-reach, reach + 1) if o]:
            parts.append(self.moved(cells[:, near], offset))
            names = names + [f"{self.columns[c]}[{offset}]" for c in near]
        if look == 2:
            parts.append(cells[:, self.own :])
            names = names + self.columns[self.own :]
            for offset in [o for o in range(-2 * REACH, 2 * REACH + 1) if o]:
                parts.append(self.moved(cells[:, [self.own]], offset))
                names = names + [f"p[{offset}]"]
        take = slice(None) if rows is None else rows
        return np.concatenate([part[take] for part in parts], 1).astype(np.float32), names

    def moved(self, cells, offset):
        """Each row's neighbour `offset` rows on; -2 where that is another page's."""
        out = np.full_like(cells, -2)
        n = len(cells)
        here, there = (slice(0, n - offset), slice(offset, n)) if offset > 0 else (slice(-offset, n), slice(0, n + offset))
        out[here] = np.where((self.page[here] == self.page[there])[:, None], cells[there], -2)
        return out


def labels(blocks, truth, per_phrase):
    """Label and weight of each block: in the gold text, or in a phrase that must or must not be there."""
    label, weight = np.zeros(len(blocks)), np.zeros(len(blocks))
    if "gold_text" in truth:
        covered, tokens = coverage(blocks, truth["gold_text"])
        label = (covered > 0.5).astype(float)
        weight = np.sqrt(np.maximum(tokens, 1.0))
        weight[covered < 0] = 0.05
        weight[repeats(blocks, label > 0.5)] = 0  # Body or not is not asked of them.
        return label, weight * {"wcxb": 0.6, "mozilla": 0.4}.get(truth["source"], 1.0)
    unwanted = truth.get("without", []) + [c for c in truth.get("comments") or [] if c]
    phrases = [(score.ws(x), 1) for x in truth.get("with", [])] + [(score.ws(x), 0) for x in unwanted]
    if phrases:
        spaced = [score.ws(block) for block in blocks]
        for phrase, wanted in phrases:
            for at, block in enumerate(spaced):
                if phrase and (phrase in block or (len(block) >= 12 and block in phrase)):
                    label[at], weight[at] = wanted, per_phrase[wanted]
    return label, weight


def repeats(blocks, keep):
    """The kept blocks that say again what an earlier one says, as `repeats.rs` finds them, without its sampling."""
    said, out = set(), []
    for at in np.nonzero(keep)[0]:
        letters = re.sub(r"[\W_]+", "", blocks[at].lower()).encode()
        windows = {letters[i : i + 24] for i in range(len(letters) - 23)}
        if len(letters) >= 60 and len(windows & said) >= 0.8 * len(windows):
            out.append(at)
        said |= windows
    return np.array(out, int)


def coverage(blocks, gold):
    """Share of each block's tokens that stand in a 4-gram of the gold, 4-grams across blocks included; -1 of none."""
    tokens = [WORD.findall(block) for block in blocks]
    page = [token for block in tokens for token in block]
    wanted = WORD.findall(gold)
    n = min(4, max(1, len(wanted)))
    grams = set(zip(*(wanted[i:] for i in range(n))))
    hit = np.zeros(len(page) + 1, bool)
    for at in range(len(page) - n + 1):
        if tuple(page[at : at + n]) in grams:
            hit[at : at + n] = True
    out, at = [], 0
    for block in tokens:
        out.append(hit[at : at + len(block)].mean() if block else -1.0)
        at += len(block)
    return np.array(out), np.array([len(block) for block in tokens], float)


def agrees(truth, text):
    """Whether a text has every phrase that must be there and none that must not."""
    row = score.score_page(truth, {"text": text})
    found, unwanted, missing, _ = row["seg"]
    return found > 0 and unwanted == missing == row.get("com", (0, 0))[0] == 0


def teach(view, gold, scores):
    """Labels what an earlier pass says of pages with phrases only, where it agrees with all of them; how many pages.

    Self-training (Scudder 1965; Yarowsky 1995), with the phrases as the judge of what is believed. What a fold's pages
    are taught comes from a model that saw none of them, and no blind page is taught.
    """
    taught, keep = 0, kept(view, scores)
    for page in view.pages:
        truth, rows = gold.get(page["id"]), page["rows"]
        if truth is None or is_blind(truth) or "gold_text" in truth or not truth.get("with"):
            continue
        if not agrees(truth, "\n".join(block for block, wanted in zip(page["blocks"], keep[rows]) if wanted)):
            continue
        taught += 1
        words = np.array([len(WORD.findall(block)) for block in page["blocks"]], float)
        sure = TAUGHT * np.sqrt(np.maximum(words, 1.0)) * np.abs(2 * scores[rows] - 1)
        sure[view.claim[rows] > 0] *= CLAIMED
        sure[view.listed[rows]] = 0
        sure[repeats(page["blocks"], keep[rows])] = 0
        told = ~view.phrased[rows]
        view.label[rows] = np.where(told, scores[rows] >= 0.5, view.label[rows])
        view.weight[rows] = np.where(told, sure, view.weight[rows])
    return taught


def learn(views, look, cells, parameters, rounds, folds):
    """Predictions for every view's rows, out of fold; of blind rows by a model of all others. A model of all pages."""
    used = [np.where(view.weight > 0)[0] for view in views]
    parts = [view.features(look, c, rows) for view, c, rows in zip(views, cells, used)]
    names = parts[0][1]
    x = np.concatenate([part[0] for part in parts])
    y = np.concatenate([view.label[rows] for view, rows in zip(views, used)])
    w = np.concatenate([view.weight[rows] / (1 if n == 0 else 2) for n, (view, rows) in enumerate(zip(views, used))])
    fold = np.concatenate([view.asked[rows] for view, rows in zip(views, used)])
    del parts
    plain = [re.sub(r"[\[\]:,\"]", "_", name) for name in names]
    data = lgb.Dataset(x, y, weight=w, feature_name=plain, params=parameters, free_raw_data=False).construct()
    del x
    out = [np.zeros(len(view.cells)) for view in views]
    for k in list(range(folds)) + [BLIND]:
        rows = np.where((fold != k) & (fold != BLIND))[0]
        model = lgb.train(parameters, data.subset(rows), rounds)
        for view, c, p in zip(views, cells, out):
            asked = np.where(view.asked == k)[0]
            p[asked] = predicted(model, view.features(look, c, asked)[0], look)
    return out, lgb.train(parameters, data, rounds), names


def predicted(model, x, look):
    """As `mod.rs` judges: at the first look, what half of the trees have no hope for is not asked the others."""
    whole = model.predict(x)
    if look == 2:
        return whole
    half = model.predict(x, num_iteration=ROUNDS[0] // 2)
    return np.where(half < HOPELESS, half, whole)


def with_context(binary, view, scores):
    """The view's cells again, with the first look's scores in them; what rules claim is certain."""
    scores = np.where(view.claim == 0, scores, view.claim == 1)
    with tempfile.TemporaryDirectory() as folder:
        np.round(scores * 1000).astype("<u2").tofile(f"{folder}/scores")
        subprocess.run([binary, view.folder, f"{folder}/dump", f"{folder}/scores"], check=True)
        return np.fromfile(f"{folder}/dump/cells.i16", "<i2").reshape(-1, len(view.columns))


def worded(kinds, said, views, cells):
    """Cells in which the words' log-odds are those of models that had not seen the page; `said` by kind of words and view."""
    for kind, of_views in zip(kinds, said):
        for view, part, out in zip(views, cells, of_views):
            part[:, [view.columns.index(column) for column in kind.COLUMNS]] = out
    return cells


def kept(view, scores):
    """Which blocks are kept, as `cut.rs` decides but for tables, which go whole there: claims before scores, the likelier part
    where little is sure, nothing twice."""
    keep = np.where(view.claim == 0, scores >= KEEP, view.claim == 1)
    for page in view.pages:
        rows = page["rows"]
        open_scores = np.where(view.claim[rows] == 0, scores[rows], 0)
        sure = sum(len(block.encode()) for block, wanted in zip(page["blocks"], keep[rows]) if wanted)
        if sure < 250 and open_scores.max(initial=0) >= 0.15:
            keep[rows] |= open_scores >= min(KEEP, open_scores.max() * 0.4)
        for at in repeats(page["blocks"], keep[rows]):
            keep[rows.start + at] = False
    return keep


def figures(view, gold, scores, blind):
    """What the benchmark says of what is kept."""
    rows, keep = [], kept(view, scores)
    for page in view.pages:
        truth = gold.get(page["id"])
        if truth is None or is_blind(truth) != blind:
            continue
        text = "\n".join(block for block, wanted in zip(page["blocks"], keep[page["rows"]]) if wanted)
        rows.append(score.score_page(truth, {"text": text}))
    news = [row for row in rows if row["source"] in score.NEWS and "f1" in row]
    precision, recall, f1 = score.macro(news)
    tp, fp, fn, _ = (sum(row["seg"][i] for row in rows if "seg" in row) for i in range(4))
    comments = [row["com"] for row in rows if "com" in row]
    leaked = sum(c[0] for c in comments) / max(1, sum(c[1] for c in comments))
    return (f"NEWS {len(news)} pages F1 {f1:.4f} P {precision:.4f} R {recall:.4f} exact {score.mean([r['exact'] for r in news]):.3f} "
            f"under-.5 {sum(r['f1'] < 0.5 for r in news)} | phrases F1 {2 * tp / (2 * tp + fp + fn):.4f} P {tp / (tp + fp):.4f} "
            f"R {tp / (tp + fn):.4f} | comments leaked {leaked:.3f}")


def both(first, second):
    """The mean of two looks' log-odds, as `mod.rs` takes it; what the first look has no hope for gets no second."""
    second = np.where(first < HOPELESS, first, second)
    odds = [np.log(p / (1 - p)) for p in (np.clip(first, 1e-4, 1 - 1e-4), np.clip(second, 1e-4, 1 - 1e-4))]
    return 1 / (1 + np.exp(-(odds[0] + odds[1]) / 2))


def export(model, names, path, head):
    """The model file: `forest.rs` tells its form."""
    lines = [f"# {line}" for line in head]
    for tree in model.dump_model()["tree_info"]:
        tokens = []

        def walk(node):
            if "leaf_value" in node:
                tokens.append(f"={round(node['leaf_value'] * 10000)}")
                return
            assert node["decision_type"] == "<="
            below = int(np.floor(node["threshold"])) + 1  # `x <= 2.5` is `x < 3` of integers.
            tokens.append(f"{names[node['split_feature']]}<{below}^{round(node['internal_value'] * 10000)}")
            walk(node["left_child"])
            walk(node["right_child"])

        walk(tree["tree_structure"])
        lines.append("tree " + " ".join(tokens))
    path.write_text("\n".join(lines) + "\n")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("kind", choices=("html", "text"))
    ap.add_argument("dump")
    ap.add_argument("gold")
    ap.add_argument("pages")
    ap.add_argument("out")
    ap.add_argument("--binary", default="target/release/examples/judge_features")
    ap.add_argument("--also", nargs=2, action="append", default=[], metavar=("DUMP", "PAGES"))
    ap.add_argument("--more-gold", help="gold of pages that stand in the --also views only")
    a = ap.parse_args()
    started = time.time()
    gold = score.read_jsonl(a.gold)
    every = dict(score.read_jsonl(a.more_gold), **gold) if a.more_gold else gold
    views = [View(a.dump, a.pages, gold, PHRASED[a.kind])]
    views += [View(dump, pages, every, PHRASED[a.kind]) for dump, pages in a.also]
    if a.kind == "html":
        views.append(View(a.dump, a.pages, gold, PHRASED[a.kind]).unnamed())
    head = [f"{a.kind}: {sum(p['id'] in gold for p in views[0].pages)} pages, {len(views)} views, folds by site: {FOLDS}, passes: {PASSES}; "
            "figures of models that had not seen the page; rules and learnt part together"]

    def say(who, scores):
        for name, blind in (("out of fold", False), ("blind", True)):
            said = f"{who}, {name}: {figures(views[0], gold, scores, blind)}"
            print(f"{time.time() - started:.0f}s {said}", flush=True)
            if who.endswith("both looks") or who == "labels themselves" and not blind:
                head.append(said)

    say("labels themselves", views[0].label)
    kinds = [kind(views) for kind in (Diction, Naming) if set(kind.COLUMNS) <= set(views[0].columns)]
    for number in range(PASSES):
        if number:
            taught = [teach(view, every, scores) for view, scores in zip(views, together)]
            print(f"{time.time() - started:.0f}s pages taught by the pass before: {taught}", flush=True)
        said = [kind.learn() for kind in kinds]
        cells = worded(kinds, said, views, [view.cells for view in views])
        scores, first, first_names = learn(views, 1, cells, FIRST, ROUNDS[0], FOLDS)
        say("first look", scores[0])
        cells = worded(kinds, said, views, [with_context(a.binary, view, s) for view, s in zip(views, scores)])
        again, second, second_names = learn(views, 2, cells, SECOND, ROUNDS[1], FOLDS)
        say("second look", again[0])
        together = [both(one, two) for one, two in zip(scores, again)]
        say(f"pass {number + 1}, both looks", together[0])
    out = pathlib.Path(a.out)
    export(first, first_names, out / f"{a.kind}-first.model", head)
    export(second, second_names, out / f"{a.kind}-second.model", head)
    for kind in kinds:
        kind.export(out, a.kind, head)


if __name__ == "__main__":
    main()
