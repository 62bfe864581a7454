# `just` lists what can be done.
default:
    @just --list

# raw/ to cleaned/
run:
    cargo run --release -- run

# everything that must hold before a change lands
ci:
    .ci/run

# the committed sample, and what changed in it
sample:
    cargo run --release -- run raw/sample -o cleaned/sample
    git diff --stat cleaned/sample

# licences and sources of the dependencies
deny:
    cargo deny check licenses bans sources
