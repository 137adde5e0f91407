# SPDX-License-Identifier: MIT
"""What lscb-limits should say, worked out another way: in fractions, in decimals
of 50 digits, and by trying, never by the series and inverses it uses itself.

In: the output of lscb-limits, unit by unit as its argument says (percent, per N,
count, mean, median).  Out: a line for each cell that differs by more than 1e-9
of its size; the last line says how many cells were held against it."""
import csv
import math
import sys
from decimal import Decimal, getcontext
from fractions import Fraction as F

getcontext().prec = 50
Z95 = Decimal('1.95996398454005423552459443052')
Z998 = Decimal('3.09023230616781354151656684650')
BASELINE = 12


def dec(f):
    return Decimal(f.numerator) / Decimal(f.denominator)


def bisect(good, low, high):
    """The place between low and high where good stops being true."""
    for _ in range(150):
        mid = (low + high) / 2
        low, high = (mid, high) if good(mid) else (low, mid)
    return low


def poisson_below(k, mean):
    term, total = (-mean).exp(), Decimal(0)
    for i in range(k):
        total += term
        term *= mean / (i + 1)
    return total


def wilson(x, n, z):
    """The two p at which x of n is z standard deviations away, by trying."""
    def far(p):
        return abs(x - n * p) > z * (n * p * (1 - p)).sqrt()
    share = Decimal(x) / n
    low = Decimal(0) if x == 0 else bisect(far, Decimal(0), share)
    high = Decimal(1) if x == n else \
        bisect(lambda p: not far(p), share, Decimal(1))
    return low, high


def events(x, z, tail):
    """How many may have been expected: exact below 10, Byar's from it."""
    if x < 10:
        low = Decimal(0) if x == 0 else \
            bisect(lambda m: 1 - poisson_below(x, m) < tail, Decimal(0),
                   Decimal(x))
        high = bisect(lambda m: poisson_below(x + 1, m) > tail, Decimal(x),
                      Decimal(x) * 3 + 20)
        return low, high
    x, y = Decimal(x), Decimal(x + 1)
    return (x * (1 - 1 / (9 * x) - z / (3 * x.sqrt())) ** 3,
            y * (1 - 1 / (9 * y) + z / (3 * y.sqrt())) ** 3)


