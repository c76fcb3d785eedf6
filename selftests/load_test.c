// SPDX-License-Identifier: GPL-2.0
/*
 * Loading: writes of every size, large tables, and tables that change under load
 */

#include <kselftest_harness.h>

#include <pthread.h>

#include "sct_test.h"

/*
 * A table of @nr rules, each refusing unlink of a name of its own. It is in
 * canonical form where @error is a negative number.
 */
static char *make_table(const char *prefix, int nr, const char *error, size_t *len)
{
	char *text = malloc(nr * 200 + 1);
	size_t n = 0;
	int i;

	for (i = 0; text && i < nr; i++)
		n += sprintf(text + n, RULE("%s.%d", "unlink", "PARAMS[1] == \"%s/%d\"",
					    FAIL("%s"), "before"), prefix, i, prefix, i, error);
	if (len)
		*len = n;
	return text;
}

FIXTURE(write_size) {
	struct sct_place at;
};

FIXTURE_VARIANT(write_size) {
	size_t piece;
	int rules;
};

/* About 1.2 MB, but where that would be a million writes; less on a slow kernel. */
FIXTURE_VARIANT_ADD(write_size, 1) { 1, 50 };
FIXTURE_VARIANT_ADD(write_size, 7) { 7, 1000 };
FIXTURE_VARIANT_ADD(write_size, 4095) { 4095, 9000 };
FIXTURE_VARIANT_ADD(write_size, 4096) { 4096, 9000 };
FIXTURE_VARIANT_ADD(write_size, 4097) { 4097, 9000 };
FIXTURE_VARIANT_ADD(write_size, 128KiB) { 128 << 10, 9000 };
FIXTURE_VARIANT_ADD(write_size, all_at_once) { SIZE_MAX, 9000 };

FIXTURE_SETUP(write_size)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(write_size)
{
	sct_teardown(&self->at);
}

TEST_F_TIMEOUT(write_size, gives_the_same_table, SCT_TIMEOUT)
{
	char *text, *read_back, name[64];
	long generation = sct_number("generation");
	int rules = sct_scaled(variant->rules), fd;
	size_t len, read_len;

	text = make_table("t", rules, "-30", &len);
	ASSERT_NE(NULL, text);
	fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, sct_write_pieces(fd, text, len, variant->piece));
	EXPECT_EQ(0, sct_number("nr_rules"));
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(rules, sct_number("nr_rules")) TH_LOG("%s", sct_last_error());
	EXPECT_EQ(generation + 1, sct_number("generation"));
	EXPECT_EQ(-EROFS, sct_call(SYS_unlink, "t/0"));
	snprintf(name, sizeof(name), "t/%d", rules - 1);
	EXPECT_EQ(-EROFS, sct_call(SYS_unlink, name));

	/* It comes back as it is. */
	read_back = sct_read_len(SCT_RULES, &read_len);
	ASSERT_NE(NULL, read_back);
	EXPECT_EQ(len, read_len);
	EXPECT_EQ(0, memcmp(text, read_back, len < read_len ? len : read_len));
	free(text);
	free(read_back);
}

TEST_F_TIMEOUT(write_size, tells_the_same_place_of_an_error, SCT_TIMEOUT)
{
	int rules = sct_scaled(variant->rules), fd, ret;
	char *text, place[32];
	size_t len;

	text = make_table("t", rules, "-30", &len);
	ASSERT_NE(NULL, text);
	/* The last rule's last line is "}". */
	memcpy(text + len - 2, "x\n", 2);
	fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
	ASSERT_LE(0, fd);
	ret = sct_write_pieces(fd, text, len, variant->piece);
	EXPECT_TRUE(ret == 0 || ret == -EINVAL) TH_LOG("%d", ret);
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(0, sct_number("nr_rules"));
	snprintf(place, sizeof(place), "%d:1: ", 7 * rules);
	EXPECT_EQ(0, strncmp(sct_last_error(), place, strlen(place)))
		TH_LOG("%s, not %s", place, sct_last_error());
	free(text);
}

