// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that a signal interrupts: judged once and logged once, whatever becomes of
 * them
 */

#include <kselftest_harness.h>

#include <setjmp.h>
#include <sys/ptrace.h>

#include "sct_test.h"
#include "sct_run.h"

#define FD	77	/* of the pipe that is read; handlers read the next ones */
#define PIPES	4

FIXTURE(restart) {
	struct sct_place at;
	struct run *run;
	int to[PIPES];		/* where the pipes are written to */
};

FIXTURE_SETUP(restart)
{
	int fds[2], i;

	sct_setup(_metadata, &self->at);
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
	self->run->handler = count_run;
	for (i = 0; i < PIPES; i++) {
		ASSERT_EQ(0, pipe(fds));
		ASSERT_EQ(FD + i, dup2(fds[0], FD + i));
		close(fds[0]);
		self->to[i] = fds[1];
	}
}

FIXTURE_TEARDOWN_PARENT(restart)
{
	sct_teardown(&self->at);
}

static sigjmp_buf back;

/* All 32-bit calls from one place, as libc's syscall() makes the others. */
static __attribute_noinline__ long int80(long nr, long a, long b, long c)
{
	return sct_int80(nr, a, b, c, 0, 0);
}

static long read_fd(struct run *r, int fd)
{
	if (r->int80)
		return int80(3, fd, (long)r->buf, 1);
	return sct_call(SYS_read, fd, r->buf, 1L, 0L, 0L, 0L);
}

static int read_pipe(struct run *r)
{
	r->ret = read_fd(r, FD);
	r->step = 1;
	return 0;
}

static const char reads[] =
	RULE("b", "read", "PARAMS[1] >= 77 && PARAMS[1] <= 80", LOG("b%param1"), "before")
	RULE("a", "read", "PARAMS[1] >= 77 && PARAMS[1] <= 80", LOG("a%param1 %retval"), "after");

/* Native and 32-bit reads. */
FIXTURE_VARIANT(restart) {
	bool int80;
	long nr;
};

FIXTURE_VARIANT_ADD(restart, native) { false, SYS_read };
FIXTURE_VARIANT_ADD(restart, int80) { true, 3 };

TEST_F(restart, by_a_handler_that_restarts)
{
	struct run *r = self->run;
	pid_t pid;
	int i;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	ASSERT_LOADED(sct_load(reads));
	pid = start(read_pipe, r);
	for (i = 0; i < 3; i++) {
		ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
		ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	}
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
	EXPECT_LOG("b77\na77 1\n");
}

TEST_F(restart, by_a_handler_that_does_not_restart)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	ASSERT_LOADED(sct_load(reads));
	pid = start(read_pipe, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR2));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EINTR, r->ret);
	EXPECT_LOG("b77\na77 -4\n");
}

TEST_F(restart, by_signals_without_a_handler)
{
	struct run *r = self->run;
	pid_t pid;
	int i;

	r->int80 = variant->int80;
	ASSERT_LOADED(sct_load(reads));
	pid = start(read_pipe, r);
	for (i = 0; i < 3; i++) {
		ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
		ASSERT_TRUE(stop_and_go(pid));
		EXPECT_EQ(0, kill(pid, SIGWINCH));
		EXPECT_EQ(0, kill(pid, SIGCHLD));
	}
	/* Whoever traces a process interrupts its call, and takes its signals. */
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_EQ(0, ptrace(PTRACE_SEIZE, pid, 0, 0));
	ASSERT_EQ(0, ptrace(PTRACE_INTERRUPT, pid, 0, 0));
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	ASSERT_EQ(0, ptrace(PTRACE_CONT, pid, 0, 0));
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_EQ(0, kill(pid, SIGUSR2));
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	ASSERT_EQ(0, ptrace(PTRACE_DETACH, pid, 0, 0));
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	EXPECT_EQ(0, r->signals);
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
	EXPECT_LOG("b77\na77 1\n");
}

/* Handlers that wait in calls of their own, one in another. */
static void read_deeper(int sig)
{
	int depth = ++run->signals;

	if (depth < PIPES)
		run->inner[depth] = read_fd(run, FD + depth);
}

