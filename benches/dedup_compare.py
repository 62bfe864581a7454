#!/usr/bin/env python3
"""Copydesk's dedup beside rensa and datasketch, in one run on one machine: documents per CPU second and peak memory.

    pip install rensa datasketch
    cargo build --release --example dedup_predictions
    python3 benches/dedup_compare.py [--svg=PLOT.svg] [--datasketch-up-to=N] [--exe=PROGRAM] DOCS.jsonl[.gz] [DOCS.jsonl ...]

Smaller sets first. The peers do what their documentation shows: 5-word shingles, 128 permutations, bands for a threshold of 0.5, clusters
by transitive closure; no relations, no passages. Reading and decompressing are left out of the
seconds for all; the peers hold all texts in memory, copydesk keeps them on disk and its reading them back counts."""
import gzip, json, os, resource, subprocess, sys, time

def texts(path):
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as f:
        return [json.loads(line)["text"] for line in f]

def shingles(text):
    words = text.lower().split()
    return [" ".join(words[i:i + 5]) for i in range(max(1, len(words) - 4))]

def closure(n, pairs):
    up = list(range(n))
    def find(x):
        while up[x] != x: up[x] = up[up[x]]; x = up[x]
        return x
    for a, b in pairs: up[find(a)] = find(b)
    return len({find(x) for x in range(n)})

def rensa(docs):
    from rensa import RMinHash, RMinHashLSH
    lsh = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32); hashes = []
    for i, text in enumerate(docs):
        m = RMinHash(num_perm=128, seed=42); m.update(shingles(text)); lsh.insert(i, m); hashes.append(m)
    pairs = ((i, j) for i, m in enumerate(hashes) for j in lsh.query(m) if j < i and m.jaccard(hashes[j]) >= 0.5)
    return closure(len(docs), pairs)

def datasketch(docs):
    from datasketch import MinHash, MinHashLSH
    lsh = MinHashLSH(threshold=0.5, num_perm=128); hashes = []
    for i, text in enumerate(docs):
        m = MinHash(num_perm=128); m.update_batch([s.encode() for s in shingles(text)]); lsh.insert(str(i), m); hashes.append(m)
    pairs = ((i, int(j)) for i, m in enumerate(hashes) for j in lsh.query(m) if int(j) < i and m.jaccard(hashes[int(j)]) >= 0.5)
    return closure(len(docs), pairs)

def peer(name, path):
    docs = texts(path); start = time.process_time(); n = {"rensa": rensa, "datasketch": datasketch}[name](docs)
    print(json.dumps(dict(items=len(docs), clusters=n, seconds=time.process_time() - start, mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))

def copydesk(path, *flags):
    code = "import resource,subprocess,sys; r=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.PIPE,text=True); print(r.stderr.strip().splitlines()[-1]); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024); sys.exit(r.returncode)"
    run = subprocess.run([sys.executable, "-c", code, EXE, path, *flags], capture_output=True, text=True)
    if run.returncode: sys.exit(f"{EXE} failed on {path}: {run.stdout.strip()}")
    line, mb = run.stdout.strip().splitlines()
    said = dict(x.split("=") for x in line.split()); return dict(items=int(said["items"]), seconds=float(said["cpu_seconds"]), mb=float(mb))

def program():
    """The program to measure: what --exe names, or what cargo built, wherever it builds to."""
    target = os.environ.get("CARGO_TARGET_DIR") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "target")
    exe = options.get("--exe") or os.path.join(target, "release", "examples", "dedup_predictions" + ".exe" * (os.name == "nt"))
    if not os.path.isfile(exe): sys.exit(f"{exe} is not there: build it with\n    cargo build --release --example dedup_predictions\nor name another with --exe=PROGRAM")
    return exe

NAMES = {"copydesk": "copydesk, with relations and passages", "copydesk-clusters": "copydesk, clusters only", "rensa": "rensa, clusters only", "datasketch": "datasketch, clusters only"}

def measure(name, path):
    if name.startswith("copydesk"): return copydesk(path, *["--clusters-only"] * (name != "copydesk"))
    out = subprocess.run([sys.executable, __file__, "--peer", name, path], capture_output=True, text=True)
    return json.loads(out.stdout) if out.returncode == 0 else None

def plot(rows, to):
    """CPU microseconds a document against documents, both on log scales, as SVG that reads in light and dark."""
    import math
    colours, w, h, l, t = {"copydesk": "#2a6fdb", "copydesk-clusters": "#7a4fc4", "rensa": "#c4622d", "datasketch": "#6b8f3c"}, 640, 360, 70, 30
    xs, ys = [r["items"] for _, r in rows], [r["seconds"] / r["items"] * 1e6 for _, r in rows]
    low, high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    x = lambda n: l + (w - l - 130) * (math.log10(n / min(xs)) / max(1e-9, math.log10(max(xs) / min(xs))))
    y = lambda v: t + (h - t - 50) * (high - math.log10(v)) / (high - low)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" font-family="sans-serif" font-size="12"><rect width="{w}" height="{h}" fill="#fff"/>',
           f'<text x="{l}" y="18" fill="#333">CPU microseconds a document, by documents in the set</text>']
    for e in range(low, high + 1):
        out.append(f'<line x1="{l}" x2="{w - 130}" y1="{y(10 ** e):.1f}" y2="{y(10 ** e):.1f}" stroke="#ddd"/><text x="{l - 8}" y="{y(10 ** e) + 4:.1f}" text-anchor="end" fill="#555">{10 ** e:,}</text>')
    for n in sorted(set(xs)): out.append(f'<text x="{x(n):.1f}" y="{h - 28}" text-anchor="middle" fill="#555">{n:,}</text>')
    for name, colour in colours.items():
        points = sorted((x(r["items"]), y(r["seconds"] / r["items"] * 1e6)) for which, r in rows if which == name)
        if not points: continue
        out.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>')
        out += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        out.append(f'<text x="{points[-1][0] + 10:.1f}" y="{points[-1][1] + 4:.1f}" fill="{colour}">{name}</text>')
    open(to, "w").write("\n".join(out + ["</svg>"]) + "\n")

if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]: peer(sys.argv[2], sys.argv[3]); sys.exit()
    if {"-h", "--help"} & set(sys.argv[1:]): print(__doc__); sys.exit()
    options = {name: value for name, _, value in (a.partition("=") for a in sys.argv[1:] if a.startswith("-"))}
    unknown = [name for name, value in options.items() if name not in ("--svg", "--datasketch-up-to", "--exe") or not value]
    sets = [a for a in sys.argv[1:] if not a.startswith("-")]
    if unknown or not sets: sys.exit("".join(f"{name} is no option, or has no value\n\n" for name in unknown) + __doc__)
    EXE, skip = program(), int(options.get("--datasketch-up-to", 100_000))
    print("| documents | program | per CPU second | peak MB |\n|---|---|---|---|")
    rows = []
    for path in sets:
        for name in NAMES:
            if name == "datasketch" and rows[-1][1]["items"] > skip: continue
            r = measure(name, path)
            if r: rows.append((name, r))
            print(f"| {r['items']:,} | {NAMES[name]} | {r['items'] / r['seconds']:,.0f} | {r['mb']:,.0f} |" if r else f"| | {NAMES[name]} | did not run | |", flush=True)
    if "--svg" in options: plot(rows, options["--svg"])
