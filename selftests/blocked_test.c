// SPDX-License-Identifier: GPL-2.0
/*
 * A caller whose memory never comes
 *
 * The first to read what a parameter points to is the rule. Where that is memory of
 * userfaultfd, or of a file on FUSE, somebody in user space says when it is there. Until
 * then the caller waits, and nobody else: other calls are judged, tables change, and who
 * waits can be killed.
 */

#include <kselftest_harness.h>

#include <linux/openat2.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "sct_test.h"
#include "sct_attack.h"
#include "sct_fuse.h"
#include "sct_run.h"
#include "sct_uring.h"

/* What the test and the caller share. */
struct shared {
	int faulted;
	int go;
};

static struct shared *shared;
static struct sct_fuse fuse;
static struct sct_trap trap;

static void wait_to_go(void)
{
	__atomic_store_n(&shared->faulted, 1, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&shared->go, __ATOMIC_ACQUIRE))
		usleep(1000);
}

static void fill_name(char *at)
{
	put_text(at, "forbidden");
}

static long call_unlink(const char *at)
{
	return sct_call(SYS_unlink, at);
}

static void fill_how(char *at)
{
	struct open_how how = { .flags = O_RDWR | O_CREAT, .mode = 0666 };

	memcpy(at, &how, sizeof(how));
}

static long call_openat2(const char *at)
{
	return sct_call(SYS_openat2, AT_FDCWD, "new", at, sizeof(struct open_how));
}

/* socket(AF_UNIX, SOCK_STREAM, 0), of which the kernel's entry reads the parameters. */
static void fill_args(char *at)
{
	unsigned int args[3] = { AF_UNIX, SOCK_STREAM, 0 };

	memcpy(at, args, sizeof(args));
}

static long call_socketcall(const char *at)
{
	return sct_int80(102, 1, (long)at, 0, 0, 0);
}

static long call_execve(const char *at)
{
	static char * const none[] = { NULL };

	return sct_call(SYS_execve, at, none, none);
}

FIXTURE(blocked) {
	struct sct_place at;
};

/**
 * struct plan - a caller
 * @fuse: its memory is a file on FUSE, and not of userfaultfd
 * @call: the call
 * @filter: what is refused
 * @fill: makes that
 * @make: makes the call with it
 */
struct plan {
	bool fuse;
	const char *call;
	const char *filter;
	void (*fill)(char *at);
	long (*make)(const char *at);
};

FIXTURE_VARIANT(blocked) {
	struct plan plan;
};

FIXTURE_VARIANT_ADD(blocked, string_userfaultfd) { {
	false, "unlink", "PARAMS[1] == \"forbidden\"",
	fill_name, call_unlink
} };
FIXTURE_VARIANT_ADD(blocked, string_fuse) { {
	true, "unlink", "PARAMS[1] == \"forbidden\"",
	fill_name, call_unlink
} };
FIXTURE_VARIANT_ADD(blocked, exec_userfaultfd) { {
	false, "execve", "PARAMS[1] == \"forbidden\"",
	fill_name, call_execve
} };
FIXTURE_VARIANT_ADD(blocked, exec_fuse) { {
	true, "execve", "PARAMS[1] == \"forbidden\"",
	fill_name, call_execve
} };
FIXTURE_VARIANT_ADD(blocked, struct_userfaultfd) { {
	false, "openat2", "PARAMS[how]->mode == 0666",
	fill_how, call_openat2
} };
FIXTURE_VARIANT_ADD(blocked, struct_fuse) { {
	true, "openat2", "PARAMS[how]->mode == 0666",
	fill_how, call_openat2
} };
FIXTURE_VARIANT_ADD(blocked, carried_userfaultfd) { {
	false, "socket", "PARAMS[1] == AF_UNIX && ABI == \"compat\"",
	fill_args, call_socketcall
} };
FIXTURE_VARIANT_ADD(blocked, carried_fuse) { {
	true, "socket", "PARAMS[1] == AF_UNIX && ABI == \"compat\"",
	fill_args, call_socketcall
} };

FIXTURE_SETUP(blocked)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	if (strstr(variant->plan.filter, "->") && access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	shared = sct_shared(sizeof(*shared));
	ASSERT_NE(NULL, shared);
	if (variant->plan.fuse && !fuse_mount(&fuse, "fuse"))
		SKIP(return, "FUSE: %s", strerror(errno));
	ASSERT_TRUE(sct_make("forbidden") && sct_make("mine"));
}

FIXTURE_TEARDOWN_PARENT(blocked)
{
	umount2("fuse", MNT_DETACH);
	sct_teardown(&self->at);
}

static const char rules[] =
	RULE("no", "%s", "%s && " MINE, FAIL("EXDEV"), "before")
	RULE("others", "rmdir", "PARAMS[1] == \"none\"", FAIL("EXDEV"), "before");

/* What userfaultfd watches, it watches in this process only. */
static int caller(const struct plan *plan, char *at)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!plan->fuse) {
		if (!trap_init(&trap))
			return 200;
		at = trap.page;
		plan->fill(trap.data);
		trap_arm(&trap, wait_to_go);
	}
	return -plan->make(at) & 0xff;
}

static bool has_faulted(const struct plan *plan)
{
	return plan->fuse ? __atomic_load_n(&fuse.asked, __ATOMIC_ACQUIRE) :
			    __atomic_load_n(&shared->faulted, __ATOMIC_ACQUIRE);
}

