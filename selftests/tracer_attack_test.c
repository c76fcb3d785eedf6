// SPDX-License-Identifier: GPL-2.0
/*
 * A tracer has the call become another at each of its stops: what runs is what is judged
 *
 * Without a rule the forbidden file goes, which shows that it does become another.
 */

#include <kselftest_harness.h>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include "sct_test.h"
#include "sct_run.h"

#define COMPAT_GETPID	20
#define COMPAT_UNLINK	10

static char *forbidden;

FIXTURE(tracer) {
	struct sct_place at;
	struct run *run;
};

FIXTURE_SETUP(tracer)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	forbidden = sct_low("forbidden");
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
}

FIXTURE_TEARDOWN_PARENT(tracer)
{
	sct_teardown(&self->at);
}

/* What the tracee does: one call, which is to become unlink("forbidden"). */
static int call_getpid(struct run *r)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	r->ret = sct_call(SYS_getpid);
	return 0;
}

static int call_getpid_of_32_bits(struct run *r)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	r->ret = sct_int80(COMPAT_GETPID, 0, 0, 0, 0, 0);
	return 0;
}

/* The same call, of which seccomp tells the tracer. */
static int call_filtered(struct run *r)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { ARRAY_SIZE(code), code };

	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog);
	r->ret = sct_call(SYS_getpid);
	return 0;
}

static void become(pid_t pid, unsigned long nr)
{
	struct user_regs_struct regs;

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	regs.orig_rax = nr;
	if (nr == COMPAT_UNLINK)
		regs.rbx = (long)forbidden;
	else
		regs.rdi = (long)forbidden;
	ptrace(PTRACE_SETREGS, pid, NULL, &regs);
}

static unsigned long number_of(pid_t pid)
{
	struct user_regs_struct regs = {};

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	return regs.orig_rax;
}

/**
 * struct plan - an attack
 * @fn: the tracee
 * @nr: the call that it makes
 * @becomes: what becomes of it
 * @request: how it goes to the stop
 * @options: of the tracer
 * @detach: the tracer leaves it there
 */
struct plan {
	int (*fn)(struct run *r);
	unsigned long nr;
	unsigned long becomes;
	int request;
	int options;
	bool detach;
};

FIXTURE_VARIANT(tracer) {
	struct plan plan;
};

#define HIGH_BITS	(SYS_unlink | 5UL << 32)

FIXTURE_VARIANT_ADD(tracer, at_entry) { {
	call_getpid, SYS_getpid, SYS_unlink, PTRACE_SYSCALL, 0, false
} };
FIXTURE_VARIANT_ADD(tracer, at_entry_and_goes) { {
	call_getpid, SYS_getpid, SYS_unlink, PTRACE_SYSCALL, 0, true
} };
FIXTURE_VARIANT_ADD(tracer, with_more_bits) { {
	call_getpid, SYS_getpid, HIGH_BITS, PTRACE_SYSCALL, 0, false
} };
FIXTURE_VARIANT_ADD(tracer, at_seccomp) { {
	call_filtered, SYS_getpid, SYS_unlink, PTRACE_CONT, PTRACE_O_TRACESECCOMP, false
} };
FIXTURE_VARIANT_ADD(tracer, of_32_bits) { {
	call_getpid_of_32_bits, COMPAT_GETPID, COMPAT_UNLINK, PTRACE_SYSCALL, 0, false
} };

static const char rules[] =
	RULE("no", "unlink", "PARAMS[1] == \"forbidden\" && " MINE, FAIL("EXDEV"), "before")
	RULE("seen", "unlink", MINE, LOG("%params = %retval"), "after");

/* Where a stop of one of these is a call's begin, as the tracee stands. */
static bool begins(int status, const struct plan *plan, pid_t pid)
{
	if (!WIFSTOPPED(status) || number_of(pid) != plan->nr)
		return false;
	return status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8) ||
	       WSTOPSIG(status) == (SIGTRAP | 0x80);
}

static int attack(const struct plan *plan, struct run *r)
{
	bool done = false;
	int status;
	pid_t pid;

	pid = start(plan->fn, r);
	waitpid(pid, &status, 0);
	ptrace(PTRACE_SETOPTIONS, pid, NULL,
	       PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | plan->options);
	for (;;) {
		ptrace(done ? PTRACE_CONT : plan->request, pid, NULL, NULL);
		if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
			break;
		if (done || !begins(status, plan, pid))
			continue;
		become(pid, plan->becomes);
		done = true;
		if (!plan->detach)
			continue;
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
		waitpid(pid, &status, 0);
		break;
	}
	return done && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F_TIMEOUT(tracer, has_a_call_become_another, SCT_TIMEOUT)
{
	struct run *r = self->run;

	sct_make("forbidden");
	ASSERT_EQ(0, attack(&variant->plan, r));
	EXPECT_EQ(0, r->ret);
	EXPECT_FALSE(sct_exists("forbidden"));

	sct_make("forbidden");
	ASSERT_LOADED(sct_load(rules));
	ASSERT_EQ(0, attack(&variant->plan, r));
	EXPECT_EQ(-EXDEV, r->ret);
	EXPECT_TRUE(sct_exists("forbidden"));
	EXPECT_LOG("");
}

FIXTURE(stopped) {
	struct sct_place at;
	struct run *run;
};

FIXTURE_SETUP(stopped)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	forbidden = sct_low("forbidden");
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
}

