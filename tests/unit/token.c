/* SPDX-License-Identifier: MIT */
/*
 * token.h: HMAC-SHA-256 by the vectors of RFC 4231, HKDF by RFC 5869 appendix
 * A, base32 by RFC 4648 section 10; what a pseudonym looks like; which key
 * files are refused.
 */
#include "token.h"
#include "unit.h"

static size_t
unhex(const char *hex, unsigned char *out)
{
	size_t n = 0;
	unsigned v;

	for (; hex[0] != '\0'; hex += 2) {
		sscanf(hex, "%2x", &v);
		out[n++] = (unsigned char)v;
	}
	return n;
}

static void
rfc4231(void)
{
	static const struct {
		const char *key, *data, *mac;
	} t[] = {
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
		    "4869205468657265",
		    "b0344c61d8db38535ca8afceaf0bf12b"
		    "881dc200c9833da726e9376c2e32cff7" },
		{ "4a656665",
		    "7768617420646f2079612077616e7420"
		    "666f72206e6f7468696e673f",
		    "5bdcc146bf60754e6a042426089575c7"
		    "5a003f089d2739839dec58b964ec3843" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		    "dddddddddddddddddddddddddddddddddddddddddddddddddd"
		    "dddddddddddddddddddddddddddddddddddddddddddddddddd",
		    "773ea91e36800e46854db8ebd09181a7"
		    "2959098b3ef8c122d9635514ced565fe" },
		{ "0102030405060708090a0b0c0d0e0f10111213141516171819",
		    "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
		    "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
		    "82558a389a443c0ea4cc819899f2083a"
		    "85f0faa3e578f8077a2e3ff46729665b" },
	};
	unsigned char key[256], data[256], want[32], got[32], big[131];
	static const char first[] = "Test Using Larger Than Block-Size Key "
	    "- Hash Key First";
	struct err e;

	for (size_t i = 0; i < LEN(t); i++) {
		size_t kn = unhex(t[i].key, key), dn = unhex(t[i].data, data);

		unhex(t[i].mac, want);
		CHECK(hmac_sha256(key, kn, data, dn, got, &e) == 0 &&
		    memcmp(want, got, 32) == 0, "test case %zu", i + 1);
	}
	memset(big, 0xaa, sizeof(big));
	unhex("60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54", want);
	CHECK(hmac_sha256(big, sizeof(big), first, sizeof(first) - 1, got,
	    &e) == 0 && memcmp(want, got, 32) == 0, "test case 6");
}

static void
rfc5869(void)
{
	static const struct {
		const char *ikm, *salt, *info, *okm;
	} t[] = {
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
		    "000102030405060708090a0b0c",
		    "f0f1f2f3f4f5f6f7f8f9",
		    "3cb25f25faacd57a90434f64d0362f2a"
		    "2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
		    "34007208d5b887185865" },
		{ "000102030405060708090a0b0c0d0e0f"
		    "101112131415161718191a1b1c1d1e1f"
		    "202122232425262728292a2b2c2d2e2f"
		    "303132333435363738393a3b3c3d3e3f"
		    "404142434445464748494a4b4c4d4e4f",
		    "606162636465666768696a6b6c6d6e6f"
		    "707172737475767778797a7b7c7d7e7f"
		    "808182838485868788898a8b8c8d8e8f"
		    "909192939495969798999a9b9c9d9e9f"
		    "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
		    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
		    "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
		    "d0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
		    "e0e1e2e3e4e5e6e7e8e9eaebecedeeef"
		    "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
		    "b11e398dc80327a1c8e7f78c596a4934"
		    "4f012eda2d4efad8a050cc4c19afa97c"
		    "59045a99cac7827271cb41c65e590e09"
		    "da3275600c2f09b8367793a9aca3db71"
		    "cc30c58179ec3e87c14c01d5c1f3434f"
		    "1d87" },
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
		    "8da4e775a563c18f715f802a063c5a31"
		    "b8a11f5c5ee1879ec3454e5f3c738d2d"
		    "9d201395faa4b61a96c8" },
	};
	unsigned char ikm[100], salt[100], info[100], want[100], got[100];
	struct err e;

	for (size_t i = 0; i < LEN(t); i++) {
		size_t kn = unhex(t[i].ikm, ikm), sn = unhex(t[i].salt, salt),
		    in = unhex(t[i].info, info), n = unhex(t[i].okm, want);

		CHECK(hkdf_sha256(ikm, kn, salt, sn, info, in, got, n, &e)
		    == 0 && memcmp(want, got, n) == 0, "test case %zu",
		    i + 1);
	}
}