/* A child that is in the call, and whose memory is asked for. */
static pid_t block(const struct plan *plan)
{
	char *at = plan->fuse ? fuse_map(&fuse) : NULL;
	pid_t pid;

	if (plan->fuse && !at)
		return -1;
	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(caller(plan, at));
	if (WAIT(has_faulted(plan)))
		return pid;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return -1;
}

TEST_F_TIMEOUT(blocked, can_be_killed_and_keeps_nobody, SCT_TIMEOUT)
{
	long began = sct_ms();
	char *text;
	pid_t pid;

	ASSERT_LOADED(sct_loadf(rules, variant->plan.call, variant->plan.filter));
	pid = block(&variant->plan);
	ASSERT_LT(0, pid);

	/* Others' calls, and the same call of others. */
	EXPECT_EQ(-EXDEV, sct_call(SYS_rmdir, "none"));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "nothing"));

	/* Tables come and go, and the rules are held and not. */
	ASSERT_LOADED(sct_load(RULE("new", "rmdir", MINE, FAIL("ELOOP"), "before")));
	EXPECT_EQ(-ELOOP, sct_call(SYS_rmdir, "none"));
	ASSERT_LOADED(sct_load(""));
	EXPECT_EQ(-ENOENT, sct_call(SYS_rmdir, "none"));
	EXPECT_EQ(0, sct_put(SCT_DIR "enabled", 0, "0\n"));
	EXPECT_EQ(0, sct_put(SCT_DIR "enabled", 0, "1\n"));
	ASSERT_LOADED(sct_loadf(rules, "rmdir", "1"));
	text = sct_read(SCT_DEBUG "stats");
	EXPECT_NE(NULL, text);
	free(text);
	EXPECT_EQ(0, sct_put(SCT_DEBUG "buffer_kb", 0, "128\n"));
	EXPECT_LOG_CLEAR("");
	EXPECT_GT(PATIENCE, sct_ms() - began);

	EXPECT_EQ(0, waitpid(pid, NULL, WNOHANG));
	kill(pid, SIGKILL);
	EXPECT_EQ(128 + SIGKILL, finish(pid));
	EXPECT_TRUE(sct_exists("forbidden"));
	EXPECT_FALSE(sct_exists("new"));
	if (variant->plan.fuse)
		fuse_end(&fuse);
}

/* The table that began with a call judges it, though it was replaced meanwhile. */
TEST_F_TIMEOUT(blocked, is_judged_when_the_memory_comes, SCT_TIMEOUT)
{
	char page[PAGE] = {};
	pid_t pid;

	ASSERT_LOADED(sct_loadf(rules, variant->plan.call, variant->plan.filter));
	pid = block(&variant->plan);
	ASSERT_LT(0, pid);
	ASSERT_LOADED(sct_load(""));
	variant->plan.fill(page);
	if (variant->plan.fuse)
		fuse_give(&fuse, page);
	__atomic_store_n(&shared->go, 1, __ATOMIC_RELEASE);
	EXPECT_EQ(EXDEV, finish(pid));
	EXPECT_TRUE(sct_exists("forbidden"));
	EXPECT_FALSE(sct_exists("new"));
	if (variant->plan.fuse)
		fuse_end(&fuse);
}

/* A thread of the kernel's reads the memory for the program. */
FIXTURE(polled) {
	struct sct_place at;
};

FIXTURE_SETUP(polled)
{
	sct_setup(_metadata, &self->at);
	shared = sct_shared(sizeof(*shared));
	ASSERT_NE(NULL, shared);
}

FIXTURE_TEARDOWN_PARENT(polled)
{
	sct_teardown(&self->at);
}

static int submitter(void *arg)
{
	struct ring ring;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!trap_init(&trap))
		return 200;
	trap_arm(&trap, wait_to_go);
	if (ring_init(&ring, 4, IORING_SETUP_SQPOLL))
		return 201;
	ring_path(&ring, IORING_OP_UNLINKAT, trap.page);
	ring_submit(&ring);
	for (;;)
		pause();
}

TEST_F_TIMEOUT(polled, can_be_killed_and_keeps_nobody, SCT_TIMEOUT)
{
	struct ring ring;
	pid_t pid;

	ASSERT_TRUE(sct_make("forbidden"));
	ASSERT_LOADED(sct_load(RULE("no", "unlinkat", "PARAMS[2] == \"forbidden\" && " MINE,
				    FAIL("EXDEV"), "before")));
	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(submitter(NULL));
	ASSERT_TRUE(WAIT(__atomic_load_n(&shared->faulted, __ATOMIC_ACQUIRE)));
	ASSERT_EQ(0, ring_init(&ring, 4, IORING_SETUP_SQPOLL));
	ring_path(&ring, IORING_OP_UNLINKAT, "forbidden");
	EXPECT_EQ(-EXDEV, ring_run(&ring));
	ring_exit(&ring);
	ASSERT_LOADED(sct_load(""));
	EXPECT_EQ(0, waitpid(pid, NULL, WNOHANG));
	kill(pid, SIGKILL);
	EXPECT_EQ(128 + SIGKILL, finish(pid));
	EXPECT_TRUE(sct_exists("forbidden"));
}

TEST_HARNESS_MAIN
