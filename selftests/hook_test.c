// SPDX-License-Identifier: GPL-2.0
/*
 * The hook: which calls rules see, and what a refused call does not do
 */

#include <kselftest_harness.h>

#include <pthread.h>
#include <stddef.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/resource.h>

#include "sct_test.h"

#define VICTIM	"PARAMS[1] == \"victim\""
#define NO_CALL	(-ENOSYS)	/* what a number of no call gets */

FIXTURE(hook) {
	struct sct_place at;
};

FIXTURE_SETUP(hook)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(hook)
{
	sct_teardown(&self->at);
}

TEST_F(hook, log_before_lets_the_call_run)
{
	static const char rules[] =
		RULE("r", "unlink", VICTIM, LOG("%ruleid %sname %params"), "before");

	ASSERT_LOADED(sct_load(rules));
	ASSERT_TRUE(sct_make("victim"));
	EXPECT_EQ(0, sct_call(SYS_unlink, "victim"));
	EXPECT_FALSE(sct_exists("victim"));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "victim"));
	EXPECT_LOG("r unlink \"victim\"\nr unlink \"victim\"\n");
}

TEST_F(hook, other_calls_are_not_seen)
{
	ASSERT_LOADED(sct_load(RULE("r", "unlink", MINE, LOG("%sname"), "before")));
	ASSERT_TRUE(sct_make("victim"));
	EXPECT_EQ(0, sct_call(SYS_unlinkat, AT_FDCWD, "victim", 0));
	EXPECT_EQ(-ENOENT, sct_call(SYS_rmdir, "nothing"));
	EXPECT_LOG("");
}

TEST_F(hook, log_after_tells_the_result)
{
	ASSERT_LOADED(sct_load(RULE("r", "unlink", VICTIM, LOG("%params %retval"), "after")));
	ASSERT_TRUE(sct_make("victim"));
	EXPECT_EQ(0, sct_call(SYS_unlink, "victim"));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "victim"));
	EXPECT_LOG("\"victim\" 0\n\"victim\" -2\n");
}

TEST_F(hook, after_filter_sees_the_result)
{
	static const char rules[] =
		RULE("ok", "unlink", VICTIM " && RETVAL == 0", LOG("%ruleid"), "after")
		RULE("gone", "unlink", VICTIM " && RETVAL == -2", LOG("%ruleid"), "after")
		RULE("bad", "unlink", MINE " && RETVAL < 0", LOG("%ruleid %retval"), "after");

	ASSERT_LOADED(sct_load(rules));
	ASSERT_TRUE(sct_make("victim"));
	EXPECT_EQ(0, sct_call(SYS_unlink, "victim"));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "victim"));
	EXPECT_EQ(-EFAULT, sct_call(SYS_unlink, 1L));
	EXPECT_LOG("ok\ngone\nbad -14\n");
}

TEST_F(hook, after_sees_results_of_64_bits)
{
	int fd = open("big", O_RDWR | O_CREAT, 0600);

	ASSERT_LE(0, fd);
	ASSERT_LOADED(sct_load(RULE("r", "lseek", MINE " && RETVAL > 4294967296",
				    LOG("%retval"), "after")));
	EXPECT_EQ(5, sct_call(SYS_lseek, fd, 5L, SEEK_SET));
	EXPECT_EQ(5000000000, sct_call(SYS_lseek, fd, 5000000000, SEEK_SET));
	EXPECT_LOG("5000000000\n");
}

TEST_F(hook, before_and_after_of_one_call)
{
	ASSERT_LOADED(sct_load(RULE("a", "unlink", VICTIM, LOG("%ruleid %retval"), "after")
			       RULE("b", "unlink", VICTIM, LOG("%ruleid"), "before")));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "victim"));
	EXPECT_LOG("b\na -2\n");
}

/* The kernel writes over the very string that named the link. */
TEST_F(hook, after_sees_parameters_as_they_were_at_entry)
{
	char buf[64] = "link";

	ASSERT_EQ(0, symlink("target-of-it", "link"));
	ASSERT_LOADED(sct_load(RULE("r", "readlink", "PARAMS[1] == \"link\"",
				    LOG("%ruleid %retval"), "after")));
	EXPECT_EQ(12, sct_call(SYS_readlink, buf, buf, sizeof(buf)));
	EXPECT_EQ(0, memcmp(buf, "target-of-it", 12));
	EXPECT_LOG("r 12\n");
}

