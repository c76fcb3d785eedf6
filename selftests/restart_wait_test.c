// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that wait, each in a way of its own, and are stopped meanwhile: one call, and
 * one line
 */

#include <kselftest_harness.h>

#include <poll.h>
#include <linux/futex.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "sct_test.h"
#include "sct_run.h"

#define FD	77	/* of what is waited for */

/* Of callers, but not of the test that looks at them; it has one %d. */
#define THEIRS	MINE " && PID != %d"

FIXTURE(restart_wait) {
	struct sct_place at;
	struct run *run;
	int to;
};

FIXTURE_SETUP(restart_wait)
{
	int fds[2];

	sct_setup(_metadata, &self->at);
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
	self->run->handler = count_run;
	self->run->flags = SA_RESTART;
	ASSERT_EQ(0, pipe(fds));
	ASSERT_EQ(FD, dup2(fds[0], FD));
	self->to = fds[1];
}

FIXTURE_TEARDOWN_PARENT(restart_wait)
{
	sct_teardown(&self->at);
}

static const struct timespec long_time = { 600, 0 }, short_time = { 0, 300000000 };
static struct pollfd readable = { .fd = FD, .events = POLLIN };

static long nanosleep_long(void) { return sct_call(SYS_nanosleep, &long_time, NULL); }
static long nanosleep_short(void) { return sct_call(SYS_nanosleep, &short_time, NULL); }
static long poll_pipe(void) { return sct_call(SYS_poll, &readable, 1L, 600000L); }
static long poll_for_ever(void) { return sct_call(SYS_poll, &readable, 1L, -1L); }
static long pause_once(void) { return sct_call(SYS_pause); }

static long clock_nanosleep_long(void)
{
	return sct_call(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0L, &long_time, NULL);
}

static long clock_nanosleep_until(void)
{
	struct timespec then;

	clock_gettime(CLOCK_MONOTONIC, &then);
	then.tv_sec += 600;
	return sct_call(SYS_clock_nanosleep, CLOCK_MONOTONIC, (long)TIMER_ABSTIME, &then, NULL);
}

static long ppoll_pipe(void)
{
	struct timespec left = long_time;

	return sct_call(SYS_ppoll, &readable, 1L, &left, NULL, 8L);
}

static long futex_wait(void)
{
	return sct_call(SYS_futex, &run->args[0], FUTEX_WAIT, 0L, &long_time, NULL, 0L);
}

static long futex_wait_for_ever(void)
{
	return sct_call(SYS_futex, &run->args[0], FUTEX_WAIT, 0L, NULL, NULL, 0L);
}

static long nanosleep_by_int80(void)
{
	run->args[0] = 600;
	return sct_int80(162, (long)run->args, 0, 0, 0, 0);
}

static long poll_by_int80(void)
{
	memcpy(run->args, &readable, sizeof(readable));
	return sct_int80(168, (long)run->args, 1, 600000, 0, 0);
}

enum end { BY_ITSELF, BY_HANDLER, BY_DATA };

static const struct wait {
	const char *name;
	const char *call;
	long (*make)(void);
	long nr;
	enum end end;
	long ret;
} waits[] = {
	{ "nanosleep", "nanosleep", nanosleep_long, SYS_nanosleep, BY_HANDLER, -EINTR },
	{ "nanosleep that ends", "nanosleep", nanosleep_short, SYS_nanosleep, BY_ITSELF, 0 },
	{ "clock_nanosleep", "clock_nanosleep", clock_nanosleep_long, SYS_clock_nanosleep,
	  BY_HANDLER, -EINTR },
	{ "clock_nanosleep until then", "clock_nanosleep", clock_nanosleep_until,
	  SYS_clock_nanosleep, BY_HANDLER, -EINTR },
	{ "poll", "poll", poll_pipe, SYS_poll, BY_DATA, 1 },
	{ "poll that is interrupted", "poll", poll_pipe, SYS_poll, BY_HANDLER, -EINTR },
	{ "poll for ever", "poll", poll_for_ever, SYS_poll, BY_DATA, 1 },
	{ "ppoll", "ppoll", ppoll_pipe, SYS_ppoll, BY_DATA, 1 },
	{ "pause", "pause", pause_once, SYS_pause, BY_HANDLER, -EINTR },
	{ "futex", "futex", futex_wait, SYS_futex, BY_HANDLER, -EINTR },
	{ "futex for ever", "futex", futex_wait_for_ever, SYS_futex, BY_HANDLER, -EINTR },
	{ "32-bit nanosleep", "nanosleep", nanosleep_by_int80, 162, BY_HANDLER, -EINTR },
	{ "32-bit poll", "poll", poll_by_int80, 168, BY_DATA, 1 },
};

static const struct wait *waiting;

static int make_wait(struct run *r)
{
	r->ret = waiting->make();
	return 0;
}

/* restart_syscall has its own number in the native and the 32-bit table. */
static bool waits_again(pid_t pid, const struct wait *w)
{
	return is_blocked(pid, w->nr) || is_blocked(pid, SYS_restart_syscall) ||
	       is_blocked(pid, 0);
}

