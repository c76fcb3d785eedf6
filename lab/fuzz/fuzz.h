/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz target and the stand-ins for the kernel tell each other
 */

#ifndef _FUZZ_H
#define _FUZZ_H

#include <linux/types.h>

#include "call.h"
#include "error.h"

#define FUZZ_MAX_ERRORS		64	/* records of error_log that are compared */

/* memory.c */

/**
 * struct fuzz_memory - what is allocated
 * @live: allocations that were not freed
 * @countdown: the allocation that fails, from 1; 0 for none
 * @all: those behind it fail, too
 * @failed: one has failed
 */
struct fuzz_memory {
	long live;
	unsigned int countdown;
	bool all;
	bool failed;
};

extern struct fuzz_memory fuzz_memory;

/* kernel.c: what the files that are not fuzzed would do */

/**
 * struct fuzz_kernel - what the parser has asked of its surroundings
 * @armed: how often the hooks were armed, less how often they were disarmed
 * @nr_errors: how many errors and warnings were recorded
 * @errors: the first of them
 */
struct fuzz_kernel {
	long armed;
	unsigned int nr_errors;
	struct sct_error errors[FUZZ_MAX_ERRORS];
};

extern struct fuzz_kernel fuzz_kernel;

struct sct_call *fuzz_call_new(const struct sct_syscall *desc, u8 when, u64 seed);
void fuzz_call_free(struct sct_call *call);

#define FUZZ_CHECK(cond) do { if (!(cond)) fuzz_bug(#cond, __FILE__, __LINE__); } while (0)

#endif /* _FUZZ_H */