FIXTURE_TEARDOWN_PARENT(stopped)
{
	sct_teardown(&self->at);
}

static int read_pipe(struct run *r)
{
	char c;

	r->ret = sct_call(SYS_read, r->args[0], &c, 1);
	return 0;
}

/* Comes to a call that waits, has it made anew, and as another. */
static int interrupt_and_change(struct run *r)
{
	bool done = false;
	int status;
	pid_t pid;

	pid = start(read_pipe, r);
	if (!WAIT(is_blocked(pid, SYS_read)) ||
	    ptrace(PTRACE_SEIZE, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) ||
	    ptrace(PTRACE_INTERRUPT, pid, NULL, NULL))
		return -1;
	while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		if (!done && WSTOPSIG(status) == (SIGTRAP | 0x80) && number_of(pid) == SYS_read) {
			struct user_regs_struct regs;

			ptrace(PTRACE_GETREGS, pid, NULL, &regs);
			/* The end of the part before the stop, or the begin of the next. */
			if ((long)regs.rax == -ENOSYS) {
				become(pid, SYS_unlink);
				done = true;
			}
		}
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
	}
	return done && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F_TIMEOUT(stopped, call_that_waits_is_made_anew_as_another, SCT_TIMEOUT)
{
	struct run *r = self->run;
	int fds[2];

	ASSERT_EQ(0, pipe(fds));
	r->args[0] = fds[0];
	sct_make("forbidden");
	ASSERT_EQ(0, interrupt_and_change(r));
	EXPECT_EQ(0, r->ret);
	EXPECT_FALSE(sct_exists("forbidden"));

	sct_make("forbidden");
	/* One that a rule waits for. */
	ASSERT_LOADED(sct_loadf(RULE("no", "unlink", "PARAMS[1] == \"forbidden\" && " MINE,
				     FAIL("EXDEV"), "before")
				RULE("a", "read", "PARAMS[1] == %d && " MINE " && PID != %d",
				     LOG("read %%retval"), "after"), fds[0], getpid()));
	ASSERT_EQ(0, interrupt_and_change(r));
	EXPECT_EQ(-EXDEV, r->ret);
	EXPECT_TRUE(sct_exists("forbidden"));
	EXPECT_LOG("");
	close(fds[0]);
	close(fds[1]);
}

static int call_unlink(struct run *r)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	r->ret = sct_call(SYS_unlink, forbidden);
	return 0;
}

/* What does not run is not judged: a tracer that stands in for the kernel, or takes it away. */
TEST_F_TIMEOUT(stopped, call_that_does_not_run, SCT_TIMEOUT)
{
	struct user_regs_struct regs;
	struct run *r = self->run;
	int status, emulate;
	bool done;
	pid_t pid;

	sct_make("forbidden");
	ASSERT_LOADED(sct_load(RULE("no", "unlink", MINE, FAIL("EXDEV") " } action { " LOG("no"),
				    "before")));
	for (emulate = 0; emulate < 2; emulate++) {
		pid = start(call_unlink, r);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
		done = false;
		for (;;) {
			ptrace(done ? PTRACE_CONT : emulate ? PTRACE_SYSEMU : PTRACE_SYSCALL, pid,
			       NULL, NULL);
			ASSERT_EQ(pid, waitpid(pid, &status, 0));
			if (!WIFSTOPPED(status))
				break;
			if (done || WSTOPSIG(status) != (SIGTRAP | 0x80) ||
			    number_of(pid) != SYS_unlink)
				continue;
			ptrace(PTRACE_GETREGS, pid, NULL, &regs);
			if (emulate)
				regs.rax = 42;
			else
				regs.orig_rax = -1;
			ptrace(PTRACE_SETREGS, pid, NULL, &regs);
			done = true;
		}
		EXPECT_TRUE(done);
		EXPECT_EQ(emulate ? 42 : -ENOSYS, r->ret);
		EXPECT_TRUE(sct_exists("forbidden"));
		EXPECT_LOG("");
	}
}

TEST_HARNESS_MAIN