static bool end_wait(struct run *r, pid_t pid, const struct wait *w, int to)
{
	if (w->end == BY_DATA)
		return write(to, "x", 1) == 1;
	/* A futex call without an end is made anew even where others fail. */
	return w->end == BY_ITSELF || interrupt(r, pid, SIGUSR2);
}

TEST_F_TIMEOUT(restart_wait, stopped_call_is_one_call, SCT_TIMEOUT)
{
	static const char rules[] =
		RULE("b", "%s", THEIRS, LOG("b %%sname"), "before")
		RULE("a", "%s", THEIRS, LOG("a %%sname %%retval"), "after")
		RULE("r", "restart_syscall", THEIRS, LOG("again"), "before");
	struct run *r = self->run;
	char expected[64], c;
	pid_t pid;
	size_t i;
	int j;

	for (i = 0; i < ARRAY_SIZE(waits); i++) {
		const struct wait *w = &waits[i];

		waiting = w;
		r->args[0] = 0;
		ASSERT_LOADED(sct_loadf(rules, w->call, getpid(), w->call, getpid(), getpid()));
		pid = start(make_wait, r);
		for (j = 0; j < 2 && w->end != BY_ITSELF; j++) {
			ASSERT_TRUE(WAIT(waits_again(pid, w))) TH_LOG("%s", w->name);
			ASSERT_TRUE(stop_and_go(pid)) TH_LOG("%s", w->name);
		}
		if (w->end == BY_ITSELF)
			stop_and_go(pid);
		else
			ASSERT_TRUE(WAIT(waits_again(pid, w))) TH_LOG("%s", w->name);
		EXPECT_TRUE(end_wait(r, pid, w, self->to)) TH_LOG("%s", w->name);
		EXPECT_EQ(0, finish(pid)) TH_LOG("%s", w->name);
		EXPECT_EQ(w->ret, r->ret) TH_LOG("%s", w->name);
		if (w->end == BY_DATA)
			ASSERT_EQ(1, read(FD, &c, 1));
		snprintf(expected, sizeof(expected), "b %s\na %s %ld\n", w->call, w->call, w->ret);
		EXPECT_LOG_CLEAR(expected);
	}
}

/* socketcall: what was judged runs, by a number of its own. */
static void change_args(int sig)
{
	run->signals++;
	run->args[0] = 99;
}

static int call_socket(struct run *r)
{
	r->ret = sct_int80(102, r->nr, (long)r->args, 0, 0, 0);
	return 0;
}

TEST_F(restart_wait, socketcall_is_one_call)
{
	struct run *r = self->run;
	int fds[2];
	pid_t pid;

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
	ASSERT_EQ(FD, dup2(fds[0], FD));
	ASSERT_LOADED(sct_load(RULE("b", "recvfrom", "PARAMS[1] == 77", LOG("%sid %param1"),
				    "before")
			       RULE("a", "recvfrom", "PARAMS[1] == 77", LOG("%sid %retval"),
				    "after")));
	r->handler = change_args;
	r->nr = 10;
	r->args[0] = FD;
	r->args[1] = (long)r->buf;
	r->args[2] = 1;
	pid = start(call_socket, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, 102)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_TRUE(WAIT(is_blocked(pid, 102)));
	ASSERT_TRUE(stop_and_go(pid));
	ASSERT_TRUE(WAIT(is_blocked(pid, 102)));
	ASSERT_EQ(1, write(fds[1], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
	EXPECT_EQ('x', r->buf[0]);
	EXPECT_LOG_CLEAR("102:10 77\n102:10 1\n");

	r->args[0] = FD;
	pid = start(call_socket, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, 102)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR2));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EINTR, r->ret);
	EXPECT_LOG("102:10 77\n102:10 -4\n");
}

TEST_F(restart_wait, accept_by_socketcall_is_one_call)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "socket" };
	struct run *r = self->run;
	char expected[32];
	pid_t pid;
	int fd;

	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	ASSERT_EQ(FD, dup2(fd, FD));
	ASSERT_EQ(0, bind(FD, (struct sockaddr *)&name, sizeof(name)));
	ASSERT_EQ(0, listen(FD, 1));
	ASSERT_LOADED(sct_load(RULE("b", "accept", "PARAMS[1] == 77", LOG("%sid %sname"), "before")
			       RULE("a", "accept", "PARAMS[1] == 77", LOG("%retval"), "after")));
	r->nr = 5;
	r->args[0] = FD;
	pid = start(call_socket, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, 102)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_TRUE(WAIT(is_blocked(pid, 102)));
	ASSERT_TRUE(stop_and_go(pid));
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	ASSERT_EQ(0, connect(fd, (struct sockaddr *)&name, sizeof(name)));
	EXPECT_EQ(0, finish(pid));
	EXPECT_LT(0, r->ret);
	snprintf(expected, sizeof(expected), "102:5 accept\n%ld\n", r->ret);
	EXPECT_LOG(expected);
}

TEST_HARNESS_MAIN