static int exec_prog(void *arg)
{
	char *const argv[] = { "prog", "-c", ":", NULL };
	char *const envp[] = { NULL };

	sct_call(SYS_execve, arg, argv, envp);
	return 99;
}

/* A new program has none of the old one's memory. */
TEST_F(hook, after_execve_tells_the_path)
{
	char *log;

	ASSERT_EQ(0, symlink("/bin/sh", "prog"));
	ASSERT_LOADED(sct_load(RULE("r", "execve", "PARAMS[1] ~= \"prog\"",
				    LOG("%ruleid %comm %retval %params"), "after")));
	EXPECT_EQ(0, sct_child(exec_prog, "./prog"));
	EXPECT_EQ(99, sct_child(exec_prog, "./no-prog"));
	log = sct_read(SCT_LOG);
	ASSERT_NE(NULL, log);
	EXPECT_EQ(2, sct_lines(log)) TH_LOG("%s", log);
	EXPECT_EQ(1, sct_count(log, "r \"prog\" 0 \"./prog\", 0x")) TH_LOG("%s", log);
	EXPECT_EQ(1, sct_count(log, "r \"" SCT_COMM "\" -2 \"./no-prog\", 0x")) TH_LOG("%s", log);
	free(log);
}

TEST_F(hook, refused_execve_leaves_the_program)
{
	ASSERT_EQ(0, symlink("/bin/sh", "prog"));
	ASSERT_LOADED(sct_load(RULE("r", "execve", "PARAMS[1] == \"./prog\"",
				    FAIL("EACCES"), "before")));
	EXPECT_EQ(99, sct_child(exec_prog, "./prog"));
}

/* How FAIL's error may be written, and what the caller gets. */
FIXTURE(error_code) {
	struct sct_place at;
};

FIXTURE_VARIANT(error_code) {
	const char *text;
	long ret;
};

FIXTURE_VARIANT_ADD(error_code, plus_1) { "1", -1 };
FIXTURE_VARIANT_ADD(error_code, minus_1) { "-1", -1 };
FIXTURE_VARIANT_ADD(error_code, minus_blank_1) { "- 1", -1 };
FIXTURE_VARIANT_ADD(error_code, typographic_minus_1) { "\342\210\2221", -1 };
FIXTURE_VARIANT_ADD(error_code, EPERM) { "EPERM", -EPERM };
FIXTURE_VARIANT_ADD(error_code, minus_EPERM) { "-EPERM", -EPERM };
FIXTURE_VARIANT_ADD(error_code, number_13) { "13", -EACCES };
FIXTURE_VARIANT_ADD(error_code, octal_015) { "015", -EACCES };
FIXTURE_VARIANT_ADD(error_code, hex_0xd) { "0xd", -EACCES };
FIXTURE_VARIANT_ADD(error_code, EACCES) { "EACCES", -EACCES };
FIXTURE_VARIANT_ADD(error_code, ENOSPC) { "ENOSPC", -ENOSPC };
FIXTURE_VARIANT_ADD(error_code, ETIMEDOUT) { "ETIMEDOUT", -ETIMEDOUT };
FIXTURE_VARIANT_ADD(error_code, zero_pretends) { "0", 0 };

FIXTURE_SETUP(error_code)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(error_code)
{
	sct_teardown(&self->at);
}

TEST_F(error_code, is_what_the_caller_gets_and_the_call_does_not_run)
{
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_TRUE(sct_make("other"));
	ASSERT_LOADED(sct_loadf(RULE("r", "unlink", VICTIM, FAIL("%s"), "before"), variant->text));
	EXPECT_EQ(variant->ret, sct_call(SYS_unlink, "victim"));
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_EQ(0, sct_call(SYS_unlink, "other"));
#ifdef __x86_64__
	EXPECT_EQ(variant->ret, sct_int80(10, (long)sct_low("victim"), 0, 0, 0, 0));
	EXPECT_TRUE(sct_exists("victim"));
#endif
}

TEST_F(hook, fail_without_an_error_code_is_EPERM)
{
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("r", "unlink", VICTIM, "type = FAIL", "before")));
	EXPECT_EQ(-EPERM, sct_call(SYS_unlink, "victim"));
	EXPECT_TRUE(sct_exists("victim"));
}

