#!/usr/bin/env bash
# Learns the judgement from the labelled pages in $1 (default ../shared) and puts the models into src/content/judge.
set -euo pipefail
cd "$(dirname "$0")/../../../.."
shared=$(realpath "${1:-../shared}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BENCH="$shared/bench/extract" OMP_WAIT_POLICY=passive
cargo build --release --example judge_features
binary="${CARGO_TARGET_DIR:-target}/release/examples/judge_features"
learn() { # kind, data folder, pages
    "$binary" "$shared/data/$2/$3" "$work/$1"
    python3 src/content/judge/train/train.py "$1" "$work/$1" "$shared/data/$2/gold.jsonl" "$shared/data/$2/$3" \
        src/content/judge --binary "$binary" "${@:4}"
}
learn html extract html
learn text extract-text txt