static void
rfc4648(void)
{
	static const struct {
		const char *in, *want;
		size_t bits;
	} t[] = {
		{ "fooba", "mzxw6ytb", 40 }, { "foobar", "mzxw6ytbo", 45 },
		{ "f", "m", 5 }, { "fo", "mzx", 15 },
		{ "\0\0\0\0\0", "aaaaaaaa", 40 },
		{ "\377\377\377\377\377", "77777777", 40 },
	};
	char out[16];

	for (size_t i = 0; i < LEN(t); i++) {
		memset(out, '\0', sizeof(out));
		base32((const unsigned char *)t[i].in, t[i].bits, out);
		CHECK(strncmp(out, t[i].want, t[i].bits / 5) == 0, "%s: %s",
		    t[i].want, out);
	}
}

/* 32 bytes nobody would call weak: SHA-256 of the empty string. */
static void
sound_bytes(unsigned char out[KEY_BYTES])
{
	unhex("e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855", out);
}

static const char *
fresh_key(const char *name, const char *purpose, unsigned epoch)
{
	unsigned char master[KEY_BYTES];
	struct err e;

	unit_enter();
	unlink(name);
	sound_bytes(master);
	if (key_derive_write(master, purpose, epoch, name, &e) != 0)
		CHECK(false, "no key file: %s", e.text);
	return name;
}

static void
key_files(void)
{
	struct key *k = NULL;
	struct err e;
	struct stat st;
	unsigned char master[KEY_BYTES];

	fresh_key("a.key", "deidentify", 1);
	CHECK(stat("a.key", &st) == 0 && (st.st_mode & 0777) == 0400,
	    "mode %o", (unsigned)st.st_mode & 0777);
	CHECK(key_read(&k, "a.key", "deidentify", &e) == 0, "%s", e.text);
	if (k != NULL)
		CHECK(strlen(key_tag(k)) == TAG_LEN, "tag %s", key_tag(k));
	key_free(k);
	k = NULL;
	CHECK(key_read(&k, "a.key", NULL, &e) == 0, "any purpose");
	key_free(k);
	CHECK(key_read(&k, "a.key", "link", &e) == -1 &&
	    e.status == STATUS_CONFIG, "another purpose");
	sound_bytes(master);
	CHECK(key_derive_write(master, "link", 1, "a.key", &e) == -1,
	    "overwrote a key file");
	CHECK(key_read(&k, "none.key", NULL, &e) == -1 &&
	    e.status == STATUS_CONFIG, "a missing key: %d", e.status);
	CHECK(key_read(&k, ".", NULL, &e) == -1 &&
	    e.status == STATUS_CONFIG, "a directory");
	if (symlink("a.key", "link.key") == 0)
		CHECK(key_read(&k, "link.key", NULL, &e) == -1 &&
		    e.status == STATUS_CONFIG, "a link");
	for (mode_t mode = 0440; ; mode = mode == 0440 ? 0404 :
	    mode == 0404 ? 0420 : 0402) {
		chmod("a.key", mode);
		CHECK(key_read(&k, "a.key", NULL, &e) == -1 &&
		    e.status == STATUS_CONFIG, "mode %o", (unsigned)mode);
		if (mode == 0402)
			break;
	}
	chmod("a.key", 0600);
	CHECK(key_read(&k, "a.key", NULL, &e) == 0, "mode 0600");
	key_free(k);
}

/* The lines of a sound key file, one changed at a time. */
static void
spoiled_key_files(void)
{
	static const struct {
		const char *key, *value;	/* NULL value: line left out */
	} t[] = {
		{ "key", "00" },
		{ "key", "0000000000000000000000000000000000000000000000000"
		    "000000000000000" },
		{ "key", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca"
		    "495991b7852b8" },		/* a byte short */
		{ "key", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca"
		    "495991b7852b85500" },	/* a byte long */
		{ "key", "x3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca"
		    "495991b7852b855" },	/* no digit */
		{ "key", NULL }, { "check", NULL }, { "purpose", NULL },
		{ "tag", NULL }, { "epoch", NULL },
		{ "check", "00000000" }, { "tag", "k!q" }, { "tag", "k7qq" },
		{ "epoch", "one" }, { "purpose", "link" },
	};
	char lines[16][200], text[4000];
	struct key *k = NULL;
	struct err e;
	size_t n = 0;
	char *copy, *p;

	copy = strdup(unit_read(fresh_key("a.key", "deidentify", 1), NULL));
	if (copy == NULL)
		return;
	for (p = copy; *p != '\0' && n < 16; n++) {
		size_t len = strcspn(p, "\n");

		snprintf(lines[n], sizeof(lines[n]), "%.*s", (int)len, p);
		p += len + (p[len] == '\n');
	}
	free(copy);
	unit_write("same.key", "", 0);
	for (size_t i = 0; i <= LEN(t); i++) {
		size_t at = 0, key_n = i < LEN(t) ? strlen(t[i].key) : 0;
		bool done = false;

		for (size_t j = 0; j < n; j++) {
			if (i < LEN(t) && lines[j][key_n] == ':' &&
			    strncmp(lines[j], t[i].key, key_n) == 0) {
				done = true;
				if (t[i].value != NULL)
					at += (size_t)snprintf(text + at,
					    sizeof(text) - at, "%s: %s\n",
					    t[i].key, t[i].value);
				continue;
			}
			at += (size_t)snprintf(text + at, sizeof(text) - at,
			    "%s\n", lines[j]);
		}
		if (!done && i < LEN(t))
			at += (size_t)snprintf(text + at, sizeof(text) - at,
			    "%s: %s\n", t[i].key, t[i].value);
		chmod("b.key", 0600);
		unit_write("b.key", text, at);
		chmod("b.key", 0400);
		if (i == LEN(t)) {	/* nothing changed: it is read */
			CHECK(key_read(&k, "b.key", NULL, &e) == 0, "%s",
			    e.text);
			key_free(k);
		} else {
			CHECK(key_read(&k, "b.key", "deidentify", &e) == -1,
			    "%s: %s was read", t[i].key,
			    t[i].value == NULL ? "(none)" : t[i].value);
			CHECK(e.status == STATUS_CONFIG, "%s: status %d",
			    t[i].key, e.status);
			CHECK(t[i].value == NULL || strlen(t[i].value) < 20 ||
			    strstr(e.text, t[i].value) == NULL,
			    "the key is in the message");
		}
	}
}