/*
 * What a call leaves behind where it runs. Every one is made once while a rule
 * refuses it, and once afterwards: a test that sees no effect then sees nothing.
 */
#define FD	77	/* of the file that calls on descriptors get */

static int signals;

static void count_signal(int sig)
{
	signals++;
}

static long do_unlink(void) { return sct_call(SYS_unlink, "f"); }
static bool did_unlink(void) { return !sct_exists("f"); }

static long do_unlinkat(void) { return sct_call(SYS_unlinkat, AT_FDCWD, "f", 0); }

static long do_rename(void) { return sct_call(SYS_rename, "f", "g"); }
static bool did_g(void) { return sct_exists("g"); }

static long do_link(void) { return sct_call(SYS_link, "f", "g"); }
static long do_symlink(void) { return sct_call(SYS_symlink, "f", "g"); }
static long do_mkdir(void) { return sct_call(SYS_mkdir, "g", 0755); }
static long do_creat(void) { return sct_call(SYS_creat, "g", 0644); }
static long do_mknod(void) { return sct_call(SYS_mknod, "g", S_IFIFO | 0644, 0); }

static long do_openat(void)
{
	return sct_call(SYS_openat, AT_FDCWD, "g", O_WRONLY | O_CREAT, 0644);
}

static long do_chmod(void) { return sct_call(SYS_chmod, "f", 0111); }

static bool did_chmod(void)
{
	struct stat st;

	return !stat("f", &st) && (st.st_mode & 0777) == 0111;
}

static long do_truncate(void) { return sct_call(SYS_truncate, "f", 9L); }
static long do_ftruncate(void) { return sct_call(SYS_ftruncate, FD, 9L); }
static long do_write(void) { return sct_call(SYS_write, FD, "123456789", 9L); }
static long do_pwrite(void) { return sct_call(SYS_pwrite64, FD, "123456789", 9L, 0L); }

static bool did_grow(void)
{
	struct stat st;

	return !stat("f", &st) && st.st_size == 9;
}

static long do_close(void) { return sct_call(SYS_close, FD); }
static bool did_close(void) { return fcntl(FD, F_GETFD) == -1; }

static long do_dup2(void) { return sct_call(SYS_dup2, FD, FD + 1); }
static bool did_dup2(void) { return fcntl(FD + 1, F_GETFD) != -1; }

static long do_kill(void) { return sct_call(SYS_kill, getpid(), SIGUSR1); }
static bool did_kill(void) { return signals; }

static long do_prctl(void) { return sct_call(SYS_prctl, PR_SET_DUMPABLE, 0, 0, 0, 0); }
static bool did_prctl(void) { return !prctl(PR_GET_DUMPABLE); }

static long do_setpriority(void) { return sct_call(SYS_setpriority, PRIO_PROCESS, 0, 7); }
static bool did_setpriority(void) { return getpriority(PRIO_PROCESS, 0) == 7; }

static long do_chdir(void) { return sct_call(SYS_chdir, "/"); }

static bool did_chdir(void)
{
	char buf[PATH_MAX];

	return getcwd(buf, sizeof(buf)) && !strcmp(buf, "/");
}

static long do_fork(void)
{
	long pid = sct_call(SYS_fork);

	if (!pid)
		_exit(0);
	return pid;
}

static bool did_fork(void) { return wait(NULL) > 0; }

static const struct effect {
	const char *call;
	const char *filter;
	long (*make)(void);
	bool (*happened)(void);
} effects[] = {
	{ "unlink", "PARAMS[1] == \"f\"", do_unlink, did_unlink },
	{ "unlinkat", "PARAMS[2] == \"f\"", do_unlinkat, did_unlink },
	{ "rename", "PARAMS[2] == \"g\"", do_rename, did_g },
	{ "link", "PARAMS[2] == \"g\"", do_link, did_g },
	{ "symlink", "PARAMS[2] == \"g\"", do_symlink, did_g },
	{ "mkdir", "PARAMS[1] == \"g\"", do_mkdir, did_g },
	{ "creat", "PARAMS[1] == \"g\"", do_creat, did_g },
	{ "mknod", "PARAMS[1] == \"g\"", do_mknod, did_g },
	{ "openat", "PARAMS[2] == \"g\" && (PARAMS[3] & 0100)", do_openat, did_g },
	{ "chmod", "PARAMS[1] == \"f\" && PARAMS[2] == 0111", do_chmod, did_chmod },
	{ "truncate", "PARAMS[1] == \"f\"", do_truncate, did_grow },
	{ "ftruncate", "PARAMS[1] == 77", do_ftruncate, did_grow },
	{ "write", "PARAMS[1] == 77", do_write, did_grow },
	{ "pwrite64", "PARAMS[1] == 77", do_pwrite, did_grow },
	{ "close", "PARAMS[1] == 77", do_close, did_close },
	{ "dup2", "PARAMS[1] == 77", do_dup2, did_dup2 },
	{ "kill", MINE " && PARAMS[2] == 10", do_kill, did_kill },
	{ "prctl", MINE " && PARAMS[1] == 4", do_prctl, did_prctl },
	{ "setpriority", MINE, do_setpriority, did_setpriority },
	{ "chdir", "PARAMS[1] == \"/\"", do_chdir, did_chdir },
	{ "fork", MINE, do_fork, did_fork },
};