def t_tail(df, t):
    """Beyond t, by the finite sums for whole degrees."""
    c2, s = df / (df + t * t), t / math.sqrt(df + t * t)
    term, total = 1.0, []
    for k in range(1, df // 2 + 1):
        total.append(term)
        term *= c2 * ((2 * k) / (2 * k + 1) if df % 2 else
                      (2 * k - 1) / (2 * k))
    if df % 2 == 0:
        return (1 - s * math.fsum(total)) / 2
    inside = math.atan(t / math.sqrt(df))
    if df > 1:
        inside += s * math.sqrt(c2) * math.fsum(total)
    return 0.5 - inside / math.pi


def t975(df):
    low, high = 0.0, 13.0
    for _ in range(80):
        mid = (low + high) / 2
        low, high = (mid, high) if t_tail(df, mid) > 0.025 else (low, mid)
    return low


def mean_interval(values):
    n = len(values)
    m = sum(values) / n
    if n < 2:
        return m, None, None
    var = sum((v - m) ** 2 for v in values) / (n - 1)
    half = Decimal(t975(n - 1)) * (dec(var) / n).sqrt()
    return m, dec(m) - half, dec(m) + half


def median_interval(values):
    v, n = sorted(values), len(values)
    middle = (v[(n - 1) // 2] + v[n // 2]) / 2
    total, r = 0, 0
    while r < n and F(total + math.comb(n, r), 2 ** n) <= F(25, 1000):
        total += math.comb(n, r)
        r += 1
    return (middle, None, None) if r == 0 else \
        (middle, dec(v[r - 1]), dec(v[n - r]))


def limits(kind, points, per):
    """Centre and limits of (numerator, denominator, value), all of them."""
    n = len(points)
    if n < BASELINE:
        return [(None, None, None)] * n
    if kind == 'xmr':
        v = [p[2] for p in points]
        ranges = [abs(a - b) for a, b in zip(v, v[1:])]
        mean = sum(ranges) / len(ranges)
        kept = [r for r in ranges if r < F(3267, 1000) * mean or r == 0]
        if sum(kept) > 0:
            ranges = kept
        c = sum(v) / n
        half = F(266, 100) * sum(ranges) / len(ranges)
        return [(dec(c), dec(c - half), dec(c + half))] * n
    c = sum(p[0] for p in points) / sum(p[1] for p in points)
    out = []
    for p in points:
        var = c * (1 - c) if kind == 'p' else c
        half = 3 * (dec(var / p[1])).sqrt()
        high = dec(c) + half
        out.append((dec(c * per), max(Decimal(0), dec(c) - half) * per,
                    (min(Decimal(1), high) if kind == 'p' else high) * per))
    return out


def figures(row, unit, per, values):
    """Value, low and high."""
    if unit in ('mean', 'median'):
        f = mean_interval if unit == 'mean' else median_interval
        m, low, high = f(values)
        return dec(m), low, high
    x = F(row['numerator'])
    if unit == 'count':
        return dec(x), None, None
    n = F(row['denominator'])
    if unit == 'percent':
        low, high = wilson(int(x), int(n), Z95)
        return dec(x / n * per), low * per, high * per
    low, high = events(int(x), Z95, Decimal('0.025'))
    return dec(x / n * per), low / dec(n) * per, high / dec(n) * per


def funnel(row, unit, per, total):
    """Of one group around a total: warn and limit, by trying."""
    n = F(row['denominator'])
    c = F(total['numerator']) / F(total['denominator'])
    out = {}
    for name, z, tail in (('warn', Z95, Decimal('0.025')),
                          ('limit', Z998, Decimal('0.001'))):
        if unit != 'percent':
            continue
        # The share whose Wilson interval ends at c: z away as c sees it.
        half = z * (dec(c * (1 - c) / n)).sqrt()
        out[name + '_low'] = max(Decimal(0), dec(c) - half) * per
        out[name + '_high'] = min(Decimal(1), dec(c) + half) * per
    return out


def main():
    unit = sys.argv[1]
    per = 100 if unit == 'percent' else \
        int(unit[4:]) if unit.startswith('per ') else 1
    kind = 'p' if unit == 'percent' else \
        'u' if unit.startswith('per ') else 'xmr'
    rows = list(csv.DictReader(sys.stdin))
    checked = 0

    def same(row, cell, want):
        nonlocal checked
        checked += 1
        got = row[cell]
        if want is None:
            if got != '':
                print(row['start'], cell, got, 'want nothing')
        elif got == '' or abs(Decimal(got) - want) > \
                Decimal('1e-9') * max(abs(want), Decimal('1e-3')):
            print(row['start'], cell, got, 'want', want)

    values = {}
    for r in rows:
        if r.get('by', '').endswith('@value'):
            values.setdefault(r['start'], []).extend(
                [F(r['group'].split('+')[-1])] * int(r['numerator']))
    main_rows = [r for r in rows if r.get('by', '') == '']
    points = []
    for r in main_rows:
        value, low, high = figures(r, unit, per, values.get(r['start'], []))
        same(r, 'value', value)
        same(r, 'low', low)
        same(r, 'high', high)
        points.append((F(r['numerator']), F(r['denominator'] or 1),
                       F(value)))
    for r, (c, low, high) in zip(main_rows, limits(kind, points, per)):
        same(r, 'centre', c)
        same(r, 'limit_low', low)
        same(r, 'limit_high', high)
    totals = {r['start']: r for r in main_rows}
    for r in rows:
        if 'warn_low' in r and r['by'] == 'area':
            for cell, want in funnel(r, unit, per,
                                     totals[r['start']]).items():
                same(r, cell, want)
    print(checked, 'cells')


main()
