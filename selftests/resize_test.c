// SPDX-License-Identifier: GPL-2.0
/*
 * The ring's size changes, and the rules do, while others write and read: what is
 * printed and what is told as lost is what was made
 *
 * Every event here is a call with a number of its own, counting up on each CPU.
 */

#include <kselftest_harness.h>

#include <pthread.h>

#include "sct_test.h"

#define BUFFER_KB	SCT_DEBUG "buffer_kb"
#define CPUS		2

/* A rule that logs every event. */
#define EVERY(name)	RULE(name, "getpriority", MINE, LOG("%params"), "before")

FIXTURE(resize) {
	struct sct_place at;
	long kb;	/* the size before */
};

static long size_now(void)
{
	char *text = sct_read(BUFFER_KB), *end = NULL;
	long kb = text ? strtol(text, &end, 10) : -1;

	/* A number, a newline and nothing else. */
	if (!text || end == text || strcmp(end, "\n"))
		kb = -1;
	free(text);
	return kb;
}

static int set_size(long kb)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld\n", kb);
	return sct_put(BUFFER_KB, 0, text);
}

FIXTURE_SETUP(resize)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	self->kb = size_now();
	ASSERT_LOADED(sct_load(EVERY("r")));
}

FIXTURE_TEARDOWN_PARENT(resize)
{
	if (self->kb > 0)
		set_size(self->kb);
	sct_teardown(&self->at);
}

/* One event: "1000 + CPU, NUMBER". */
static void event(int cpu, int number)
{
	sct_call(SYS_getpriority, 1000 + cpu, number);
}

static bool run_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return !sched_setaffinity(0, sizeof(set), &set);
}

/**
 * struct tally - what a text of the log says
 * @next: for each CPU the least number that may come next
 * @missed: events that were passed over, going by their numbers
 * @printed: events that were printed
 * @lost: sum of the loss lines
 * @bad: lines that are neither, or events out of order
 */
struct tally {
	long next[CPUS];
	long missed;
	long printed;
	long lost;
	long bad;
};

/* Takes the whole lines of @text; returns what stands behind the last of them. */
static char *count(struct tally *t, char *text)
{
	int cpu, number, used;
	char *end;

	for (; (end = strchr(text, '\n')); text = end + 1) {
		used = 0;
		if (sscanf(text, "-- %d events lost --%n", &number, &used) == 1 &&
		    text + used == end && number > 0) {
			t->lost += number;
			continue;
		}
		used = 0;
		if (sscanf(text, "%d, %d%n", &cpu, &number, &used) != 2 || text + used != end ||
		    cpu < 1000 || cpu >= 1000 + CPUS || number < t->next[cpu - 1000]) {
			t->bad++;
			continue;
		}
		t->missed += number - t->next[cpu - 1000];
		t->next[cpu - 1000] = number + 1;
		t->printed++;
	}
	return text;
}

/* Reads @fd until it has no more. */
static bool count_fd(struct tally *t, int fd)
{
	static char buf[1 << 16];
	size_t kept = 0;
	ssize_t got;
	char *rest;

	while ((got = read(fd, buf + kept, sizeof(buf) - kept - 1)) > 0) {
		buf[kept + got] = '\0';
		rest = count(t, buf);
		kept = strlen(rest);
		memmove(buf, rest, kept);
	}
	return !kept && (!got || errno == EAGAIN);
}

static struct tally count_log(void)
{
	struct tally t = {};
	int fd = open(SCT_LOG, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || !count_fd(&t, fd))
		t.bad++;
	if (fd >= 0)
		close(fd);
	return t;
}

static void make_events(long from, long n)
{
	for (; n--; from++)
		event(0, from);
}

TEST_F(resize, size_can_be_read_and_set)
{
	static const struct { long kb, becomes; } sizes[] = {
		{ 64, 64 }, { 65, 128 }, { 128, 128 }, { 1000, 1024 }, { 256, 256 },
		{ 2049, 4096 }, { 64, 64 }, { 64, 64 },
	};
	size_t i;

	EXPECT_EQ(256, self->kb);
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		ASSERT_EQ(0, set_size(sizes[i].kb));
		EXPECT_EQ(sizes[i].becomes, size_now());
	}
	EXPECT_EQ(0, sct_put(BUFFER_KB, 0, "128"));
	EXPECT_EQ(128, size_now());
}

