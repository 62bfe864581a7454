#!/usr/bin/env python3
"""Copydesk's dedup beside rensa and datasketch, in one run on one machine: documents per CPU second and peak memory.

    pip install rensa datasketch
    cargo build --release --example dedup_predictions
    python3 benches/dedup_compare.py DOCS.jsonl[.gz] [DOCS.jsonl ...]

The peers do what their documentation shows: 5-word shingles, 128 permutations, bands for a threshold of 0.5, clusters
by transitive closure; no relations, no passages. Reading and decompressing are left out of the seconds for all."""
import gzip, json, re, resource, subprocess, sys, time

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
    code = "import resource,subprocess,sys; r=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.PIPE,text=True); print(r.stderr.strip().splitlines()[-1]); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024)"
    line, mb = subprocess.run([sys.executable, "-c", code, "target/release/examples/dedup_predictions" if not EXE else EXE, path, *flags], capture_output=True, text=True).stdout.strip().splitlines()
    said = dict(x.split("=") for x in line.split()); return dict(items=int(said["items"]), seconds=float(said["cpu_seconds"]), mb=float(mb))

EXE = None
if __name__ == "__main__":
    if sys.argv[1] == "--peer": peer(sys.argv[2], sys.argv[3]); sys.exit()
    if sys.argv[1].startswith("--exe="): EXE = sys.argv.pop(1)[6:]
    print("| documents | program | per CPU second | peak MB, texts included |\n|---|---|---|---|")
    for path in sys.argv[1:]:
        rows = [("copydesk, with relations and passages", copydesk(path))]
        for name in ("rensa", "datasketch"):
            out = subprocess.run([sys.executable, __file__, "--peer", name, path], capture_output=True, text=True)
            rows.append((name + ", clusters only", json.loads(out.stdout) if out.returncode == 0 else None))
        for name, r in rows:
            print(f"| {r['items']:,} | {name} | {r['items'] / r['seconds']:,.0f} | {r['mb']:,.0f} |" if r else f"| | {name} | did not run | |", flush=True)