FIXTURE(load) {
	struct sct_place at;
};

FIXTURE_SETUP(load)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(load)
{
	sct_teardown(&self->at);
}

/* Several load, others read: what is read is one of the tables, whole. */
#define LOADERS	4

static int load_often(const char *table, long times)
{
	long i;
	int ret;

	for (i = 0; i < times; i++) {
		do {
			ret = sct_load(table);
		} while (ret == -EBUSY && !usleep(500));
		if (ret)
			return 1;
	}
	return 0;
}

static bool one_of(char *const *tables, const char *text)
{
	int i;

	for (i = 0; i < LOADERS; i++) {
		if (!strcmp(tables[i], text))
			return true;
	}
	return false;
}

/* kernfs refuses such a write by itself, and the file's end comes all the same. */
TEST_F(load, a_write_that_is_too_large_changes_nothing)
{
	const size_t len = 5 << 20;
	char *text = malloc(len);

	ASSERT_NE(NULL, text);
	memset(text, ' ', len);
	ASSERT_LOADED(sct_load(RULE("r", "unlink", MINE, FAIL("EROFS"), "before")));
	EXPECT_EQ(-E2BIG, sct_put_len(SCT_RULES, O_TRUNC, text, len));
	EXPECT_EQ(1, sct_number("nr_rules"));
	EXPECT_EQ(-EROFS, sct_call(SYS_unlink, "kept"));
	EXPECT_NE(NULL, strstr(sct_last_error(), "a write failed"));
	EXPECT_EQ(-EFAULT, sct_put_len(SCT_RULES, O_TRUNC, NULL, 7));
	EXPECT_EQ(1, sct_number("nr_rules"));
	free(text);
	/* What nothing was written to is empty. */
	EXPECT_EQ(0, sct_put_len(SCT_RULES, O_TRUNC, "", 0));
	EXPECT_EQ(0, sct_number("nr_rules"));
}

TEST_F_TIMEOUT(load, readers_see_one_of_the_tables_whole, SCT_TIMEOUT)
{
	long times = sct_scaled(30), generation, reads = 0;
	int i, status, running = LOADERS;
	char *tables[LOADERS], *text;
	pid_t pids[LOADERS];

	for (i = 0; i < LOADERS; i++) {
		char prefix[2] = { 'a' + i };

		tables[i] = make_table(prefix, 3 + 40 * i, "-30", NULL);
		ASSERT_NE(NULL, tables[i]);
	}
	ASSERT_LOADED(sct_load(tables[0]));
	generation = sct_number("generation");
	fflush(NULL);
	for (i = 0; i < LOADERS; i++) {
		pids[i] = fork();
		if (!pids[i])
			_exit(load_often(tables[i], times));
	}
	while (running) {
		text = sct_read(SCT_RULES);
		ASSERT_NE(NULL, text);
		EXPECT_TRUE(one_of(tables, text)) TH_LOG("read %ld is none of them", reads);
		free(text);
		reads++;
		for (i = 0; i < LOADERS; i++) {
			if (pids[i] && waitpid(pids[i], &status, WNOHANG) == pids[i]) {
				EXPECT_EQ(0, status);
				pids[i] = 0;
				running--;
			}
		}
	}
	EXPECT_EQ(generation + LOADERS * times, sct_number("generation"));
	EXPECT_LT(0, reads);
	for (i = 0; i < LOADERS; i++)
		free(tables[i]);
}

/* Calls that two tables refuse, each with its error, while one replaces the other. */
static const char * const victims[] = { "victim0", "victim1" };
static bool stop;

struct hammer {
	const char *name;
	long eperm;
	long erofs;
	long other;
};

static void *hammer(void *arg)
{
	struct hammer *h = arg;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		switch (sct_call(SYS_unlink, h->name)) {
		case -EPERM:
			h->eperm++;
			break;
		case -EROFS:
			h->erofs++;
			break;
		default:
			h->other++;
			break;
		}
	}
	return NULL;
}

#define BOTH(error) \
	RULE("r", "unlink", "PARAMS[1] startswith \"victim\"", FAIL(error), "before")

