# SPDX-License-Identifier: MIT
"""Usage: search.py VALUES FOLDER

In: values that name somebody, as values.py wrote them, and a folder of files.
Out: "FILE<tab>KIND<tab>FORM<tab>VALUE" for each value that is found in a file
or in its name: as it is, in other case, without blanks and punctuation,
backwards, in ROT13, hex and base64, or as an unkeyed hash; dates as people
write them.  gzip, zip and workbooks are unpacked, also within one another;
markup is read with its tags and without.  On stderr: what was searched.

What is long is found anywhere; what is short (below 8 letters and digits, or
below 10 digits alone) as a word or as two or three words in a row; numbers of
fewer than 7 digits are not looked for: they are everywhere.
"""
import base64
import binascii
import codecs
import datetime
import hashlib
import io
import os
import re
import sys
import unicodedata
import zipfile
import zlib

import keyed

WINDOW = 8
EN = ('January February March April May June July August September October '
      'November December').split()
CY = ('Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref '
      'Tachwedd Rhagfyr').split()


def plain(text):
    """Without case, marks, blanks and punctuation; '_' is punctuation."""
    if not text.isascii():
        text = unicodedata.normalize('NFKD', text)
    return re.sub(r'[\W_]+', '', text.casefold())


def long_enough(text):
    return len(text) >= (10 if text.isdigit() else WINDOW)


def hashes(value):
    for way in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        digest = way(value.encode()).digest()
        name = digest and way().name
        yield name, digest.hex()[:16], False
        yield name + '-base64', base64.b64encode(digest).decode()[:16], True
        yield name + '-base32', keyed.base32(digest, 13), False


