# SPDX-License-Identifier: MIT
"""The hashes of the filters, written a second time for who attacks them."""
import hashlib


def hmac(key, message):
    """HMAC-SHA-256; the module of that name is not in python3-minimal."""
    if len(key) > 64:
        key = hashlib.sha256(key).digest()
    key = key.ljust(64, b'\0')
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5c for b in key) + inner).digest()


def hkdf(key, info):
    """HKDF-SHA-256 with our salt, 32 bytes."""
    return hmac(hmac(b'lscb', key), info.encode() + b'\1')


def field_key(key, field):
    return hkdf(key, 'field|' + field)


def parts(*values):
    """Parts of a message, the length before each."""
    out = b''
    for value in values:
        value = value.encode() if isinstance(value, str) else value
        out += len(value).to_bytes(4, 'big') + value
    return out


def base32(digest, characters):
    """Lower-case RFC 4648."""
    number = int.from_bytes(digest, 'big')
    bits = len(digest) * 8
    return ''.join('abcdefghijklmnopqrstuvwxyz234567'[
        number >> (bits - 5 * (i + 1)) & 31] for i in range(characters))


def value(path, name):
    """The value of a line "name: value" of a key or share file."""
    with open(path, encoding='ascii') as file:
        for line in file:
            if line.startswith(name + ': '):
                return line.split(': ', 1)[1].strip()
    raise SystemExit(f'{path}: no {name}')


def key(path, name='key'):
    return bytes.fromhex(value(path, name))