static int try_effect(void *arg)
{
	const struct effect *e = arg;
	long ret;
	int fd;

	signals = 0;
	signal(SIGUSR1, count_signal);
	remove("f");
	remove("g");
	fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || dup2(fd, FD) != FD)
		return 100;

	ret = e->make();
	if (e->happened && e->happened())
		return ret >= 0 ? 1 : 101;
	return ret == -EPERM ? 2 : 102;
}

TEST_F_TIMEOUT(hook, refused_call_has_no_effect, SCT_TIMEOUT)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(effects); i++) {
		const struct effect *e = &effects[i];

		ASSERT_LOADED(sct_loadf(RULE("r", "%s", "%s", FAIL("EPERM"), "before"),
					e->call, e->filter));
		EXPECT_EQ(2, sct_child(try_effect, (void *)e)) TH_LOG("%s, refused", e->call);
		ASSERT_LOADED(sct_load(""));
		EXPECT_EQ(e->happened ? 1 : 0, sct_child(try_effect, (void *)e))
			TH_LOG("%s, allowed", e->call);
	}
}

TEST_F(hook, refused_read_leaves_the_buffer_and_the_offset)
{
	char buf[8] = "before";
	int fd = open("f", O_RDWR | O_CREAT, 0600);

	ASSERT_LE(0, fd);
	ASSERT_EQ(FD, dup2(fd, FD));
	ASSERT_EQ(4, write(FD, "data", 4));
	ASSERT_EQ(0, lseek(FD, 0, SEEK_SET));
	ASSERT_LOADED(sct_load(RULE("r", "read", "PARAMS[1] == 77", FAIL("0"), "before")));
	EXPECT_EQ(0, sct_call(SYS_read, FD, buf, 4L));
	EXPECT_STREQ("before", buf);
	EXPECT_EQ(0, lseek(FD, 0, SEEK_CUR));
}

/* Calls that end, replace or double the caller. */
static int just_exit(void *arg)
{
	syscall(SYS_exit_group, 3);
	return 99;
}

TEST_F(hook, exit_group_is_logged_once_and_never_after)
{
	static const char rules[] =
		RULE("b", "exit_group", MINE " && PARAMS[1] == 3", LOG("%ruleid %params"), "before")
		RULE("a", "exit_group", MINE " && PARAMS[1] == 3", LOG("%ruleid"), "after");

	ASSERT_LOADED(sct_load(rules));
	EXPECT_EQ(3, sct_child(just_exit, NULL));
	EXPECT_LOG("b 3\n");
}

static long by_fork(void) { return syscall(SYS_fork); }
static long by_clone(void) { return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }

static long by_clone3(void)
{
	struct clone_args args = { .exit_signal = SIGCHLD };

	return syscall(SYS_clone3, &args, sizeof(args));
}

static long by_vfork(void)
{
	long pid = vfork();

	if (!pid)
		_exit(0);
	return pid;
}

static const struct {
	const char *name;
	long (*make)(void);
} doublers[] = {
	{ "fork", by_fork },
	{ "vfork", by_vfork },
	{ "clone", by_clone },
	{ "clone3", by_clone3 },
};