static void
keys_depend_on_all(void)
{
	static const struct {
		const char *purpose;
		unsigned epoch;
	} t[] = { { "deidentify", 1 }, { "deidentify", 2 }, { "link", 1 } };
	struct part part = { "SMITH", 5 };
	unsigned char out[4][KEY_BYTES];
	struct err e;

	for (size_t i = 0; i < LEN(t); i++) {
		struct key *k = NULL;
		struct mac *m = NULL;
		char name[8] = "0.key";

		name[0] = (char)('0' + i);
		fresh_key(name, t[i].purpose, t[i].epoch);
		if (key_read(&k, name, NULL, &e) != 0 ||
		    mac_new(&m, k, "surname", &e) != 0) {
			CHECK(false, "%s", e.text);
			key_free(k);
			return;
		}
		mac_parts(m, &part, 1, out[i]);
		mac_free(m);
		if (i == 0 && mac_new(&m, k, "forename", &e) == 0) {
			mac_parts(m, &part, 1, out[3]);
			mac_free(m);
		}
		key_free(k);
	}
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < i; j++)
			CHECK(memcmp(out[i], out[j], KEY_BYTES) != 0,
			    "%zu and %zu have one key", j, i);
}

/* Parts of any length are hashed as their lengths and bytes, one message. */
static void
one_message(void)
{
	static const char purpose[] = "purpose|link|epoch|1";
	static const char field[] = "field|name";
	static unsigned char message[2100], bytes[700];
	unsigned char master[KEY_BYTES], key[KEY_BYTES], want[KEY_BYTES];
	unsigned char got[KEY_BYTES];
	struct key *k = NULL;
	struct mac *m = NULL;
	struct part parts[3];
	struct err e;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 7);
	sound_bytes(master);
	if (hkdf_sha256(master, KEY_BYTES, "lscb", 4, purpose,
	    sizeof(purpose) - 1, want, KEY_BYTES, &e) != 0 ||
	    hkdf_sha256(want, KEY_BYTES, "lscb", 4, field,
	    sizeof(field) - 1, key, KEY_BYTES, &e) != 0 ||
	    key_read(&k, fresh_key("m.key", "link", 1), NULL, &e) != 0 ||
	    mac_new(&m, k, "name", &e) != 0) {
		CHECK(false, "%s", e.text);
		key_free(k);
		return;
	}
	for (size_t n = 0; n < 600; n++) {
		size_t lengths[3] = { n / 3, n, 599 - n }, at = 0;

		for (size_t i = 0; i < 3; i++) {
			parts[i] = (struct part){ (const char *)bytes + i,
			    lengths[i] };
			message[at++] = 0;
			message[at++] = 0;
			message[at++] = (unsigned char)(lengths[i] >> 8);
			message[at++] = (unsigned char)(lengths[i] & 0xff);
			memcpy(message + at, bytes + i, lengths[i]);
			at += lengths[i];
		}
		mac_parts(m, parts, 3, got);
		CHECK(hmac_sha256(key, KEY_BYTES, message, at, want, &e) ==
		    0 && memcmp(want, got, KEY_BYTES) == 0,
		    "lengths %zu %zu %zu", lengths[0], lengths[1],
		    lengths[2]);
	}
	mac_free(m);
	key_free(k);
}

static bool
is_base32(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!((p[i] >= 'a' && p[i] <= 'z') ||
		    (p[i] >= '2' && p[i] <= '7')))
			return false;
	return true;
}