def encoded(value):
    """base64 at each of the three places where it may begin, and hex."""
    data = value.encode()
    for before in range(3):
        text = base64.b64encode(b'\0' * before + data).decode()
        text = text[(0, 2, 3)[before]:(before + len(data)) * 4 // 3]
        yield 'base64', text, True
    yield 'hex', data.hex(), False


def dates(value):
    y, m, d = (int(part) for part in value.split('-'))
    for sep in '-/. ':
        for text in (f'{y}{sep}{m:02}{sep}{d:02}', f'{y}{sep}{m}{sep}{d}',
                     f'{d:02}{sep}{m:02}{sep}{y}', f'{d}{sep}{m}{sep}{y}',
                     f'{m:02}{sep}{d:02}{sep}{y}',
                     f'{d:02}{sep}{m:02}{sep}{y % 100:02}'):
            yield text
    yield f'{y}{m:02}{d:02}'
    yield f'{d:02}{m:02}{y}'
    for months in EN, CY:
        for month in (months[m - 1], months[m - 1][:3]):
            for sep in '- ':
                yield f'{d}{sep}{month}{sep}{y}'
                yield f'{d:02}{sep}{month}{sep}{y}'
                yield f'{y}{sep}{month}{sep}{d:02}'
            yield f'{month} {d}, {y}'
    try:
        day = datetime.date(y, m, d)
    except ValueError:				# the 31st of June, a mistake
        return
    yield f'{y}-{day.timetuple().tm_yday:03}'
    yield str(day.toordinal() + 1721425)		# Julian
    if y >= 1970:
        yield str((day - datetime.date(1970, 1, 1)).days * 86400)


class Needles:
    """What is looked for, by how it is looked for."""

    def __init__(self):
        self.words, self.dates, self.inside, self.exact = {}, {}, {}, {}
        self.n = 0

    def add(self, text, tag, exact=False):
        self.n += 1
        if exact and len(text) >= WINDOW:
            self.exact.setdefault(text[:WINDOW], []).append((text, tag))
        elif exact:
            self.words.setdefault('=' + text, tag)
        elif long_enough(text):
            self.inside.setdefault(text[:WINDOW], []).append((text, tag))
        elif len(text) >= (7 if text.isdigit() else 2):
            self.words.setdefault(text, tag)

    def value(self, kind, value):
        def tag(form):
            return kind, form, value
        if kind == 'date':
            for text in dates(value):
                self.dates.setdefault(text.casefold(), tag('date'))
        bare = plain(value)
        if kind == 'text' and len(bare) > 40:
            for i in range(0, len(bare) - 24, 12):
                self.add(bare[i:i + 24], tag('as it is'))
            return
        if bare.isdigit() and len(bare) < 7 or len(bare) < 2:
            return
        if kind == 'number' and bare.isalpha():	# the name of an extract
            return
        if kind != 'date':
            self.add(bare, tag('as it is'))
            self.add(bare[::-1], tag('backwards'))
        if kind == 'postcode':
            self.add(bare[:-2], tag('sector'))
        if kind == 'name':
            for part in re.split(r'[\W_]+', value):
                if len(part) > 2:
                    self.add(plain(part), tag('as it is'))
        if kind == 'token':
            return
        if not bare.isdigit():
            self.add(codecs.encode(bare, 'rot13'), tag('rot13'))
        squeezed = value.replace(' ', '')
        for v in {value, value.upper(), value.lower(), bare, squeezed,
                  squeezed.upper()}:
            for form, text, exact in encoded(v):
                # Three letters in hex are six digits, in base64 four letters.
                if len(text) >= WINDOW:
                    self.add(text, tag(form), exact)
            for form, text, exact in hashes(v):
                self.add(text, tag(form), exact)


WORD = re.compile(r'[^\W_]+')
DATE = re.compile(r'\d[\w/.\-]*\w')


def windows(text, needles):
    get = needles.get
    for i in range(len(text) - WINDOW + 1):
        found = get(text[i:i + WINDOW])
        if found:
            for needle, tag in found:
                if text.startswith(needle, i):
                    yield tag


def look(name, text, needles, binary):
    # In CSV a line ends a record: its last number and the next one's first
    # letters, put together, say nothing.
    lines = text.split('\n') if name.endswith('.csv') else [text]
    bare = '\n'.join(plain(line) for line in lines)
    yield from windows(bare, needles.inside)
    for run in set(re.findall(r'[A-Za-z0-9+/_\-]{8,}', text)):
        yield from windows(run.replace('-', '+').replace('_', '/'),
                           needles.exact)
    if binary:
        return
    folded = text.casefold()
    if not folded.isascii():
        folded = ''.join(c for c in unicodedata.normalize('NFKD', folded)
                         if not unicodedata.combining(c))
    seen = set()
    last, before, end = '', '', -9
    for found in WORD.finditer(folded):
        word = found[0]
        if found.start() - end > 2:
            last = before = ''
        seen.update((word, last + word, before + last + word))
        before, last, end = last, word, found.end()
    for word in seen & needles.words.keys():
        yield needles.words[word]
    seen = set(DATE.findall(folded))
    seen.update(part for run in list(seen) for part in re.split('[t_]', run))
    seen.update(re.findall(r'\d+ \w+ \d{4}|\w+ \d+, \d{4}|\d{4} \w+ \d+',
                           folded))
    for date in seen & needles.dates.keys():
        yield needles.dates[date]


def texts(name, data):
    """(name, text, is it no text), of a file and all that is packed in it."""
    yield name, name, False
    if data[:2] == b'\x1f\x8b':
        yield from texts(name + '!', zlib.decompressobj(31).decompress(data))
        return
    if data[:2] == b'PK':
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            yield name, pack.comment.decode('latin-1'), False
            for entry in pack.infolist():
                yield name, entry.comment.decode('latin-1'), False
                yield from texts(f'{name}!{entry.filename}',
                                 pack.read(entry))
        return
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        data = data.decode('utf-16', 'replace').encode()
    try:
        text, binary = data.decode(), False
    except UnicodeDecodeError:
        text, binary = data.decode('latin-1'), True
    yield name, text, binary
    if '</' in text or '/>' in text:
        bare = re.sub(r'<[^>]*>', '', text)
        bare = re.sub(r'&#x([0-9a-fA-F]+);',
                      lambda m: chr(int(m[1], 16)), bare)
        bare = re.sub(r'&#(\d+);', lambda m: chr(int(m[1])), bare)
        for entity, char in (('lt', '<'), ('gt', '>'), ('quot', '"'),
                             ('apos', "'"), ('nbsp', ' '), ('amp', '&')):
            bare = bare.replace(f'&{entity};', char)
        yield name, bare, binary
    for run in re.findall(r'base64,([A-Za-z0-9+/]{40,}={0,2})', text):
        try:
            yield from texts(name + '!', base64.b64decode(run + '=='))
        except binascii.Error:
            pass


def files(folder):
    for path, folders, names in os.walk(folder):
        for name in sorted(names + folders):
            full = os.path.join(path, name)
            short = os.path.relpath(full, folder)
            if os.path.islink(full):
                yield short + ' ' + os.readlink(full), b''
            elif os.path.isfile(full):
                with open(full, 'rb') as file:
                    yield short, file.read()
            else:
                yield short, b''


def main():
    needles = Needles()
    n = 0
    with open(sys.argv[1], encoding='utf-8') as file:
        for line in file:
            kind, value = line.rstrip('\n').split('\t')
            needles.value(kind, value)
            n += 1
    hits, searched, size = set(), 0, 0
    for path, data in files(sys.argv[2]):
        for name, text, binary in texts(path, data):
            searched += 1
            size += len(text)
            for tag in look(name, text, needles, binary):
                hits.add((name,) + tag)
    for hit in sorted(hits):
        print('\t'.join(hit))
    print(f'{n} values in {needles.n} forms, {size} characters in '
          f'{searched} texts', file=sys.stderr)


main()
