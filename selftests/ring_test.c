// SPDX-License-Identifier: GPL-2.0
/*
 * The ring: what is lost is told, and every reader sees the rest
 *
 * Every event here is a call with a number of its own, counting up on each CPU.
 */

#include <kselftest_harness.h>

#include <pthread.h>

#include "sct_test.h"

FIXTURE(ring) {
	struct sct_place at;
};

FIXTURE_SETUP(ring)
{
	sct_setup(_metadata, &self->at);
	if (!_metadata->exit_code)
		ASSERT_LOADED(sct_load(RULE("r", "getpriority, truncate", MINE,
					    LOG("%params"), "before")));
}

FIXTURE_TEARDOWN_PARENT(ring)
{
	sct_teardown(&self->at);
}

/* One event: "CPU, NUMBER". */
static void event(int cpu, int number)
{
	sct_call(SYS_getpriority, 1000 + cpu, number);
}

/* A large one: "\"////...\", NUMBER". */
static void large_event(int number)
{
	static char path[PATH_MAX];

	if (!path[0])
		memset(path, '/', PATH_MAX - 1);
	sct_call(SYS_truncate, path, number);
}

static bool run_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return !sched_setaffinity(0, sizeof(set), &set);
}

/**
 * struct tally - what a text of the log says of one CPU's events
 * @next: number of the event that must come next
 * @printed: events that were printed
 * @lost: sum of the loss lines
 * @bad: lines that are neither, or events out of order
 */
struct tally {
	long next;
	long printed;
	long lost;
	long bad;
};

/*
 * Takes the lines of @text, of events "..., NUMBER" on one CPU; returns what
 * stands behind the last whole line.
 */
static char *count(struct tally *t, char *text)
{
	char *end;
	long number;

	for (; (end = strchr(text, '\n')); text = end + 1) {
		if (!strncmp(text, "-- ", 3)) {
			char line[64];

			number = atol(text + 3);
			snprintf(line, sizeof(line), "-- %ld events lost --\n", number);
			if (number < 1 || strncmp(text, line, strlen(line)))
				t->bad++;
			t->lost += number;
			t->next += number;
			continue;
		}
		number = atol((char *)memrchr(text, ' ', end - text) ?: "-1");
		if (number != t->next)
			t->bad++;
		t->next = number + 1;
		t->printed++;
	}
	return text;
}

static struct tally tally_log(void)
{
	struct tally t = {};
	char *text = sct_read(SCT_LOG);

	if (!text || *count(&t, text))
		t.bad = -1;
	free(text);
	return t;
}

TEST_F_TIMEOUT(ring, overflow_is_told_to_the_event, SCT_TIMEOUT)
{
	struct tally t;
	long n = 0;
	int i;

	ASSERT_TRUE(run_on(0));
	do {
		for (i = 0; i < 50; i++)
			large_event(n++);
		t = tally_log();
		ASSERT_EQ(0, t.bad);
		ASSERT_EQ(n, t.printed + t.lost);
	} while (!t.lost && n < 1000000);
	EXPECT_LT(0, t.lost);
	EXPECT_LT(0, t.printed);

	/* And again when the ring went round several times. */
	for (i = 0; i < 1000; i++)
		large_event(n++);
	t = tally_log();
	EXPECT_EQ(0, t.bad);
	EXPECT_EQ(n, t.printed + t.lost);
	t = tally_log();
	EXPECT_EQ(n, t.printed + t.lost);
}

TEST_F_TIMEOUT(ring, overflow_of_small_events, SCT_TIMEOUT)
{
	long n = 0, most = sct_scaled(40000);
	struct tally t;

	ASSERT_TRUE(run_on(0));
	while (n < most)
		event(0, n++);
	t = tally_log();
	EXPECT_EQ(0, t.bad);
	EXPECT_EQ(n, t.printed + t.lost);
	EXPECT_LT(0, t.printed);
}

/* What is emptied on purpose is not lost. */
TEST_F_TIMEOUT(ring, emptied_log_tells_no_loss, SCT_TIMEOUT)
{
	char *text;
	int i;

	ASSERT_TRUE(run_on(0));
	for (i = 0; i < 500; i++)
		large_event(i);
	ASSERT_EQ(0, sct_clear_log());
	EXPECT_LOG("");
	event(0, 7);
	text = sct_read(SCT_LOG);
	ASSERT_NE(NULL, text);
	EXPECT_STREQ("1000, 7\n", text);
	free(text);
}

/* Reading while the ring overflows: whatever is read adds up. */
static void *write_events(void *arg)
{
	long i, n = *(long *)arg;

	if (!run_on(0))
		return (void *)-1L;
	for (i = 0; i < n; i++)
		large_event(i);
	return NULL;
}