TEST_F(hook, child_of_a_logged_fork_does_not_log_again)
{
	static const char rules[] =
		RULE("b", "%s", MINE, LOG("b %%pid"), "before")
		RULE("a", "%s", MINE, LOG("a %%pid %%retval"), "after");
	char expected[128];
	size_t i;
	long pid;

	for (i = 0; i < ARRAY_SIZE(doublers); i++) {
		ASSERT_LOADED(sct_loadf(rules, doublers[i].name, doublers[i].name));
		fflush(NULL);
		pid = doublers[i].make();
		if (!pid)
			_exit(0);
		ASSERT_LT(0, pid) TH_LOG("%s", doublers[i].name);
		ASSERT_EQ(pid, waitpid(pid, NULL, 0));
		snprintf(expected, sizeof(expected), "b %d\na %d %ld\n", getpid(), getpid(), pid);
		EXPECT_LOG_CLEAR(expected);
	}
}

/* What comes before SCT: seccomp and ptrace. */
static int refused_by_seccomp(void *arg)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unlink, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EXDEV),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { ARRAY_SIZE(code), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog))
		return 1;
	if (sct_call(SYS_unlink, "victim") != -EXDEV)
		return 2;
	return sct_call(SYS_rmdir, "victim") == -EIO ? 0 : 3;
}

TEST_F(hook, call_that_seccomp_refuses_is_not_seen)
{
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("f", "rmdir", VICTIM, FAIL("EIO"), "before")
			       RULE("r", "unlink", MINE, LOG("seen"), "before")
			       RULE("a", "unlink", MINE, LOG("seen after"), "after")));
	EXPECT_EQ(0, sct_child(refused_by_seccomp, NULL));
	EXPECT_LOG("");
}

#ifdef __x86_64__
#include <sys/ptrace.h>
#include <sys/user.h>

/* The tracer knows them by their address. */
static const char one[] = "one";
static const char two[] = "two";

struct tracing {
	long nr;		/* the call that the child makes */
	const char *path;	/* its argument */
	long new_nr;		/* what the tracer makes of it */
	const char *new_path;
	long ret;		/* what the child got */
	long seen;		/* what the tracer saw at the end of the call */
};

static int traced(void *arg)
{
	struct tracing *t = arg;

	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	t->ret = sct_call(t->nr, t->path);
	return 0;
}

/* Changes the first call of number t->nr that the child makes. */
static int trace(struct tracing *t)
{
	struct user_regs_struct regs;
	bool inside = false, changed = false, done = false;
	int status, sig = 0;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(traced(t));
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return -1;
	ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
	while (!ptrace(PTRACE_SYSCALL, pid, 0, sig)) {
		if (waitpid(pid, &status, 0) != pid)
			return -1;
		if (WIFEXITED(status))
			return changed && done ? WEXITSTATUS(status) : -2;
		if (!WIFSTOPPED(status))
			return -3;
		sig = WSTOPSIG(status);
		if (sig != (SIGTRAP | 0x80))
			continue;
		sig = 0;
		inside = !inside;
		if (ptrace(PTRACE_GETREGS, pid, 0, &regs))
			return -4;
		if (inside && !changed && (long)regs.orig_rax == t->nr &&
		    (const char *)regs.rdi == t->path) {
			regs.orig_rax = t->new_nr;
			regs.rdi = (long)t->new_path;
			if (ptrace(PTRACE_SETREGS, pid, 0, &regs))
				return -5;
			changed = true;
		} else if (!inside && changed && !done) {
			t->seen = regs.rax;
			done = true;
		}
	}
	return -6;
}

static const char no_two[] =
	RULE("no", "unlink", "PARAMS[1] == \"two\"", FAIL("EXDEV"), "before")
	RULE("log", "unlink, rmdir", MINE, LOG("%sname %params"), "before");

static const struct {
	const char *what;
	struct tracing t;
	long ret;
	bool one, two;
	const char *log;
} tracings[] = {
	{ "left as it is", { SYS_unlink, one, SYS_unlink, one }, 0, false, true,
	  "unlink \"one\"\n" },
	{ "argument made the forbidden one", { SYS_unlink, one, SYS_unlink, two },
	  -EXDEV, true, true, "" },
	{ "argument made an allowed one", { SYS_unlink, two, SYS_unlink, one },
	  0, false, true, "unlink \"one\"\n" },
	{ "number made the forbidden one", { SYS_rmdir, two, SYS_unlink, two },
	  -EXDEV, true, true, "" },
	{ "number made another", { SYS_unlink, two, SYS_rmdir, two },
	  -ENOTDIR, true, true, "rmdir \"two\"\n" },
	{ "number made none", { SYS_unlink, one, -1, one }, NO_CALL, true, true, "" },
};