TEST_F(resize, bad_values_change_nothing)
{
	static const char * const bad[] = {
		"0\n", "1\n", "63\n", "262145\n", "-1\n", "-256\n", "99999999999\n",
		"64k\n", "x\n", "\n", "256 512\n", "25.6\n", "18446744073709551615\n",
	};
	size_t i;

	make_events(0, 5);
	ASSERT_EQ(0, set_size(128));
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		EXPECT_EQ(-EINVAL, sct_put(BUFFER_KB, 0, bad[i])) TH_LOG("%s", bad[i]);
		EXPECT_EQ(128, size_now());
	}
	EXPECT_NE(0, sct_put(BUFFER_KB, 0, "18446744073709551616\n"));
	EXPECT_EQ(128, size_now());
	EXPECT_LOG("1000, 0\n1000, 1\n1000, 2\n1000, 3\n1000, 4\n");
}

static int as_nobody(void *arg)
{
	if (setgid(65534) || setuid(65534))
		return 1;
	return sct_put(BUFFER_KB, 0, "64\n") == -EACCES && !sct_read(BUFFER_KB) ? 0 : 2;
}

TEST_F(resize, only_root_may)
{
	EXPECT_EQ(0, sct_child(as_nobody, NULL));
	EXPECT_EQ(self->kb, size_now());
}

TEST_F_TIMEOUT(resize, what_fits_stays, SCT_TIMEOUT)
{
	long n = 20000;
	struct tally t;

	ASSERT_TRUE(run_on(0));
	ASSERT_EQ(0, set_size(8192));
	make_events(0, n);
	t = count_log();
	EXPECT_EQ(0, t.bad);
	EXPECT_EQ(n, t.printed);

	ASSERT_EQ(0, set_size(16384));
	t = count_log();
	EXPECT_EQ(0, t.bad);
	EXPECT_EQ(n, t.printed);

	/* The newest stay, and what went is told before them. */
	ASSERT_EQ(0, set_size(64));
	t = count_log();
	EXPECT_EQ(0, t.bad);
	EXPECT_LT(0, t.printed);
	EXPECT_LT(0, t.lost);
	EXPECT_EQ(n, t.printed + t.lost);
	EXPECT_EQ(n, t.next[0]);
	EXPECT_EQ(t.missed, t.lost);
}