TEST_F_TIMEOUT(ring, reading_while_it_overflows, SCT_TIMEOUT)
{
	long n = sct_scaled(4000), until = sct_ms() + 100000;
	pthread_t writer;
	struct tally t = {};
	void *ret;

	ASSERT_EQ(0, pthread_create(&writer, NULL, write_events, &n));
	while (pthread_tryjoin_np(writer, &ret)) {
		t = tally_log();
		EXPECT_EQ(0, t.bad);
		EXPECT_GE(n, t.printed + t.lost);
		ASSERT_GT(until, sct_ms());
	}
	EXPECT_EQ(NULL, ret);
	t = tally_log();
	EXPECT_EQ(0, t.bad);
	EXPECT_EQ(n, t.printed + t.lost);
}

/* log_pipe. */
static ssize_t read_some(int fd, char *buf, size_t size)
{
	ssize_t n = read(fd, buf, size - 1);

	buf[n > 0 ? n : 0] = '\0';
	return n < 0 ? -errno : n;
}

TEST_F(ring, pipe_begins_with_its_opening)
{
	struct pollfd pfd = { .events = POLLIN };
	char buf[256];

	event(0, 1);
	pfd.fd = open(SCT_LOG_PIPE, O_RDONLY | O_NONBLOCK);
	ASSERT_LE(0, pfd.fd);
	EXPECT_EQ(-EAGAIN, read_some(pfd.fd, buf, sizeof(buf)));
	EXPECT_EQ(0, poll(&pfd, 1, 0));
	EXPECT_EQ(0, poll(&pfd, 1, 50));
	event(0, 2);
	EXPECT_EQ(1, poll(&pfd, 1, 10000));
	EXPECT_EQ(POLLIN, pfd.revents & (POLLIN | POLLERR | POLLHUP));
	EXPECT_EQ(8, read_some(pfd.fd, buf, sizeof(buf)));
	EXPECT_STREQ("1000, 2\n", buf);
	EXPECT_EQ(-EAGAIN, read_some(pfd.fd, buf, sizeof(buf)));
	EXPECT_EQ(0, poll(&pfd, 1, 0));

	/* The log has both still. */
	EXPECT_LOG("1000, 1\n1000, 2\n");
	close(pfd.fd);
}

TEST_F(ring, pipe_reads_in_small_pieces)
{
	static const char expected[] = "1000, 1\n1000, 2\n1000, 3\n";
	char buf[256];
	size_t n = 0;
	ssize_t got;
	int fd;

	fd = open(SCT_LOG_PIPE, O_RDONLY | O_NONBLOCK);
	ASSERT_LE(0, fd);
	event(0, 1);
	event(0, 2);
	event(0, 3);
	while ((got = read(fd, buf + n, 1 + n % 7)) > 0)
		n += got;
	EXPECT_EQ(EAGAIN, errno);
	buf[n] = '\0';
	EXPECT_STREQ(expected, buf);
	close(fd);
}

/* A reader that waits is woken by what comes, in its own time. */
static int write_late(void *arg)
{
	usleep(200000);
	event(0, 5);
	return 0;
}

TEST_F(ring, pipe_waits_for_events)
{
	char buf[256];
	pid_t pid;
	int fd;

	fd = open(SCT_LOG_PIPE, O_RDONLY);
	ASSERT_LE(0, fd);
	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(write_late(NULL));
	EXPECT_EQ(8, read_some(fd, buf, sizeof(buf)));
	EXPECT_STREQ("1000, 5\n", buf);
	EXPECT_EQ(pid, waitpid(pid, NULL, 0));
	close(fd);
}

static void interrupt(int sig)
{
}

TEST_F(ring, signal_ends_the_wait)
{
	struct sigaction action = { .sa_handler = interrupt };
	struct itimerval soon = { .it_value = { .tv_usec = 100000 } };
	char buf[64];
	int fd;

	fd = open(SCT_LOG_PIPE, O_RDONLY);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, sigaction(SIGALRM, &action, NULL));
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &soon, NULL));
	EXPECT_EQ(-EINTR, read_some(fd, buf, sizeof(buf)));
	close(fd);
}

/* Each of several readers sees all; so does one that comes while another waits. */
static int read_all(void *arg)
{
	long n = *(long *)arg;
	struct tally t = {};
	char buf[1 << 16];
	size_t kept = 0;
	int fd, ready;

	/* The parent counts those who are ready. */
	fd = open(SCT_LOG_PIPE, O_RDONLY);
	ready = open("ready", O_WRONLY);
	if (fd < 0 || ready < 0 || write(ready, "x", 1) != 1)
		return 1;
	while (t.printed + t.lost < n) {
		ssize_t got = read(fd, buf + kept, sizeof(buf) - kept - 1);
		char *rest;

		if (got <= 0)
			return 2;
		buf[kept + got] = '\0';
		rest = count(&t, buf);
		kept = strlen(rest);
		memmove(buf, rest, kept);
	}
	if (t.bad)
		return 3;
	return t.lost ? 4 : 0;
}

