/* SPDX-License-Identifier: MIT */
/*
 * Two things at once: the only place where threads are made.  See link.h.
 *
 * What is done at once shares nothing that either writes, so that it does not matter
 * which is first, nor whether there is a second thread at all.
 */
#include <pthread.h>
#include <signal.h>

#include "link.h"

struct task {
	pair_task *run;
	void *what;
};

static void *
run_task(void *arg)
{
	const struct task *t = arg;

	t->run(t->what);
	return NULL;
}

void
pair_run(pair_task *one, void *of_one, pair_task *other, void *of_other)
{
	struct task task = { other, of_other };
	sigset_t all, before;
	pthread_t thread;
	int e;

	/* Signals are for the thread that knows what to clean up. */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	e = pthread_create(&thread, NULL, run_task, &task);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	one(of_one);
	if (e != 0)
		other(of_other);	/* it takes longer */
	else
		pthread_join(thread, NULL);
}