TEST_F(hook, call_that_a_tracer_changes_is_seen_as_changed)
{
	struct tracing *t = sct_shared(sizeof(*t));
	size_t i;

	ASSERT_NE(NULL, t);
	ASSERT_LOADED(sct_load(no_two));
	for (i = 0; i < ARRAY_SIZE(tracings); i++) {
		ASSERT_TRUE(sct_make(one));
		ASSERT_TRUE(sct_make(two));
		*t = tracings[i].t;
		EXPECT_EQ(0, trace(t)) TH_LOG("%s", tracings[i].what);
		EXPECT_EQ(tracings[i].ret, t->ret) TH_LOG("%s", tracings[i].what);
		EXPECT_EQ(tracings[i].ret, t->seen) TH_LOG("%s", tracings[i].what);
		EXPECT_EQ(tracings[i].one, sct_exists(one)) TH_LOG("%s", tracings[i].what);
		EXPECT_EQ(tracings[i].two, sct_exists(two)) TH_LOG("%s", tracings[i].what);
		EXPECT_LOG_CLEAR(tracings[i].log);
	}
}
#endif /* __x86_64__ */

/* Threads are seen as their process. */
#define THREADS	4
#define TRIES	200

static void *refused_often(void *arg)
{
	long bad = 0;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (sct_call(SYS_unlink, arg) != -EPERM)
			bad++;
		if (sct_call(SYS_getpriority, 1000 + i, 7) != -EINVAL)
			bad++;
	}
	return (void *)bad;
}

TEST_F_TIMEOUT(hook, threads_are_refused_and_logged_each, SCT_TIMEOUT)
{
	static const char rules[] =
		RULE("f", "unlink", "PARAMS[1] startswith \"own\"", FAIL("EPERM"), "before")
		RULE("l", "getpriority", "PARAMS[2] == 7", LOG("%pid %params"), "before");
	char name[THREADS][8], line[64];
	pthread_t thread[THREADS];
	char *log;
	void *bad;
	int i;

	ASSERT_LOADED(sct_load(rules));
	for (i = 0; i < THREADS; i++) {
		snprintf(name[i], sizeof(name[i]), "own%d", i);
		ASSERT_TRUE(sct_make(name[i]));
		ASSERT_EQ(0, pthread_create(&thread[i], NULL, refused_often, name[i]));
	}
	for (i = 0; i < THREADS; i++) {
		ASSERT_EQ(0, pthread_join(thread[i], &bad));
		EXPECT_EQ(NULL, bad);
		EXPECT_TRUE(sct_exists(name[i]));
	}
	log = sct_read(SCT_LOG);
	ASSERT_NE(NULL, log);
	EXPECT_EQ(THREADS * TRIES, sct_lines(log));
	for (i = 0; i < TRIES; i++) {
		snprintf(line, sizeof(line), "%d %d, 7\n", getpid(), 1000 + i);
		EXPECT_EQ(THREADS, sct_count(log, line)) TH_LOG("%s", line);
	}
	free(log);
}

/* Signals. */
static void unlink_in_handler(int sig)
{
	signals = sct_call(SYS_unlink, "victim");
}

TEST_F(hook, call_from_a_handler_inside_a_watched_call)
{
	static const char rules[] =
		RULE("f", "unlink", VICTIM, FAIL("ENOSPC"), "before")
		RULE("p", "pause", MINE, LOG("pause"), "before")
		RULE("q", "pause", MINE " && RETVAL < 0", LOG("paused"), "after")
		RULE("s", "rt_sigreturn", MINE, LOG("return"), "before")
		RULE("t", "rt_sigreturn", MINE, LOG("returned"), "after");
	struct itimerval soon = { .it_value = { .tv_usec = 50000 } };
	char *log;

	ASSERT_TRUE(sct_make("victim"));
	signal(SIGALRM, unlink_in_handler);
	ASSERT_LOADED(sct_load(rules));
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &soon, NULL));
	EXPECT_EQ(-EINTR, sct_call(SYS_pause));
	EXPECT_EQ(-ENOSPC, signals);
	EXPECT_TRUE(sct_exists("victim"));
	log = sct_read(SCT_LOG);
	ASSERT_NE(NULL, log);
	EXPECT_EQ(0, strncmp(log, "pause\npaused\nreturn\n", 20)) TH_LOG("%s", log);
	free(log);
}