#define READERS	3

TEST_F_TIMEOUT(ring, several_readers_see_all, SCT_TIMEOUT)
{
	long n = 2000, i;
	pid_t pids[READERS];
	int status, ready;
	char c;

	ASSERT_TRUE(run_on(0));
	ASSERT_EQ(0, mkfifo("ready", 0600));
	ready = open("ready", O_RDWR);
	ASSERT_LE(0, ready);
	fflush(NULL);
	for (i = 0; i < READERS; i++) {
		pids[i] = fork();
		if (!pids[i])
			_exit(read_all(&n));
	}
	for (i = 0; i < READERS; i++)
		ASSERT_EQ(1, read(ready, &c, 1));
	for (i = 0; i < n; i++) {
		event(0, i);
		/* Slowly enough for all, who share this CPU. */
		if (i % 100 == 99)
			usleep(20000);
	}
	for (i = 0; i < READERS; i++) {
		ASSERT_EQ(pids[i], waitpid(pids[i], &status, 0));
		EXPECT_EQ(0, status) TH_LOG("reader %ld: %d", i, WEXITSTATUS(status));
	}
}

TEST_F_TIMEOUT(ring, slow_reader_of_the_pipe_is_told_what_it_lost, SCT_TIMEOUT)
{
	long n = 2000, i;
	struct tally t = {};
	size_t size = 32 << 20, kept = 0;
	char *buf = malloc(size);
	ssize_t got;
	int fd;

	ASSERT_NE(NULL, buf);
	ASSERT_TRUE(run_on(0));
	fd = open(SCT_LOG_PIPE, O_RDONLY | O_NONBLOCK);
	ASSERT_LE(0, fd);
	large_event(0);
	ASSERT_LT(0, read_some(fd, buf, size));
	count(&t, buf);
	EXPECT_EQ(1, t.printed);
	for (i = 1; i < n; i++)
		large_event(i);
	while (kept < size - 1 && (got = read(fd, buf + kept, size - kept - 1)) > 0)
		kept += got;
	buf[kept] = '\0';
	EXPECT_STREQ("", count(&t, buf));
	EXPECT_EQ(0, t.bad);
	EXPECT_LT(0, t.lost);
	EXPECT_EQ(n, t.printed + t.lost);
	close(fd);
	free(buf);
}

/* Two CPUs at once: each keeps its order, and each tells its own loss. */
struct burst {
	int cpu;
	long n;
	long failed;
};

static void *write_burst(void *arg)
{
	struct burst *b = arg;
	long i;

	b->failed = !run_on(b->cpu);
	for (i = 0; i < b->n; i++)
		event(b->cpu, i);
	return NULL;
}

TEST_F_TIMEOUT(ring, each_cpu_keeps_its_order, SCT_TIMEOUT)
{
	struct burst bursts[2] = { { .cpu = 0, .n = 500 }, { .cpu = 1, .n = 500 } };
	long next[2] = { 0, 0 };
	pthread_t threads[2];
	char *text, *line;
	int i;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		SKIP(return, "one CPU only");
	for (i = 0; i < 2; i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, write_burst, &bursts[i]));
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, pthread_join(threads[i], NULL));
		EXPECT_EQ(0, bursts[i].failed);
	}
	text = sct_read(SCT_LOG);
	ASSERT_NE(NULL, text);
	for (line = text; *line; line = strchr(line, '\n') + 1) {
		long number = -1;
		int cpu = -1;

		int fields = sscanf(line, "100%d, %ld\n", &cpu, &number);

		ASSERT_EQ(2, fields) TH_LOG("%s", line);
		ASSERT_TRUE(cpu == 0 || cpu == 1);
		ASSERT_EQ(next[cpu], number) TH_LOG("CPU %d", cpu);
		next[cpu]++;
	}
	EXPECT_EQ(500, next[0]);
	EXPECT_EQ(500, next[1]);
	free(text);
}

/* In the log events of several CPUs stand by time. */
TEST_F_TIMEOUT(ring, events_of_several_cpus_stand_by_time, SCT_TIMEOUT)
{
	struct tally t;
	int i;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		SKIP(return, "one CPU only");
	for (i = 0; i < 200; i++) {
		ASSERT_TRUE(run_on(i % 2));
		/* Clocks of two CPUs may differ a little. */
		usleep(2000);
		event(0, i);
	}
	t = tally_log();
	EXPECT_EQ(0, t.bad);
	EXPECT_EQ(200, t.printed);
}

TEST_HARNESS_MAIN
