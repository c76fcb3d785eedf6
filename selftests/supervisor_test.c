// SPDX-License-Identifier: GPL-2.0
/*
 * Who stands between a program and the kernel changes the call in the last moment: a
 * tracer at its stop, a supervisor of seccomp's notifications, a child that shares
 * the memory
 *
 * SCT looks behind them. Without a rule the forbidden file goes, which shows that
 * they do change the call.
 */

#include <kselftest_harness.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include "sct_test.h"

static char name[16] = "allowed";
static char other[16] = "forbidden";

FIXTURE(supervisor) {
	struct sct_place at;
};

FIXTURE_SETUP(supervisor)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	ASSERT_TRUE(sct_make("allowed") && sct_make("forbidden"));
}

FIXTURE_TEARDOWN_PARENT(supervisor)
{
	sct_teardown(&self->at);
}

static const char rules[] =
	RULE("no", "unlink", "PARAMS[1] == \"forbidden\"", FAIL("EXDEV"), "before")
	RULE("seen", "unlink", MINE, LOG("%params = %retval"), "after");

static int victim(void *arg)
{
	if (arg)
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	return -sct_call(SYS_unlink, name);
}

/* Another number, another address, other bytes: at the stop before the call. */
static void change_bytes(pid_t pid)
{
	unsigned int i;

	/* The text behind the address, "forbidden" with its NUL is one word and two bytes. */
	for (i = 0; i < sizeof(other); i += sizeof(long)) {
		long word = 0;

		memcpy(&word, other + i, sizeof(other) - i < sizeof(long) ?
		       sizeof(other) - i : sizeof(long));
		ptrace(PTRACE_POKEDATA, pid, name + i, word);
	}
}

static void change_address(pid_t pid)
{
	struct user_regs_struct regs;

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	regs.rdi = (long)other;
	ptrace(PTRACE_SETREGS, pid, NULL, &regs);
}

/* The call that is made is getpid, and becomes unlink. */
static void change_number(pid_t pid)
{
	struct user_regs_struct regs;

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	regs.orig_rax = SYS_unlink;
	regs.rdi = (long)other;
	ptrace(PTRACE_SETREGS, pid, NULL, &regs);
}

static int calls_getpid(void *arg)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	return -sct_call(SYS_getpid) & 0xff;
}

/* Runs @fn to the entry of the call @nr, changes it, and lets it go; its exit code. */
static int trace(int (*fn)(void *), long nr, void (*change)(pid_t pid))
{
	struct user_regs_struct regs;
	bool changed = false;
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(fn("traced"));
	waitpid(pid, &status, 0);
	ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
	for (;;) {
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
		if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
			break;
		if (WSTOPSIG(status) != (SIGTRAP | 0x80) || changed)
			continue;
		ptrace(PTRACE_GETREGS, pid, NULL, &regs);
		if ((long)regs.orig_rax == nr && (long)regs.rax == -ENOSYS) {
			change(pid);
			changed = true;
		}
	}
	return changed && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const struct {
	int (*fn)(void *arg);
	long nr;
	void (*change)(pid_t pid);
} tracers[] = {
	{ victim, SYS_unlink, change_bytes },
	{ victim, SYS_unlink, change_address },
	{ calls_getpid, SYS_getpid, change_number },
};

TEST_F_TIMEOUT(supervisor, tracer, SCT_TIMEOUT)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tracers); i++) {
		ASSERT_LOADED(sct_load(""));
		EXPECT_EQ(0, trace(tracers[i].fn, tracers[i].nr, tracers[i].change));
		EXPECT_FALSE(sct_exists("forbidden"));
		sct_make("forbidden");
		ASSERT_LOADED(sct_load(rules));
		EXPECT_EQ(EXDEV, trace(tracers[i].fn, tracers[i].nr, tracers[i].change));
		EXPECT_TRUE(sct_exists("forbidden"));
		EXPECT_LOG("");
	}
	ASSERT_LOADED(sct_load("rule { syscall_name = unlink rule_name = x when = before\n"
			       "action { type = LOG log_format { %params } } }"));
	EXPECT_EQ(0, trace(victim, SYS_unlink, change_bytes));
	EXPECT_LOG("\"forbidden\"\n");
}

/* Has unlink told to a supervisor, and hands it the descriptor through shared memory. */
static int notified(void *arg)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unlink, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { ARRAY_SIZE(code), code };
	int *listener = arg;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	__atomic_store_n(listener, syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
					   SECCOMP_FILTER_FLAG_NEW_LISTENER, &prog),
			 __ATOMIC_RELEASE);
	return -sct_call(SYS_unlink, name);
}

/* Changes the text while the call waits, then lets the call go on. */
static int supervise(void)
{
	int *listener = sct_shared(sizeof(*listener));
	struct seccomp_notif_resp resp = { .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE };
	struct seccomp_notif notif = {};
	int pidfd, fd, mem, status;
	char path[64];
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(notified(listener));
	while (!__atomic_load_n(listener, __ATOMIC_ACQUIRE))
		usleep(1000);
	pidfd = syscall(SYS_pidfd_open, pid, 0);
	fd = syscall(SYS_pidfd_getfd, pidfd, *listener, 0);
	if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &notif)) {
		kill(pid, SIGKILL);
		return -1;
	}
	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	mem = open(path, O_RDWR | O_CLOEXEC);
	if (pwrite(mem, other, sizeof(other), (long)name) != sizeof(other))
		return -2;
	resp.id = notif.id;
	ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &resp);
	close(mem);
	close(fd);
	close(pidfd);
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -3;
	return WEXITSTATUS(status);
}

TEST_F_TIMEOUT(supervisor, seccomp_notification, SCT_TIMEOUT)
{
	ASSERT_LOADED(sct_load(""));
	EXPECT_EQ(0, supervise());
	EXPECT_FALSE(sct_exists("forbidden"));
	sct_make("forbidden");
	ASSERT_LOADED(sct_load(rules));
	EXPECT_EQ(EXDEV, supervise());
	EXPECT_TRUE(sct_exists("forbidden"));
	EXPECT_LOG("");
}

/* A child of vfork's memory is the parent's: what it leaves there is what counts. */
static int sibling(void *arg)
{
	memcpy(name, other, sizeof(other));
	return 0;
}

TEST_F_TIMEOUT(supervisor, shared_memory, SCT_TIMEOUT)
{
	static char stack[65536];
	int status;
	pid_t pid;

	ASSERT_LOADED(sct_load(rules));
	pid = clone(sibling, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(-EXDEV, sct_call(SYS_unlink, name));
	EXPECT_TRUE(sct_exists("forbidden"));
}

TEST_HARNESS_MAIN
