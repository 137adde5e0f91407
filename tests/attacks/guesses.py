# SPDX-License-Identifier: MIT
"""Usage: guesses.py FIELD

In: deidentify.key link.key other.key first second, in this folder (other.key:
the same purpose, another epoch).  Out: "NAME HEX", keys that somebody might try
who has seen everything but the key of purpose deidentify: bare, as the key from
which the one of FIELD is derived, and as the master behind it.  The last line
is the right one, under the name "key".
"""
import sys

import keyed

field = sys.argv[1]
mine = 'deidentify.key'
share = [keyed.key(path, 'share') for path in ('first', 'second')]
guesses = {
    'empty': b'',
    'zeros': bytes(32),
    'ones': b'\xff' * 32,
    'salt': b'lscb',
    'purpose': b'deidentify',
    'tag': keyed.value(mine, 'tag').encode(),
    'check': keyed.key(mine, 'check'),
    'check-text': keyed.value(mine, 'check').encode(),
    'master-name': keyed.key('first', 'master'),
    'first-share': share[0],
    'second-share': share[1],
    'link-key': keyed.key('link.key'),
    'other-epoch': keyed.key('other.key'),
}
for name, key in guesses.items():
    print('bare-' + name, key.hex())
    print('field-' + name, keyed.field_key(key, field).hex())
    print('master-' + name, keyed.field_key(keyed.hkdf(
        key, 'purpose|deidentify|epoch|1'), field).hex())
# The right keys in the wrong place.
right = keyed.key(mine)
print('bare-deidentify', right.hex())
print('kcv', keyed.hmac(right, b'kcv').hex())
print('key', keyed.field_key(right, field).hex())
