# SPDX-License-Identifier: MIT
"""Usage: frequency.py ROLL KEY TOKENS MAP HISTORY

Somebody knows exactly how often every name and date of birth occurs among the
children of a board, and guesses: the most common value of a column is the most
common name, and so on down.  KEY, ROLL (the people of the board, with the
columns forename, surname and born), the token files in the folder TOKENS and
MAP are the judge's, who knows what is behind a token.

Out, a line each:

  tokens FIELD RIGHT OF       of the OF most common tokens, so many guessed
  history COLUMN FIELD RIGHT OF
                              the same of the values of a column of HISTORY,
                              right where most of its children are called so
  purity COLUMN FIELD P Q     of two children with one value in that column, who
                              never shared a household, P per cent are called
                              alike, of any two Q
  offset EVENT COLUMN N P     of N children P per cent have that date equally
                              many days after their birth
"""
import collections
import csv
import datetime
import os
import random
import sys

import keyed

TOP = 20
Counter = collections.Counter


def table(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def right(ranked, names, bears):
    """Guesses of the i-th value as the i-th name that are right."""
    n = min(TOP, len(ranked), len(names))
    return sum(bears(ranked[i]) == names[i] for i in range(n)), n


def ranked(counter):
    return [v for v, _ in sorted(counter.items(), key=lambda p: (-p[1], p[0]))]


def main():
    roll_file, key_file, tokens, map_file, history = sys.argv[1:]
    key = keyed.key(key_file)
    roll = table(roll_file)
    people = {
        'forename': {p['forename'].casefold() for p in roll},
        'surname': {p['surname'].casefold() for p in roll},
        'dob': {p['born'] for p in roll}}
    behind = {}
    for field, values in people.items():
        mine = keyed.field_key(key, field)
        behind[field] = {keyed.base32(keyed.hmac(
            mine, keyed.parts(v))[:8] + b'\0', 13): v for v in values}
    links = {row['record']: row for row in table(map_file)}
    of_child, token_of = {}, {}
    for name in sorted(os.listdir(tokens)):
        for row in table(f'{tokens}/{name}'):
            child = links.get(row['record'], {}).get('child')
            for field in behind if child else ():
                if row[field] in behind[field]:
                    token_of.setdefault(child, {})[field] = row[field]
                    of_child.setdefault(child, {})[field] = \
                        behind[field][row[field]]
    known = {field: Counter(names[field] for names in of_child.values()
                            if field in names) for field in behind}
    seen = {field: Counter(names[field] for names in token_of.values()
                           if field in names) for field in behind}
    for field in known:
        print('tokens', field, *right(ranked(seen[field]),
                                      ranked(known[field]),
                                      behind[field].get))
    rows = [row for row in table(history) if row['child'] in of_child]
    homes = {}
    for row in rows:
        homes.setdefault(row['child'], set()).add(row['household'])
    dice = random.Random(7)
    for column in rows[0]:
        children = {}
        for row in rows:
            if row[column]:
                children.setdefault(row[column], set()).add(row['child'])
        often = Counter({v: len(c) for v, c in children.items()})
        for field in known:
            def bears(value, field=field, children=children):
                names = Counter(of_child[c].get(field)
                                for c in children[value])
                return names.most_common(1)[0][0]
            print('history', column, field, *right(
                ranked(often), ranked(known[field]), bears))
            pairs, all_children = [], sorted(of_child)
            for members in children.values():
                members = sorted(members)
                for _ in range(min(200, 2 * (len(members) - 1))):
                    pairs.append(dice.sample(members, 2))
            strangers = [dice.sample(all_children, 2) for _ in range(5000)]
            if len(set().union(*children.values())) < 100:
                continue
            share = [same(pairs, of_child, homes, field),
                     same(strangers, of_child, homes, field)]
            if share[0] is not None:
                print('purity', column, field, *(round(s) for s in share))
    offsets = {}
    for row in rows:
        born = of_child[row['child']].get('dob')
        for column, value in row.items():
            try:
                day = datetime.date.fromisoformat(value)
                days = (day - datetime.date.fromisoformat(born)).days
            except (TypeError, ValueError):
                continue
            offsets.setdefault((row['event'], column), {})[row['child']] = days
    for (event, column), by_child in sorted(offsets.items()):
        if len(by_child) >= 10:
            most = Counter(by_child.values()).most_common(1)[0][1]
            print('offset', event, column, len(by_child),
                  round(100 * most / len(by_child)))


def shared(homes, a, b):
    return (homes.get(a, set()) & homes.get(b, set())) - {''}


def same(pairs, of_child, homes, field):
    """Per cent of pairs in two families that have one name."""
    told = [of_child[a].get(field) == of_child[b].get(field)
            for a, b in pairs if not shared(homes, a, b)
            and field in of_child[a] and field in of_child[b]]
    return 100 * sum(told) / len(told) if len(told) >= 30 else None


main()
