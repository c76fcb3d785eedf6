/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Faults that the kernel injects into one call: memory that can't be had, user
 * memory that can't be read
 *
 * The kernel counts in fail-nth of a thread: where it gets to 0, that allocation
 * or copy fails. So a call that is made with 1, 2, 3 ... until none was met fails
 * once at each place where it can.
 */

#ifndef SCT_FAULT_H
#define SCT_FAULT_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

#define FAILSLAB	"/sys/kernel/debug/failslab/"
#define FAIL_USERCOPY	"/sys/kernel/debug/fail_usercopy/"

/* More places than any call of a test has. */
#define SCT_FAULTS_MAX	10000

static int sct_fault_fd = -1;
static pid_t sct_fault_tid;

/* Each thread has a file of its own; to be opened while no rule minds. */
static inline bool sct_fault_open(void)
{
	pid_t tid = syscall(SYS_gettid);

	if (sct_fault_tid != tid) {
		sct_fault_fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
		sct_fault_tid = tid;
	}
	return sct_fault_fd >= 0;
}

/* Whether the kernel can do it; from here on it does so quietly, and for all memory. */
static inline bool sct_fault_setup(void)
{
	return sct_fault_open() && !sct_put(FAILSLAB "ignore-gfp-wait", 0, "N") &&
	       !sct_put(FAILSLAB "verbose", 0, "0") &&
	       !sct_put(FAIL_USERCOPY "verbose", 0, "0");
}

static inline void sct_fault_teardown(void)
{
	sct_put(FAILSLAB "ignore-gfp-wait", 0, "Y");
	sct_put(FAILSLAB "verbose", 0, "2");
	sct_put(FAIL_USERCOPY "verbose", 0, "2");
}

/* From here on the @nth place fails; 0: none. */
static inline bool sct_fault_arm(unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	return sct_fault_open() && write(sct_fault_fd, text, len) == len;
}

/* No more faults. Whether there was one since sct_fault_arm(). */
static inline bool sct_fault_disarm(void)
{
	char text[16] = "";
	/* This copies too: what it meets, the call before it has not met. */
	bool met = pread(sct_fault_fd, text, sizeof(text) - 1, 0) > 0 && atoi(text) == 0;

	while (!sct_fault_arm(0) && errno == EFAULT)
		;
	return met;
}

#endif /* SCT_FAULT_H */
