# SPDX-License-Identifier: MIT
"""Small delimited files by chance, and what Python's csv module says of them.

  csv_module.py make FOLDER N     writes N files, NAME.csv, and what each is
                                  written with, NAME.how: delimiter, quote
  csv_module.py judge FOLDER      beside each: NAME.out, NAME.err and NAME.status
                                  of lscb-ingest --untyped.  Every file is read
                                  the same by both, or refused with a line, and
                                  refused only if a grammar or a rule about
                                  headers says so.  Prints what is not so, then
                                  how many were taken and refused.
"""
import csv
import random
import re
import sys

DIALECTS = [(",", '"')] * 4 + [(";", '"'), ("\t", '"'), ("|", "'"), (",", "'")]


def value(rnd, delimiter, quote):
    """What stands between two delimiters, mostly as it should be."""
    text = "".join(rnd.choice(["a", "b", "7", " ", "\u0175", "x y", ""])
                   for _ in range(rnd.randrange(4)))
    if rnd.random() < 0.35:
        inner = [text] + [rnd.choice([delimiter, quote * 2, "\n", "\r\n",
                                      " ", "'", '"' if quote != '"' else ""])
                          for _ in range(rnd.randrange(4))]
        rnd.shuffle(inner)
        text = quote + "".join(inner) + quote
    if rnd.random() < 0.02:     # an accident
        at = rnd.randrange(len(text) + 1)
        odd = [quote, " ", "\r", quote + " ", " " + quote, quote * 3]
        text = text[:at] + rnd.choice(odd) + text[at:]
    return text


def one_file(rnd, delimiter, quote):
    width = rnd.randrange(1, 5)
    ends = rnd.choice([["\n"], ["\n"], ["\r\n"], ["\r\n"], ["\n", "\r\n"]])
    names = ["n%d" % i for i in range(width)]
    if rnd.random() < 0.1:
        names[rnd.randrange(width)] = value(rnd, delimiter, quote)
    lines = [delimiter.join(names)]
    for _ in range(rnd.randrange(6)):
        n = width + (rnd.random() < 0.02)
        lines.append(delimiter.join(value(rnd, delimiter, quote)
                                    for _ in range(n)))
        if rnd.random() < 0.03:
            lines.append("")
    text = "".join(line + rnd.choice(ends) for line in lines)
    return text.rstrip("\r\n") if rnd.random() < 0.2 else text


def make(folder, n):
    rnd = random.Random(1989)
    for i in range(n):
        delimiter, quote = rnd.choice(DIALECTS)
        name = "%s/%05d" % (folder, i)
        with open(name + ".csv", "w", encoding="utf-8", newline="") as f:
            f.write(one_file(rnd, delimiter, quote))
        with open(name + ".how", "w", encoding="utf-8") as f:
            f.write("%s\n%s\n" % (delimiter, quote))


def rows_of(path, delimiter, quote):
    """The rows, breaks as one space, or None where the module refuses."""
    with open(path, encoding="utf-8", newline="") as f:
        try:
            rows = list(csv.reader(f, delimiter=delimiter, quotechar=quote,
                                   strict=True))
        except csv.Error:
            return None
    return [[re.sub("\r\n|\n|\r", " ", field) for field in row] or [""]
            for row in rows]


def is_sound(text, delimiter, quote, rows):
    """RFC 4180 with LF or CRLF, and a header that rows can be held to."""
    d, q = re.escape(delimiter), re.escape(quote)
    field = "(?:%s(?:[^%s\r]|\r\n|%s%s)*%s|[^%s%s\r\n]*)" % (
        q, q, q, q, q, q, d)
    record = "%s(?:%s%s)*" % (field, d, field)
    if not re.fullmatch("%s(?:\r?\n%s)*(?:\r?\n)?" % (record, record), text):
        return False
    if not rows or "" in rows[0] or len(set(rows[0])) < len(rows[0]):
        return False
    return all(len(row) == len(rows[0]) for row in rows)


def judge_one(name):
    """'taken', 'refused', or what is wrong."""
    with open(name + ".how", encoding="utf-8", newline="\n") as f:
        delimiter, quote = f.read().split("\n")[:2]
    with open(name + ".csv", encoding="utf-8", newline="") as f:
        text = f.read()
    with open(name + ".err", encoding="utf-8") as f:
        said = f.read()
    with open(name + ".status", encoding="utf-8") as f:
        status = int(f.read())
    rows = rows_of(name + ".csv", delimiter, quote)
    sound = rows is not None and is_sound(text, delimiter, quote, rows)
    if status == 0:
        if not sound:
            return "taken, but it is not sound"
        with open(name + ".out", encoding="utf-8", newline="") as f:
            if f.read().count("\n") != len(rows):
                return "a record is not one line"
        if rows_of(name + ".out", ",", '"') != rows:
            return "read differently"
        return "taken"
    if status != 65 or not re.search(r"\.csv(:\d+)?: .* \[[a-z-]+\]$", said,
                                     re.M):
        return "status %d: %s" % (status, said)
    if sound:
        return "refused, but it is sound: " + said
    return "refused"


def judge(folder, n):
    count = {"taken": 0, "refused": 0}
    for i in range(n):
        name = "%s/%05d" % (folder, i)
        verdict = judge_one(name)
        if verdict in count:
            count[verdict] += 1
        else:
            print("%s.csv: %s" % (name, verdict))
    print("%(taken)d taken, %(refused)d refused" % count)
    return sum(count.values()) == n and min(count.values()) > n // 10


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(not judge(sys.argv[2], int(sys.argv[3])))