TEST_F(hook, restarted_call_goes_on)
{
	struct sigaction restart = { .sa_handler = count_signal, .sa_flags = SA_RESTART };
	struct itimerval soon = { .it_value = { .tv_usec = 50000 } };
	int pipes[2];
	char c = 0;
	pid_t pid;

	ASSERT_EQ(0, sigaction(SIGALRM, &restart, NULL));
	ASSERT_EQ(0, pipe(pipes));
	ASSERT_EQ(FD, dup2(pipes[0], FD));
	ASSERT_LOADED(sct_load(RULE("b", "read", "PARAMS[1] == 77", LOG("b"), "before")
			       RULE("a", "read", "PARAMS[1] == 77", LOG("a %retval"), "after")));
	signals = 0;
	fflush(NULL);
	pid = fork();
	if (!pid) {
		usleep(300000);
		_exit(write(pipes[1], "x", 1) != 1);
	}
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &soon, NULL));
	EXPECT_EQ(1, sct_call(SYS_read, FD, &c, 1L));
	EXPECT_EQ('x', c);
	EXPECT_EQ(1, signals);
	EXPECT_EQ(pid, waitpid(pid, NULL, 0));
}

/* Numbers that no call has. */
TEST_F(hook, number_of_no_call_is_harmless)
{
	static const long numbers[] = { -1, -2, 1000, 4096, 65536, 1000000, INT_MAX, INT_MIN };
	size_t i;

	ASSERT_LOADED(sct_load(RULE("b", "unlink, getppid", MINE, LOG("seen"), "before")
			       RULE("a", "unlink, getppid", MINE, LOG("seen"), "after")));
	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		EXPECT_EQ(NO_CALL, sct_call(numbers[i], "victim")) TH_LOG("%ld", numbers[i]);
#ifdef __x86_64__
		EXPECT_EQ(NO_CALL, sct_int80(numbers[i], 0, 0, 0, 0, 0)) TH_LOG("%ld", numbers[i]);
#endif
	}
	EXPECT_LOG("");
}

#ifdef __x86_64__
/* The kernel takes the low half of the number; and x32's numbers have a bit more. */
TEST_F(hook, number_with_more_bits_does_not_pass)
{
	static const long bits[] = { 0x40000000, 0xdeadbeef00000000, 0xffffffff00000000,
				     0xffffffff40000000 };
	size_t i;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("f", "unlink", VICTIM, FAIL("EPERM"), "before")));
	for (i = 0; i < ARRAY_SIZE(bits); i++) {
		EXPECT_GT(0, sct_call(SYS_unlink | bits[i], "victim")) TH_LOG("%#lx", bits[i]);
		EXPECT_TRUE(sct_exists("victim")) TH_LOG("%#lx", bits[i]);
		EXPECT_GT(0, sct_int80(10 | bits[i], (long)sct_low("victim"), 0, 0, 0, 0))
			TH_LOG("%#lx", bits[i]);
		EXPECT_TRUE(sct_exists("victim")) TH_LOG("%#lx", bits[i]);
	}
}

/* A parameter is what its type makes of the register. */
TEST_F(hook, parameter_with_more_bits_does_not_pass)
{
	static const char rules[] =
		RULE("f", "close", "PARAMS[1] == 77", FAIL("EPERM"), "before")
		RULE("g", "mkdir", "PARAMS[1] == \"d\" && PARAMS[2] == 0700",
		     FAIL("EPERM"), "before");
	int fd = open("f", O_RDWR | O_CREAT, 0600);

	ASSERT_LE(0, fd);
	ASSERT_EQ(FD, dup2(fd, FD));
	ASSERT_LOADED(sct_load(rules));
	EXPECT_EQ(-EPERM, sct_call(SYS_close, FD | 0xffffffff00000000));
	EXPECT_EQ(-EPERM, sct_call(SYS_close, FD | 0x7654321000000000));
	EXPECT_EQ(-EPERM, sct_call(SYS_mkdir, "d", 0700 | 0xabcd0000));
	EXPECT_NE(-1, fcntl(FD, F_GETFD));
	EXPECT_FALSE(sct_exists("d"));
}
#endif

TEST_HARNESS_MAIN