/* Who has the files open goes on, and is told what went, in its place. */
TEST_F_TIMEOUT(resize, open_files_go_on, SCT_TIMEOUT)
{
	long n = 20000;
	struct tally t = {}, p = {};
	char buf[64], *end;
	int log, pipe;
	ssize_t got;

	ASSERT_TRUE(run_on(0));
	ASSERT_EQ(0, set_size(8192));
	pipe = open(SCT_LOG_PIPE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ASSERT_LE(0, pipe);
	make_events(0, n);
	log = open(SCT_LOG, O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, log);
	/* In the middle of a line. */
	got = read(log, buf, 44);
	ASSERT_EQ(44, got);
	buf[got] = '\0';
	end = count(&t, buf);
	ASSERT_EQ(5, t.printed);
	ASSERT_STREQ("1000", end);

	ASSERT_EQ(0, set_size(64));
	make_events(n, 10);

	/* The rest of that line. */
	got = strlen(end);
	while (read(log, buf, 1) == 1 && *buf != '\n')
		got++;
	EXPECT_EQ(7, got);
	t.printed++;
	t.next[0]++;
	EXPECT_TRUE(count_fd(&t, log));
	EXPECT_EQ(0, t.bad);
	EXPECT_LT(0, t.lost);
	EXPECT_EQ(n, t.printed + t.lost);

	EXPECT_TRUE(count_fd(&p, pipe));
	EXPECT_EQ(0, p.bad);
	EXPECT_LT(0, p.lost);
	EXPECT_EQ(p.missed, p.lost);
	EXPECT_EQ(n + 10, p.printed + p.lost);
	EXPECT_EQ(n + 10, p.next[0]);

	/* And when it grows again. */
	ASSERT_EQ(0, set_size(1024));
	make_events(n + 10, 10);
	EXPECT_TRUE(count_fd(&p, pipe));
	EXPECT_EQ(n + 20, p.printed + p.lost);
	EXPECT_EQ(0, p.bad);
	close(log);
	close(pipe);
}

/* Two CPUs hammer, one reader follows, and the size and the rules change all the time. */
struct hammer {
	int cpu;
	long n;
	long failed;
};

static void *hammer(void *arg)
{
	struct hammer *h = arg;
	long i;

	h->failed = !run_on(h->cpu);
	for (i = 0; i < h->n; i++)
		event(h->cpu, i);
	return NULL;
}

static bool written;

struct follower {
	struct tally t;
	int fd;
	long failed;
};

static void *follow(void *arg)
{
	struct follower *f = arg;
	bool last;

	do {
		/* What was written before is there to be read. */
		last = __atomic_load_n(&written, __ATOMIC_ACQUIRE);
		f->failed += !count_fd(&f->t, f->fd);
		usleep(1000);
	} while (!last);
	return NULL;
}

struct changer {
	unsigned int seed;
	long times;
	long failed;
};

static void *keep_resizing(void *arg)
{
	struct changer *r = arg;

	while (!__atomic_load_n(&written, __ATOMIC_ACQUIRE)) {
		r->failed += !!set_size(64 << rand_r(&r->seed) % 6);
		r->times++;
	}
	return NULL;
}

/* Each table logs all; which rule does, and what stands before it, differs. */
static void *keep_loading(void *arg)
{
	static const char * const tables[] = {
		EVERY("a"),
		RULE("other", "truncate, getpriority", "PARAMS[2] < 0", LOG("other"), "before")
		EVERY("b"),
		EVERY("c")
		RULE("late", "getpriority", "RETVAL == 1", LOG("late"), "after"),
	};
	struct changer *r = arg;

	while (!__atomic_load_n(&written, __ATOMIC_ACQUIRE)) {
		r->failed += !!sct_load(tables[r->times % (sizeof(tables) / sizeof(*tables))]);
		r->times++;
		usleep(rand_r(&r->seed) % 20000);
	}
	return NULL;
}

/* SCT_TEST_SCALE=5000 makes ten million of them. */
TEST_F_TIMEOUT(resize, two_cpus_hammer, SCT_SOAK)
{
	long n = sct_scaled(100000), made = 0;
	int i, cpus = sysconf(_SC_NPROCESSORS_ONLN) < CPUS ? 1 : CPUS;
	struct changer changers[3] = { { .seed = 1 }, { .seed = 2 }, { .seed = 3 } };
	pthread_t writers[CPUS], others[4];
	struct hammer hammers[CPUS] = {};
	struct follower f = {};
	struct tally t;

	f.fd = open(SCT_LOG_PIPE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ASSERT_LE(0, f.fd);
	ASSERT_EQ(0, pthread_create(&others[0], NULL, follow, &f));
	for (i = 0; i < 2; i++)
		ASSERT_EQ(0, pthread_create(&others[1 + i], NULL, keep_resizing, &changers[i]));
	ASSERT_EQ(0, pthread_create(&others[3], NULL, keep_loading, &changers[2]));
	for (i = 0; i < cpus; i++) {
		hammers[i] = (struct hammer){ .cpu = i, .n = n };
		ASSERT_EQ(0, pthread_create(&writers[i], NULL, hammer, &hammers[i]));
		made += n;
	}
	for (i = 0; i < cpus; i++) {
		pthread_join(writers[i], NULL);
		EXPECT_EQ(0, hammers[i].failed);
	}
	__atomic_store_n(&written, true, __ATOMIC_RELEASE);
	for (i = 0; i < 4; i++)
		pthread_join(others[i], NULL);

	TH_LOG("%ld made, %ld printed, %ld lost, %ld + %ld sizes, %ld tables", made,
	       f.t.printed, f.t.lost, changers[0].times, changers[1].times, changers[2].times);
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(0, changers[i].failed);
		EXPECT_LT(1, changers[i].times);
	}
	EXPECT_EQ(0, f.failed);
	EXPECT_EQ(0, f.t.bad);
	EXPECT_EQ(made, f.t.printed + f.t.lost);
	EXPECT_LT(0, f.t.printed);

	/* Who comes now finds the same. */
	t = count_log();
	EXPECT_EQ(0, t.bad);
	EXPECT_EQ(made, t.printed + t.lost);
	close(f.fd);
}

TEST_HARNESS_MAIN
