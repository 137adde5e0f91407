#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What lscb-risk should find, by another way: from the definitions, slowly, with
fractions, every row against every row.

usage: risk.py FIGURES ROWS.csv [quasi=A,B sensitive=C ordered=D subject=E
       population=N c=3 k=5 missing=any]

FIGURES is what lscb-risk wrote; status 1 and what differs when it is another table.
Shares may differ in the twelfth digit, all other figures not at all.
"""
import csv
import itertools
import math
import sys
from collections import Counter
from fractions import Fraction


def equal_distance(p, q):
    """1 less what both have in common."""
    return 1 - sum(min(p.get(v, 0), q[v]) for v in q)


def ordered_distance(p, q, ranks):
    """Mass moved from left to right, the nearest first, by distance/(m-1)."""
    if len(ranks) < 2:
        return Fraction(0)
    have = [[i, p.get(v, Fraction(0))] for i, v in enumerate(ranks)]
    want = [[i, q[v]] for i, v in enumerate(ranks)]
    work = Fraction(0)
    i = j = 0
    while i < len(have) and j < len(want):
        moved = min(have[i][1], want[j][1])
        work += moved * abs(have[i][0] - want[j][0])
        have[i][1] -= moved
        want[j][1] -= moved
        if have[i][1] == 0:
            i += 1
        else:
            j += 1
    return work / (len(ranks) - 1)


def spread(rows, column, subject):
    """Members with each value; a subject once with each."""
    if subject:
        return Counter(v for _, v in {(r[subject], r[column]) for r in rows})
    return Counter(r[column] for r in rows)


def members_of(rows, subject):
    return len({r[subject] for r in rows}) if subject else len(rows)


def recursive(counts, c):
    counts = sorted(counts, reverse=True)
    fits = [l for l in range(1, len(counts) + 1)
            if counts[0] < c * sum(counts[l - 1:])]
    return max(fits, default=0)


def diversity(classes, rows, column, ordered, subject, c):
    whole = spread(rows, column, subject)
    n = sum(whole.values())
    q = {v: Fraction(k, n) for v, k in whole.items()}
    ranks = sorted(q, key=lambda v: (v != '', v or 0)) if ordered else None
    found = []
    for members in classes:
        here = spread(members, column, subject)
        m = sum(here.values())
        p = {v: Fraction(k, m) for v, k in here.items()}
        t = ordered_distance(p, q, ranks) if ordered \
            else equal_distance(p, q)
        entropy = math.exp(-sum(float(x) * math.log(x) for x in p.values()))
        l, r = len(here), recursive(here.values(), c) if c else 0
        if max(here.values()) == members_of(members, subject):
            l, entropy, r = 1, 1.0, min(r, 1)
        found.append((l, entropy, r, t))
    return [min(f[0] for f in found), min(f[1] for f in found),
            min(f[2] for f in found) if c else '',
            float(max(f[3] for f in found))]


def zayatz(sizes, n, population):
    """Hypergeometric probabilities as fractions."""
    def drawn_once(j):
        return Fraction(j * math.comb(population - j, n - 1),
                        math.comb(population, n))
    one = sizes[1] * drawn_once(1)
    all_sizes = sum(k * drawn_once(j) for j, k in sizes.items())
    return float(sizes[1] * one / all_sizes / n)


def likelihood(sizes, u, n, theta, alpha):
    return (sum(math.log(theta + i * alpha) for i in range(1, u)) -
            sum(math.log(theta + i) for i in range(1, n)) +
            sum(k * sum(math.log(i - alpha) for i in range(1, j))
                for j, k in sizes.items()))


def highest(f, low, high, steps=90):
    """Where f is highest: by the golden section."""
    g = (math.sqrt(5) - 1) / 2
    a, b = high - g * (high - low), low + g * (high - low)
    fa, fb = f(a), f(b)
    for _ in range(steps):
        if fa > fb:
            high, b, fb = b, a, fa
            a = high - g * (high - low)
            fa = f(a)
        else:
            low, a, fa = a, b, fb
            b = low + g * (high - low)
            fb = f(b)
    return (low + high) / 2


def pitman(sizes, n, population):
    u = sum(sizes.values())

    def best_theta(alpha):
        return math.exp(highest(
            lambda x: likelihood(sizes, u, n, math.exp(x), alpha), -8, 14))
    alpha = highest(lambda a: likelihood(sizes, u, n, best_theta(a), a),
                    1e-6, 1 - 1e-6, 60)
    if alpha < 1e-4:    # the likeliest is 0: another model
        return None
    theta = best_theta(alpha)
    return math.exp(math.lgamma(theta + 1) - math.lgamma(theta + alpha)) * \
        population ** (alpha - 1)


def population_of(classes, subject, members, population):
    sizes = Counter(members_of(c, subject) for c in classes)
    if sum(j * k for j, k in sizes.items()) != members:
        return ['', '']
    if not sizes[1]:
        return [0.0, 'no-unique']
    if population == members:
        return [sizes[1] / members, 'whole']
    share = pitman(sizes, members, population) \
        if population >= 10 * members else None
    if share is not None:
        return [share, 'pitman']
    return [zayatz(sizes, members, population), 'zayatz']


def may_be(a, b, columns):
    return all(a[c] == b[c] or '' in (a[c], b[c]) for c in columns)


def figures(rows, names, ask):
    subject = ask.get('subject')
    members = members_of(rows, subject)
    classes = {}
    for r in rows:
        classes.setdefault(tuple(r[c] for c in names), []).append(r)
    if ask.get('missing') == 'any':
        sizes = [sum(may_be(a, b, names) for b in rows) for a in rows]
    elif subject:
        size = {}
        for c in classes.values():
            n = members_of(c, subject)
            for r in c:
                size[r[subject]] = min(size.get(r[subject], n), n)
        sizes = list(size.values())
    else:
        sizes = [len(classes[tuple(r[c] for c in names)]) for r in rows]
    k = min(sizes)
    line = ['+'.join(names), len(names),
            '' if ask.get('missing') == 'any' else len(classes), len(rows),
            members, k, sizes.count(1),
            sum(s < int(ask.get('k', 1)) for s in sizes), 1 / k,
            float(sum(Fraction(1, s) for s in sizes) / members)]
    line += population_of(classes.values(), subject, members,
                          int(ask['population'])) \
        if 'population' in ask else ['', '']
    c = Fraction(ask['c']) if 'c' in ask else None
    for use in 'sensitive', 'ordered':
        for column in columns_of(ask, use):
            line += diversity(list(classes.values()), rows, column,
                              use == 'ordered', subject, c)
    return line


def columns_of(ask, use):
    return [c for c in ask.get(use, '').split(',') if c]


def sets_of(names):
    for size in range(1, min(3, len(names)) + 1):
        yield from itertools.combinations(names, size)
    if len(names) > 3:
        yield tuple(names)


def same(want, got):
    if isinstance(want, float):
        return got != '' and math.isclose(want, float(got), rel_tol=1e-11,
                                          abs_tol=1e-12)
    return str(want) == got


def main(found, source, *words):
    ask = dict(w.split('=', 1) for w in words)
    with open(source, newline='', encoding='utf-8') as f:
        rows = list(csv.DictReader(f))
    with open(found, newline='', encoding='utf-8') as f:
        got = list(csv.reader(f))
    for r in rows:
        for column in columns_of(ask, 'ordered'):
            r[column] = Fraction(r[column]) if r[column] else ''
    header, got = got[0], got[1:]
    wanted = [figures(rows, names, ask)
              for names in sets_of(ask['quasi'].split(','))]
    bad = 0
    if len(wanted) != len(got):
        print(f'{len(got)} lines, want {len(wanted)}')
        bad = 1
    for want, line in zip(wanted, got):
        if len(want) != len(line) - 1:
            print(f'{line[0]}: {len(line)} fields, want {len(want) + 1}')
            bad = 1
        for name, w, g in zip(header, want, line):
            loose = name == 'population_uniques' and 'pitman' in line
            if loose and g and math.isclose(w, float(g), rel_tol=1e-6):
                continue
            if not same(w, g):
                print(f'{line[0]}: {name} is {g}, want {w}')
                bad = 1
    return bad


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
