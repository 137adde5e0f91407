/* SPDX-License-Identifier: MIT */
/* See form.h: labels. */
#include "form.h"

/* What a form asks for: that none is missing is seen before it is begun. */
static const char *const wanted[] = {
	"draft", "survey-rights", "survey-serial", "survey-date", "survey-age",
	"survey-no-name", "survey-goes-back", "survey-stays",
	"survey-stays-why", "survey-only-if", "survey-or"
};

int
words_check(struct labels *labels, struct err *err)
{
	struct buf none = { 0 };
	size_t i;
	int r = 0;

	for (i = 0; i < sizeof(wanted) / sizeof(*wanted) && r == 0; i++)
		if (labels_find(labels, false, wanted[i]) == NULL)
			r = labels_say(labels, false, &none, wanted[i], NULL);
	buf_free(&none);
	if (r == -1)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (labels_missing(labels)->status == 0)
		return 0;
	*err = *labels_missing(labels);
	return -1;
}

const char *
word(const struct form *f, const char *id)
{
	return labels_find(f->labels, f->welsh, id);
}
