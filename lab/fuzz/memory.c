// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stand-ins for the kernel's memory: each block is one of malloc(), so that ASan
 * knows its bounds, and one of them can be refused
 */

#include <malloc.h>

#include "fuzz.h"

struct fuzz_memory fuzz_memory;

static bool fuzz_refused(void)
{
	if (!fuzz_memory.countdown)
		return false;
	if (fuzz_memory.countdown > 1) {
		fuzz_memory.countdown--;
		return false;
	}
	/* It stays at 1, where all that follow fail, too. */
	if (!fuzz_memory.all)
		fuzz_memory.countdown = 0;
	fuzz_memory.failed = true;
	return true;
}

void *fuzz_alloc(size_t size)
{
	if (fuzz_refused())
		return NULL;
	fuzz_memory.live++;
	return malloc(size);
}

void *fuzz_zalloc(size_t n, size_t size)
{
	if (fuzz_refused())
		return NULL;
	fuzz_memory.live++;
	return calloc(n, size);
}

/* The block always moves: who keeps a pointer into the old one is found out. */
void *fuzz_realloc(const void *p, size_t size)
{
	size_t old = p ? malloc_usable_size((void *)p) : 0;
	void *to = fuzz_alloc(size);

	if (!to)
		return NULL;
	if (p) {
		memcpy(to, p, min(old, size));
		fuzz_free(p);
	}
	return to;
}

void *fuzz_dup(const void *p, size_t len, bool terminate)
{
	char *to = fuzz_alloc(len + terminate);

	if (!to)
		return NULL;
	memcpy(to, p, len);
	if (terminate)
		to[len] = '\0';
	return to;
}

void fuzz_free(const void *p)
{
	if (!p)
		return;
	fuzz_memory.live--;
	free((void *)p);
}
