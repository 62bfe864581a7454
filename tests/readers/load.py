"""Loads a dataset as its users do, with no options, and holds the readers against each other.

usage: load.py DATASET
"""

import csv
import json
import sys
from pathlib import Path

import duckdb
import pandas
import polars

dataset = Path(sys.argv[1])
failed = []
passed = 0


def check(claim, holds):
    global passed
    if holds:
        passed += 1
    else:
        failed.append(claim)
        print("FAILED", claim)


def plain(value, column=""):
    """A cell as text, whatever type the reader gave it; a time to the second, in UTC as it was written."""
    if column.endswith("_at"):
        time = "" if value is None or value is pandas.NaT else value if isinstance(value, str) else value.isoformat()
        return time[:19].replace(" ", "T")
    if value is None or value is pandas.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


for name in ("articles", "documents"):
    path = dataset / f"{name}.jsonl"
    truth = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    columns = list(truth[0])
    check(f"{name}: every row has every column in one order", all(list(row) == columns for row in truth))
    check(f"{name}: no lists, no nulls but in dates", all(
        not isinstance(value, (list, dict)) and (value is not None or key.startswith("date_"))
        for row in truth for key, value in row.items()))
    check(f"{name}: ids are sorted, unique and begin with a letter", (ids := [row["id"] for row in truth]) == sorted(set(ids))
          and all(i[0] == "a" for i in ids))

    readers = {
        "pandas": lambda: pandas.read_json(path, lines=True).to_dict("records"),
        "polars": lambda: polars.read_ndjson(path).to_dicts(),
        "duckdb": lambda: [dict(zip(columns, row)) for row in
                           duckdb.sql(f"select {', '.join(columns)} from read_json('{path}')").fetchall()],
    }
    for reader, load in readers.items():
        rows = load()
        check(f"{name}: {reader} reads {len(truth)} rows", len(rows) == len(truth))
        for column in columns:
            check(f"{name}: {reader} reads {column} as written",
                  [plain(row[column], column) for row in rows] == [plain(row[column], column) for row in truth])

with open(dataset / "articles.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
truth = [json.loads(line) for line in (dataset / "articles.jsonl").read_text(encoding="utf-8").split("\n") if line]
check("articles.csv holds the same columns", list(rows[0]) == list(truth[0]))
check("articles.csv holds the same rows",
      [[plain(value) for value in row.values()] for row in truth] == [[plain_csv for plain_csv in row.values()] for row in rows])
check("pandas reads articles.csv", len(pandas.read_csv(dataset / "articles.csv", keep_default_na=False)) == len(truth))
check("polars reads articles.csv", polars.read_csv(dataset / "articles.csv").height == len(truth))

print(f"{passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