TEST_F(restart, by_handlers_in_handlers)
{
	struct run *r = self->run;
	pid_t pid;
	int i;

	r->int80 = variant->int80;
	r->flags = SA_RESTART | SA_NODEFER;
	r->handler = read_deeper;
	ASSERT_LOADED(sct_load(reads));
	pid = start(read_pipe, r);
	for (i = 0; i < PIPES - 1; i++) {
		ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
		ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	}
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(stop_and_go(pid));
	for (i = PIPES - 1; i >= 0; i--)
		ASSERT_EQ(1, write(self->to[i], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
	EXPECT_EQ(3, r->inner[1] + r->inner[2] + r->inner[3]);
	EXPECT_LOG("b77\nb78\nb79\nb80\na80 1\na79 1\na78 1\na77 1\n");
}

TEST_F(restart, return_from_a_handler_is_logged_too)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	ASSERT_LOADED(sct_load(reads));
	ASSERT_LOADED(sct_add(RULE("s", "rt_sigreturn", MINE, LOG("s"), "before")
			      RULE("t", "rt_sigreturn", MINE, LOG("t"), "after")));
	pid = start(read_pipe, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
	EXPECT_LOG("b77\ns\nt\na77 1\n");
}

TEST_F(restart, result_of_an_interrupted_call_is_replaced)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	ASSERT_LOADED(sct_load(RULE("a", "read", "PARAMS[1] == 77 && RETVAL == -EINTR",
				    "type = RETURN value = 42", "after")));
	pid = start(read_pipe, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(42, r->ret);
}

static int read_next_pipe(struct run *r)
{
	r->ret = read_fd(r, FD + 1);
	return 0;
}

TEST_F(restart, rewritten_call)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	ASSERT_LOADED(sct_load(RULE("b", "read", "PARAMS[1] == 78",
				    "type = REWRITE param = 1 value = 77 } action { "
				    LOG("b%param1"), "before")
			       RULE("a", "read", "PARAMS[1] == 78", LOG("a%param1 %retval"),
				    "after")));
	pid = start(read_next_pipe, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(stop_and_go(pid));
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
	EXPECT_LOG("b78\na78 1\n");
}

TEST_F(restart, call_that_was_suspended)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	ASSERT_LOADED(sct_load(RULE("b", "read", "PARAMS[1] == 77",
				    "type = SUSPEND } action { " LOG("b"), "before")
			       RULE("a", "read", "PARAMS[1] == 77", LOG("a %retval"), "after")));
	pid = start(read_pipe, r);
	ASSERT_TRUE(wait_state(pid, 'T'));
	/* The handler runs first, and then again while the call waits. */
	ASSERT_EQ(0, kill(pid, SIGUSR1));
	ASSERT_EQ(0, kill(pid, SIGCONT));
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	EXPECT_EQ(1, r->signals);
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr) || state_of(pid) == 'T'));
	ASSERT_EQ('S', state_of(pid)) TH_LOG("it stands again");
	ASSERT_TRUE(stop_and_go(pid));
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
	EXPECT_LOG("b\na 1\n");
}

/* A handler during which the rules change. */
static void wait_to_go(int sig)
{
	run->signals++;
	while (!run->go)
		usleep(1000);
}

TEST_F(restart, rules_are_replaced_meanwhile)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	r->handler = wait_to_go;
	ASSERT_LOADED(sct_load(reads));
	pid = start(read_pipe, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_LOADED(sct_load(RULE("f", "read", "PARAMS[1] == 77", FAIL("EROFS"), "before")));
	r->go = 1;
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EROFS, r->ret);
	EXPECT_LOG("b77\n");
}

static int read_twice(struct run *r)
{
	for (r->step = 0; r->step < 2; r->step++)
		r->ret += read_fd(r, FD);
	return 0;
}

/* Made anew while rules are held, it is not seen. The next one is, whole. */
TEST_F(restart, rules_are_held_meanwhile)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	r->handler = wait_to_go;
	ASSERT_LOADED(sct_load(reads));
	pid = start(read_twice, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_EQ(0, sct_put(SCT_DIR "enabled", 0, "0\n"));
	r->go = 1;
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_EQ(0, sct_put(SCT_DIR "enabled", 0, "1\n"));
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	ASSERT_TRUE(WAIT(r->step == 1));
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(2, r->ret);
	EXPECT_LOG("b77\nb77\na77 1\n");
}

/* Handlers that don't return. */
static void jump(int sig)
{
	run->signals++;
	siglongjmp(back, 1);
}

#define JUMPS	20

static int read_until_it_stands(struct run *r)
{
	if (!sigsetjmp(back, 1))
		r->step = 0;
	else
		r->step++;
	r->ret = read_fd(r, FD);
	return 0;
}

