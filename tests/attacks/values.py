# SPDX-License-Identifier: MIT
"""Usage: values.py LIBRARY EXTRACTS TOKENS

In: the extracts of a board as its agencies wrote them, the definitions that
say which columns tell who somebody is, and the link tokens made of them.  Out:
"KIND<tab>VALUE" for every value of such a column, as written: name, text,
number (of an agency, a person or a row), postcode, address, date (YYYY-MM-DD,
of birth, unless something else happened on that day), token.
"""
import csv
import os
import re
import sys
import zlib

KINDS = {'forename': 'name', 'surname': 'name', 'dob': 'date',
         'postcode': 'postcode', 'house': 'house', 'uprn': 'number',
         'nhs': 'number', 'upn': 'number', 'id': 'number',
         'entity': 'number', 'free-text': 'text'}
MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split()


def definition(path):
    """Columns by header, folded: (kind, header of the first)."""
    columns, column, keys = {}, None, []
    with open(path, encoding='utf-8') as file:
        for line in file:
            name, _, value = line.strip().partition(': ')
            if name == '%rec:':
                column = None
            if name == 'key':
                keys = re.split(r',\s*', value)
            if line.strip() == '':
                column = None
            elif name == 'name':
                column = {'name': value, 'headers': [value]}
                columns[value] = column
            elif column is not None:
                if name == 'header':
                    column['headers'].append(value)
                else:
                    column[name] = value
    by_header = {}
    for column in columns.values():
        role, type_ = column.get('role'), column.get('type')
        kind = KINDS.get(role)
        if kind is None and type_ == 'name':
            kind = 'name'
        elif column['name'] in keys and type_ == 'text':
            kind = 'number'
        elif kind is None and role == 'drop' and type_ == 'text':
            kind = 'text'
        elif kind is None and type_ == 'date':
            kind = 'event'
        for header in column['headers']:
            by_header[header.casefold()] = (kind, column['name'])
    return by_header


def text_of(path):
    with open(path, 'rb') as file:
        data = file.read()
    if data[:2] == b'\x1f\x8b':
        data = zlib.decompress(data, 31)
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        return data.decode('utf-16')
    try:
        return data.decode('utf-8-sig')
    except UnicodeDecodeError:
        return data.decode('cp1252')


def day(text):
    """YYYY-MM-DD of what an agency wrote, or None."""
    text = text.strip()
    for form in (r'(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)$',
                 r'(?P<y>\d{4})[-/.](?P<m>\w+)[-/.](?P<d>\d+)\b',
                 r'(?P<d>\d+)[-/. ](?P<m>\w+)[-/. ](?P<y>\d{4})\b'):
        found = re.match(form, text)
        if found:
            month = found['m'].lower()[:3]
            month = MONTHS.index(month) + 1 if month in MONTHS else (
                int(month) if month.isdigit() else 0)
            if 1 <= month <= 12 and 1 <= int(found['d']) <= 31:
                return f'{found["y"]}-{month:02}-{int(found["d"]):02}'
    return None


def rows(text, by_header):
    """Rows as {(kind, name): value}; None of what is no table."""
    sep = max(',;|\t', key=text.split('\n', 1)[0].count)
    head = None
    for row in csv.reader(text.splitlines(), delimiter=sep):
        if head is None:
            known = [by_header.get(cell.strip().casefold()) for cell in row]
            if sum(k is not None for k in known) * 2 >= len(row):
                head = known
            continue
        yield {known: cell.strip() for known, cell in zip(head, row)
               if known and known[0] and cell.strip()}
    if head is None:
        raise SystemExit('values: a file without a header that is known')


def main():
    library, extracts, tokens = sys.argv[1:]
    found, events = set(), set()
    for name in sorted(os.listdir(extracts)):
        by_header = definition(
            f'{library}/extracts/{name.split(".")[0]}.rec')
        for row in rows(text_of(f'{extracts}/{name}'), by_header):
            named = {}
            for (kind, _), value in row.items():
                named.setdefault(kind, []).append(value)
                if kind in ('date', 'event'):
                    value = day(value)
                if kind == 'event':
                    events.add(value)
                elif kind != 'house' and value:
                    found.add((kind, value))
            if 'name' in named and len(named['name']) > 1:
                found.add(('name', ' '.join(named['name'][:2])))
                found.add(('name', ' '.join(named['name'][1::-1])))
            if 'house' in named and 'postcode' in named:
                found.add(('address',
                           f"{named['house'][0]} {named['postcode'][0]}"))
    for name in sorted(os.listdir(tokens)):
        with open(f'{tokens}/{name}', encoding='ascii') as file:
            for token in re.findall(r'\b[a-z2-7]{13}\b', file.read()):
                found.add(('token', token))
    for kind, value in sorted(found):
        if kind != 'date' or value not in events:
            print(f'{kind}\t{value}')


main()