static void
pseudonyms(void)
{
	struct part ab_c[] = { { "ab", 2 }, { "c", 1 } };
	struct part a_bc[] = { { "a", 1 }, { "bc", 2 } };
	struct part abc[] = { { "abc", 3 } };
	struct part abc_[] = { { "abc", 3 }, { "", 0 } };
	char p[5][PSEUDONYM_LEN], again[PSEUDONYM_LEN], t[2][TOKEN_LEN];
	struct key *k = NULL;
	struct mac *m = NULL;
	struct err e;

	fresh_key("p.key", "deidentify", 1);
	if (key_read(&k, "p.key", NULL, &e) != 0 ||
	    mac_new(&m, k, "child", &e) != 0) {
		CHECK(false, "%s", e.text);
		key_free(k);
		return;
	}
	pseudonym(m, 'c', ab_c, 2, p[0]);
	pseudonym(m, 'c', a_bc, 2, p[1]);
	pseudonym(m, 'c', abc, 1, p[2]);
	pseudonym(m, 'c', abc_, 2, p[3]);
	pseudonym(m, 'h', ab_c, 2, p[4]);
	pseudonym(m, 'c', ab_c, 2, again);
	CHECK(memcmp(p[0], again, PSEUDONYM_LEN) == 0, "not the same again");
	for (size_t i = 0; i < 5; i++) {
		CHECK(p[i][0] == (i == 4 ? 'h' : 'c'), "kind %c", p[i][0]);
		CHECK(memcmp(p[i] + 1, key_tag(k), TAG_LEN) == 0, "tag");
		CHECK(is_base32(p[i], PSEUDONYM_LEN), "%.26s", p[i]);
		CHECK(pseudonym_ok(p[i], PSEUDONYM_LEN), "%.26s", p[i]);
		for (size_t j = 0; j < i && i < 4; j++)
			CHECK(memcmp(p[i] + 4, p[j] + 4, 22) != 0,
			    "parts %zu and %zu meet", j, i);
	}
	CHECK(!pseudonym_ok(p[0], 25), "a short one");
	CHECK(!pseudonym_ok("", 0), "none");
	CHECK(!pseudonym_ok("child", 5), "a word");
	p[0][7] = '1';			/* not in the alphabet */
	CHECK(!pseudonym_ok(p[0], PSEUDONYM_LEN), "a digit 1");
	p[0][7] = 'A';
	CHECK(!pseudonym_ok(p[0], PSEUDONYM_LEN), "a capital");
	link_token(m, ab_c, 2, t[0]);
	link_token(m, a_bc, 2, t[1]);
	CHECK(is_base32(t[0], TOKEN_LEN), "%.13s", t[0]);
	CHECK(memcmp(t[0], t[1], TOKEN_LEN) != 0, "tokens meet");
	mac_free(m);
	key_free(k);
}

static void
weak_keys(void)
{
	unsigned char k[KEY_BYTES];

	sound_bytes(k);
	CHECK(key_weakness(k, KEY_BYTES) == NULL, "%s",
	    key_weakness(k, KEY_BYTES));
	CHECK(key_weakness(k, 16) != NULL, "16 bytes");
	memset(k, 0, sizeof(k));
	CHECK(key_weakness(k, KEY_BYTES) != NULL, "zeros");
	memset(k, 0x5a, sizeof(k));
	CHECK(key_weakness(k, KEY_BYTES) != NULL, "one byte");
	memcpy(k, "correct horse battery staple 123", 32);
	CHECK(key_weakness(k, KEY_BYTES) != NULL, "text");
	for (size_t i = 0; i < KEY_BYTES; i++)
		k[i] = (unsigned char)i;
	CHECK(key_weakness(k, KEY_BYTES) != NULL, "0 1 2 3 ...");
	for (size_t i = 0; i < KEY_BYTES; i++)
		k[i] = (unsigned char)(i % 2 == 0 ? 0xde : 0xad);
	CHECK(key_weakness(k, KEY_BYTES) != NULL, "two bytes in turn");
}

int
main(void)
{
	RUN(rfc4231, "HMAC-SHA-256 by RFC 4231");
	RUN(rfc5869, "HKDF by RFC 5869");
	RUN(rfc4648, "base32 by RFC 4648, lower case, no padding");
	RUN(key_files, "a key others can read, a link or none is refused");
	RUN(spoiled_key_files, "a key file with one line spoiled is refused");
	RUN(keys_depend_on_all, "purpose, epoch and field each change a key");
	RUN(one_message, "parts are hashed as their lengths and bytes");
	RUN(pseudonyms, "pseudonyms: kind, tag, hash of parted parts");
	RUN(weak_keys, "weak keys are recognised");
	return UNIT_END;
}
