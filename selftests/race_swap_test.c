// SPDX-License-Identifier: GPL-2.0
/*
 * Tables are exchanged while calls are made: each call meets one table, whole
 *
 * Two tables refuse the same names with another error each, by many rules, so that
 * they are looked up in an index; and each changes a call before it runs and the
 * result behind it. A call that meets none of the two, or a part of each, tells.
 */

#include <kselftest_harness.h>

#include <pthread.h>

#include "sct_test.h"

#define NR_CALLERS	8
#define NR_NAMES	200

struct caller {
	pthread_t thread;
	unsigned int seed;
	long wrong;		/* what a call returned that it should not; 0 */
	long calls;
	long of_table[2];
};

static bool stop;

/* One of the names is refused, whichever table is in force. */
static bool call_unlink(struct caller *c)
{
	char name[32];
	long ret;

	snprintf(name, sizeof(name), "d/f%d", rand_r(&c->seed) % NR_NAMES);
	ret = sct_call(SYS_unlink, name);
	c->of_table[ret == -EMLINK]++;
	if (ret != -EXDEV && ret != -EMLINK)
		c->wrong = ret ?: 1;
	return !c->wrong;
}

/* Its offset is changed before, and its result after it: by the same table. */
static bool call_lseek(struct caller *c, int fd)
{
	long ret = sct_call(SYS_lseek, fd, 5L, SEEK_SET);

	c->of_table[ret == 2000]++;
	if (ret != 1000 && ret != 2000)
		c->wrong = ret ?: 1;
	return !c->wrong;
}

static void *call_on(void *arg)
{
	int fd = open("d/there", O_RDONLY | O_CLOEXEC);
	struct caller *c = arg;

	if (fd < 0)
		c->wrong = -errno;
	while (!c->wrong && !__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		if (!call_unlink(c) || !call_lseek(c, fd))
			break;
		c->calls += 2;
	}
	close(fd);
	return NULL;
}

/* The rules of one table. */
static char *make_table(const char *error, int offset, int result)
{
	size_t size = 256 * (NR_NAMES + 4), len = 0;
	char *text = malloc(size);
	int i;

	for (i = 0; text && i < NR_NAMES; i++)
		len += snprintf(text + len, size - len,
				RULE("f%d", "unlink", MINE " && PARAMS[1] %s \"d/f%d\"",
				     "type = FAIL error_code = %s", "before"),
				i, i % 7 ? "==" : "endswith", i, error);
	if (text)
		snprintf(text + len, size - len,
			 "rule { syscall_name = lseek rule_name = to filter_expression { " MINE
			 " } action { type = REWRITE param = 2 value = %d } }\n"
			 "rule { syscall_name = lseek rule_name = is filter_expression { " MINE
			 " && RETVAL == %d } action { type = RETURN value = %d } when = after }\n"
			 "rule { syscall_name = lseek rule_name = not filter_expression { " MINE
			 " } action { type = RETURN value = -74 } when = after }\n",
			 offset, offset, result);
	return text;
}

FIXTURE(swap) {
	struct sct_place at;
};

FIXTURE_SETUP(swap)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	ASSERT_EQ(0, mkdir("d", 0700));
	ASSERT_TRUE(sct_make("d/there"));
}

FIXTURE_TEARDOWN_PARENT(swap)
{
	sct_teardown(&self->at);
}

TEST_F_TIMEOUT(swap, no_call_meets_a_mixture_or_a_gap, SCT_TIMEOUT)
{
	char *tables[2] = { make_table("EXDEV", 100, 1000), make_table("EMLINK", 200, 2000) };
	struct caller callers[NR_CALLERS] = {};
	long until, swaps = 0, calls = 0, of_table[2] = {};
	int i;

	ASSERT_NE(NULL, tables[0]);
	ASSERT_NE(NULL, tables[1]);
	ASSERT_LOADED(sct_load(tables[0]));
	for (i = 0; i < NR_CALLERS; i++) {
		callers[i].seed = i + 1;
		ASSERT_EQ(0, pthread_create(&callers[i].thread, NULL, call_on, &callers[i]));
	}
	until = sct_ms() + sct_scaled(5000);
	while (sct_ms() < until || swaps < 4) {
		swaps++;
		ASSERT_LOADED(sct_load(tables[swaps & 1]));
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < NR_CALLERS; i++) {
		pthread_join(callers[i].thread, NULL);
		EXPECT_EQ(0, callers[i].wrong) TH_LOG("caller %d, after %ld calls", i,
						      callers[i].calls);
		calls += callers[i].calls;
		of_table[0] += callers[i].of_table[0];
		of_table[1] += callers[i].of_table[1];
	}
	TH_LOG("%ld calls, %ld of them by the second table, %ld tables", calls, of_table[1], swaps);
	EXPECT_LT(0, of_table[0]);
	EXPECT_LT(0, of_table[1]);
	free(tables[0]);
	free(tables[1]);
}

TEST_HARNESS_MAIN
