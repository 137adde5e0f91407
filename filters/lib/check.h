/* SPDX-License-Identifier: MIT */
/*
 * Identifiers with a rule of their own: NHS number, Unique Pupil Number, UK
 * postcode.  Each function writes the normal form and says how far to trust
 * it.  No list of authorities, areas or districts is known here.
 */
#ifndef LSCB_CHECK_H
#define LSCB_CHECK_H

#include <stdbool.h>
#include <stddef.h>

enum check {
	CHECK_OK,	/* right in form and in its check character */
	CHECK_DIGIT,	/* right in form, the check character is wrong */
	CHECK_FILLER,	/* stands for "none": all digits equal */
	CHECK_FORM	/* not of that form; out is not written */
};

enum { NHS_LEN = 10, UPN_LEN = 13, POSTCODE_MAX = 8 };

/*
 * Ten digits, modulus 11.  Blanks and hyphens may stand anywhere.  All digits
 * equal pass the modulus and are refused by a rule of their own.
 */
enum check nhs_check(const char *p, size_t n, char out[NHS_LEN]);

/*
 * A check letter and twelve characters: digits, the last of a temporary
 * number a letter.  Any authority code is accepted, Welsh ones (660-681)
 * too.  Blanks are skipped, letters become capitals.
 */
enum check upn_check(const char *p, size_t n, char out[UPN_LEN]);

/*
 * BS 7666 normal form: capitals, one space before the inward code.  Blanks
 * may stand anywhere.  Returns its length, 0 when it is no postcode.
 * NHS pseudo-postcodes (ZZ99 ...) have a normal form too: see
 * postcode_is_pseudo.
 */
size_t postcode_normal(const char *p, size_t n, char out[POSTCODE_MAX]);
/* A normal form that is no place (ZZ99): never to be linked on. */
bool postcode_is_pseudo(const char *p, size_t n);

#endif
