#!/usr/bin/env python3
"""Learns the weights in src/dedup/judge.rs from labelled pairs; prints them as they stand there.

    cargo run --release --example dedup_predictions -- DOCS.jsonl.gz --reasons > PRED.jsonl
    python3 benches/dedup_learn.py GOLD.jsonl.gz PRED.jsonl [REAL_GOLD.jsonl.gz REAL_PRED.jsonl]

Logistic regression whose weights have a sign each: what speaks for one story may not weigh against it. Pairs are also
shown without their dates and without their headlines, so that no single one of them carries the judgement. Quoted
first: folds by story, then each template family and some operators left out of training. Needs numpy and scipy."""
import gzip, json, sys

FILES = [a for a in sys.argv[1:] if not a.startswith("-")]
if {"-h", "--help"} & set(sys.argv[1:]): print(__doc__); sys.exit()
if len(FILES) not in (2, 4): sys.exit(__doc__)

import numpy as np
from scipy.optimize import minimize

SIGNS = dict(contained=1, apart=-1, names=1, names_kept=1, figures=1, name_swaps=-1, figure_swaps=-1,
             headlines=1, headline=1, lead=1, lead_lost=-1, subject=-1, days=-1, later=-1, frame=-1, slots=-1, damaged=1, brief=-1)
# Stories on one event that quote the same speech share names and lead; that alone must not make them one.
# Nor headline and frame where each tells of another subject: of the forms that reports are told in, the pairs have few.
AT_LEAST = dict(apart=11.0, days=1.0, subject=6.0, lead_lost=3.2, frame=3.5, slots=8.0, brief=.5, name_swaps=2.5, figure_swaps=3.3)
NAMES = list(SIGNS)
NO_DAYS, NO_TITLE = {"days": 0, "later": 0}, {"headlines": 400, "headline": 600, "subject": 0}
VIEWS = [({}, 1.0), (NO_TITLE, .3), (NO_DAYS, .2), ({**NO_DAYS, **NO_TITLE}, .2)]
NEGATIVE, REAL, L2 = 4.0, 20.0, 1e-4

def read(path):
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as f:
        for line in f: yield json.loads(line)

def load(gold, pred):
    docs, labels, rows = {}, {}, []
    for r in read(gold):
        if "id" in r: docs[r["id"]] = r
        else: labels[tuple(sorted((r["a"], r["b"])))] = r["same"]
    for r in read(pred):
        if "a" not in r: continue
        a, b = sorted((r["a"], r["b"])); da, db = docs[a], docs[b]
        if da["cluster"] is None:
            if (a, b) not in labels: continue
            same = labels[a, b]
        elif "roundup" in (da["kind"], db["kind"]): continue
        else: same = da["cluster"] == db["cluster"]
        rows.append(([r["reasons"].get(n, 0) for n in NAMES], same, da, db))
    x = np.array([r[0] for r in rows], float) / 1000
    return x, np.array([r[1] for r in rows], bool), [r[2] for r in rows], [r[3] for r in rows]

def view(x, change):
    x = x.copy()
    for name, value in change.items(): x[:, NAMES.index(name)] = value / 1000
    return x

def fit(x, y, w):
    x = np.vstack([view(x, c) for c, _ in VIEWS]); y = np.tile(y, len(VIEWS)); w = np.concatenate([w * v for _, v in VIEWS])
    a = np.hstack([x, np.ones((len(x), 1))]); s = np.where(y, 1.0, -1.0)
    bounds = [(AT_LEAST.get(n, 0), None) if SIGNS[n] > 0 else (None, -AT_LEAST.get(n, 0)) for n in NAMES] + [(None, None)]
    def loss(t):
        z = s * (a @ t); p = -s / (1 + np.exp(np.clip(z, -500, 500)))
        return (w * np.logaddexp(0, -z)).sum() / w.sum() + L2 * (t[:-1] ** 2).sum(), a.T @ (w * p) / w.sum() + 2 * L2 * np.append(t[:-1], 0)
    return minimize(loss, np.clip(np.zeros(a.shape[1]), [b[0] if b[0] is not None else -99 for b in bounds], [b[1] if b[1] is not None else 99 for b in bounds]), jac=True, bounds=bounds, method="L-BFGS-B", options=dict(maxiter=400)).x

def said(x, t, y):
    p = x @ t[:-1] + t[-1] > 0; tp, fp, fn = (p & y).sum(), (p & ~y).sum(), (~p & y).sum()
    return f"P {tp / max(1, tp + fp):.4f} R {tp / max(1, tp + fn):.4f} false {fp} missed {fn}"

def main(args):
    x, y, da, db = load(*args[:2]); n = len(y); w = np.where(y, 1.0, NEGATIVE)
    if len(args) > 2:
        rx, ry, ra, rb = load(*args[2:]); x = np.vstack([x, rx]); y = np.append(y, ry); da += ra; db += rb
        w = np.append(w, np.where(ry, REAL, REAL * NEGATIVE))
    real = np.arange(len(y)) >= n
    fold = np.array([(d["cluster"] if d["cluster"] is not None else sum(map(ord, d["id"]))) % 2 for d in da])
    halves = [fit(x[fold != k], y[fold != k], w[fold != k]) for k in (0, 1)]
    for name, change in (("all", {}), ("no headlines", NO_TITLE), ("no dates", NO_DAYS)):
        for of, where in (("made", ~real), ("real", real)):
            if not where.any(): continue
            v = view(x, change); p = np.where(fold == 0, v @ halves[0][:-1] + halves[0][-1], v @ halves[1][:-1] + halves[1][-1])[:, None]
            print(f"{name}, {of}, other half: {said(p[where], np.array([1.0, 0]), y[where])}")
    family = np.array([d.get("neg_group") or "" for d in da]); ops = [set(p["ops"]) | set(q["ops"]) for p, q in zip(da, db)]
    if "--quick" not in sys.argv:
        for f in sorted(set(family) - {""}):
            m = family == f; print(f"without {f}: {said(x[m], fit(x[~m], y[~m], w[~m]), y[m])}")
        for o in ("ocr", "desk", "update", "lead", "excerpt", "headline"):
            m = np.array([o in q for q in ops]); print(f"without {o}: {said(x[m], fit(x[~m], y[~m], w[~m]), y[m])}")
    t = fit(x, y, w)
    for name, value in zip(NAMES, t): print(f"    {name}: {round(value * 1000)},")
    print(f"const BIAS: i32 = {round(t[-1] * 1000)};")

if __name__ == "__main__": main(FILES)