/* Who jumps out of a call that stands is stopped again by the next. */
TEST_F(restart, handlers_that_jump_out_of_a_suspended_call)
{
	struct run *r = self->run;
	pid_t pid;
	int i;

	r->int80 = variant->int80;
	r->handler = jump;
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	ASSERT_LOADED(sct_load(RULE("b", "read", "PARAMS[1] == 77", "type = SUSPEND",
				    "before")));
	pid = start(read_until_it_stands, r);
	for (i = 0; i < 3; i++) {
		ASSERT_TRUE(wait_state(pid, 'T'));
		ASSERT_EQ(0, kill(pid, SIGUSR1));
		ASSERT_EQ(0, kill(pid, SIGCONT));
		ASSERT_TRUE(WAIT(r->step == i + 1));
		ASSERT_TRUE(WAIT(state_of(pid) == 'T' || state_of(pid) == 'Z'));
		ASSERT_EQ('T', state_of(pid)) TH_LOG("after %d jumps", i + 1);
	}
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
}

static int read_until_it_ends(struct run *r)
{
	sigsetjmp(back, 1);
	r->ret = read_fd(r, FD);
	return 0;
}

TEST_F(restart, handlers_that_jump_out)
{
	struct run *r = self->run;
	char *log;
	pid_t pid;
	int i;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	r->handler = jump;
	ASSERT_LOADED(sct_load(reads));
	pid = start(read_until_it_ends, r);
	for (i = 0; i < JUMPS; i++) {
		ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
		ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	}
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_EQ(1, write(self->to[0], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->ret);
	log = sct_read(SCT_LOG);
	ASSERT_NE(NULL, log);
	/* Every one was another call; but one has ended. */
	EXPECT_EQ(JUMPS + 1, sct_count(log, "b77\n"));
	EXPECT_EQ(1, sct_count(log, "a77"));
	EXPECT_EQ(1, sct_count(log, "a77 1\n"));
	free(log);
}

/* The signal is sent by a call that has done so: it must not seem to be interrupted. */
static int signal_itself_later(struct run *r)
{
	if (!sigsetjmp(back, 1))
		read_fd(r, FD);
	if (r->int80)
		r->ret = int80(37, getpid(), SIGUSR2, 0);
	else
		r->ret = sct_call(SYS_kill, (long)getpid(), (long)SIGUSR2, 0L, 0L, 0L, 0L);
	return 0;
}

TEST_F(restart, result_of_another_call_after_a_jump)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	r->handler = jump;
	ASSERT_LOADED(sct_load(reads));
	r->ret = 1;
	pid = start(signal_itself_later, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(0, r->ret);
	EXPECT_EQ(2, r->signals);
	EXPECT_LOG("b77\n");
}

static void exec_true(int sig)
{
	char *const argv[] = { "true", NULL };
	char *const envp[] = { NULL };

	run->signals++;
	execve("/bin/true", argv, envp);
}

TEST_F(restart, handler_that_becomes_another_program)
{
	struct run *r = self->run;
	pid_t pid;

	r->int80 = variant->int80;
	r->flags = SA_RESTART;
	r->handler = exec_true;
	ASSERT_LOADED(sct_load(reads));
	pid = start(read_pipe, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, variant->nr)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_LOG("b77\n");
}

/* Names: what is opened was judged, also where it changes meanwhile. */
FIXTURE(restart_name) {
	struct sct_place at;
	struct run *run;
};

FIXTURE_SETUP(restart_name)
{
	sct_setup(_metadata, &self->at);
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
	self->run->handler = count_run;
	set_name(self->run, "fifo");
	self->run->flags = SA_RESTART;
	ASSERT_EQ(0, mkfifo("fifo", 0600));
	ASSERT_EQ(0, sct_put("file", O_CREAT, "12345"));
	ASSERT_TRUE(sct_make("file2"));
	ASSERT_LOADED(sct_load(RULE("f", "open, unlink", "PARAMS[1] == \"secret\"",
				    FAIL("EROFS"), "before")
			       RULE("b", "open, unlink", "PARAMS[1] startswith \"fi\"",
				    LOG("%sname %param1"), "before")
			       RULE("a", "open, unlink", "PARAMS[1] startswith \"fi\"",
				    LOG("%sname %param1 end"), "after")));
}

FIXTURE_TEARDOWN_PARENT(restart_name)
{
	sct_teardown(&self->at);
}

/* Opens by the name in memory; whether that is a pipe then. */
static int open_name(struct run *r)
{
	struct stat st = {};
	int fd = sct_call(SYS_open, r->name, (long)O_RDONLY, 0L, 0L, 0L, 0L);

	if (fd < 0)
		return -fd;
	fstat(fd, &st);
	close(fd);
	return S_ISFIFO(st.st_mode) ? 200 : 201;
}

static bool feed_fifo(void)
{
	/* It can be opened once somebody waits for it. */
	return WAIT(!close(open("fifo", O_WRONLY | O_NONBLOCK)));
}

static void use_the_same_memory(int sig)
{
	struct stat st = {};

	run->signals++;
	set_name(run, "file");
	run->inner[0] = sct_call(SYS_stat, run->name, &st) ?: st.st_size;
	set_name(run, "file2");
	run->inner[1] = sct_call(SYS_unlink, run->name);
	set_name(run, "secret");
	run->inner[2] = sct_call(SYS_unlink, run->name);
	run->inner[3] = sct_call(SYS_rmdir, run->name);
	set_name(run, "fifo");
}

TEST_F(restart_name, handler_uses_the_same_memory)
{
	struct run *r = self->run;
	pid_t pid;

	r->handler = use_the_same_memory;
	pid = start(open_name, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, SYS_open)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	ASSERT_TRUE(WAIT(is_blocked(pid, SYS_open)));
	EXPECT_EQ(5, r->inner[0]);
	EXPECT_EQ(0, r->inner[1]);
	EXPECT_EQ(-EROFS, r->inner[2]);
	EXPECT_EQ(-ENOENT, r->inner[3]);
	EXPECT_TRUE(feed_fifo());
	EXPECT_EQ(200, finish(pid));
	EXPECT_LOG("open \"fifo\"\nunlink \"file2\"\nunlink \"file2\" end\nopen \"fifo\" end\n");
}

static void name_secret(int sig)
{
	run->signals++;
	set_name(run, "secret");
}

TEST_F(restart_name, name_changes_in_a_handler)
{
	struct run *r = self->run;
	pid_t pid;

	r->handler = name_secret;
	pid = start(open_name, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, SYS_open)));
	ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
	EXPECT_EQ(EROFS, finish(pid));
	EXPECT_LOG("open \"fifo\"\n");
}