TEST_F_TIMEOUT(load, no_call_meets_a_gap, SCT_TIMEOUT)
{
	static const char * const tables[] = {
		BOTH("EPERM"),
		RULE("q", "unlink, rmdir", "UID == 12345", FAIL("EIO"), "before") BOTH("EROFS"),
	};
	struct hammer h[2] = { { .name = victims[0] }, { .name = victims[1] } };
	pthread_t threads[2];
	long until, loads = 0;
	int i;

	ASSERT_LOADED(sct_load(tables[0]));
	for (i = 0; i < 2; i++) {
		ASSERT_TRUE(sct_make(victims[i]));
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, hammer, &h[i]));
	}
	until = sct_ms() + sct_scaled(3000);
	while (sct_ms() < until) {
		EXPECT_EQ(0, sct_load(tables[++loads % 2]));
		if (loads % 8 == 0)
			EXPECT_EQ(0, sct_add(RULE("x", "getppid", "UID == 12345", FAIL("EIO"),
						  "before")));
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, pthread_join(threads[i], NULL));
		EXPECT_EQ(0, h[i].other);
		EXPECT_LT(0, h[i].eperm);
		EXPECT_LT(0, h[i].erofs);
		EXPECT_TRUE(sct_exists(victims[i]));
	}
	ksft_print_msg("%ld tables, %ld calls\n", loads,
		       h[0].eperm + h[0].erofs + h[1].eperm + h[1].erofs);
}

/*
 * An after rule acts on a call that began before its table was replaced, or not
 * at all; nobody waits for the call.
 */
static void *wait_in_read(void *arg)
{
	int *pipes = arg;
	char c;

	return (void *)sct_call(SYS_read, pipes[0], &c, 1L);
}

TEST_F(load, table_changes_while_a_watched_call_sleeps)
{
	static const char rules[] =
		RULE("b", "read", MINE " && PARAMS[3] == 1", LOG("before"), "before")
		RULE("a", "read", MINE " && PARAMS[3] == 1", LOG("after"), "after");
	pthread_t thread;
	int pipes[2], i;
	void *ret;

	ASSERT_EQ(0, pipe(pipes));
	ASSERT_LOADED(sct_load(rules));
	ASSERT_EQ(0, pthread_create(&thread, NULL, wait_in_read, pipes));
	for (i = 0; i < 1000; i++) {
		char *log = sct_read(SCT_LOG);
		bool inside = log && !strcmp(log, "before\n");

		free(log);
		if (inside)
			break;
		usleep(1000);
	}
	ASSERT_GT(1000, i);
	for (i = 0; i < 20; i++)
		ASSERT_LOADED(sct_load(i % 2 ? "" : BOTH("EPERM")));
	ASSERT_EQ(1, write(pipes[1], "x", 1));
	ASSERT_EQ(0, pthread_join(thread, &ret));
	EXPECT_EQ(1, (long)ret);
}

/* Switching all rules off and on, while calls that an after rule watches run. */
TEST_F_TIMEOUT(load, enabling_and_disabling_under_load, SCT_TIMEOUT)
{
	static const char rules[] =
		BOTH("EPERM") RULE("a", "unlink, getppid", MINE, LOG("%retval"), "after");
	struct hammer h = { .name = "victim" };
	pthread_t thread;
	long until;

	stop = false;
	ASSERT_LOADED(sct_load(rules));
	ASSERT_EQ(0, pthread_create(&thread, NULL, hammer, &h));
	until = sct_ms() + sct_scaled(1000);
	while (sct_ms() < until) {
		EXPECT_EQ(0, sct_put(SCT_DIR "enabled", 0, "0"));
		EXPECT_EQ(0, sct_put(SCT_DIR "enabled", 0, "1"));
		EXPECT_EQ(0, sct_load(""));
		EXPECT_EQ(0, sct_load(rules));
		sched_yield();
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_EQ(0, h.erofs);
	EXPECT_LT(0, h.eperm);
}

TEST_HARNESS_MAIN