TEST_F(restart_name, name_changes_while_it_stops)
{
	static const struct {
		const char *name;
		int ret;
		const char *log;
	} changed[] = {
		{ "fifo", 200, "open \"fifo\"\nopen \"fifo\" end\n" },
		{ "file", 201, "open \"fifo\"\nopen \"file\"\nopen \"file\" end\n" },
		{ "secret", EROFS, "open \"fifo\"\n" },
	};
	struct run *r = self->run;
	pid_t pid;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(changed); i++) {
		set_name(r, "fifo");
		pid = start(open_name, r);
		ASSERT_TRUE(WAIT(is_blocked(pid, SYS_open)));
		ASSERT_EQ(0, kill(pid, SIGSTOP));
		ASSERT_TRUE(wait_state(pid, 'T'));
		set_name(r, changed[i].name);
		ASSERT_EQ(0, kill(pid, SIGCONT));
		if (!i)
			EXPECT_TRUE(feed_fifo());
		EXPECT_EQ(changed[i].ret, finish(pid)) TH_LOG("%s", changed[i].name);
		EXPECT_LOG_CLEAR(changed[i].log);
	}
}

static void jump_to_file(int sig)
{
	run->signals++;
	set_name(run, run->go ? "secret" : "file");
	siglongjmp(back, 1);
}

static int open_name_again(struct run *r)
{
	sigsetjmp(back, 1);
	r->ret = open_name(r);
	r->step = 1;
	return 0;
}

/* A program gave up a call. The same one, with another name, is another call. */
TEST_F(restart_name, name_changes_in_a_handler_that_jumps_out)
{
	struct run *r = self->run;
	int secret;
	pid_t pid;

	r->handler = jump_to_file;
	for (secret = 0; secret < 2; secret++) {
		set_name(r, "fifo");
		r->go = secret;
		r->step = 0;
		pid = start(open_name_again, r);
		ASSERT_TRUE(WAIT(is_blocked(pid, SYS_open)));
		ASSERT_TRUE(interrupt(r, pid, SIGUSR1));
		ASSERT_TRUE(WAIT(r->step || is_blocked(pid, SYS_open)));
		EXPECT_TRUE(r->step) TH_LOG("it opens what it gave up");
		kill(pid, SIGKILL);
		finish(pid);
		EXPECT_EQ(secret ? EROFS : 201, r->ret);
		EXPECT_LOG_CLEAR(secret ? "open \"fifo\"\n" :
				 "open \"fifo\"\nopen \"file\"\nopen \"file\" end\n");
	}
}

TEST_HARNESS_MAIN
