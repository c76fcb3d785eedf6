// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that run otherwise than they were made, or whose result is another: REWRITE,
 * RETURN; and how often LOG logs
 */

#include <kselftest_harness.h>

#include <grp.h>
#include <pthread.h>
#include <ucontext.h>
#include <sys/resource.h>

#include "sct_test.h"

#define ODD	4711	/* no call of others has it */
#define REWRITE(param, value) "type = REWRITE param = " param " value = " value

FIXTURE(rewrite) {
	struct sct_place at;
};

FIXTURE_SETUP(rewrite)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(rewrite)
{
	sct_teardown(&self->at);
}

static bool holds(const char *name, const char *expected)
{
	char *text = sct_read(name);
	bool same = text && !strcmp(text, expected);

	free(text);
	return same;
}

TEST_F(rewrite, log_shows_the_call_as_it_was_made)
{
	static const char rules[] =
		RULE("b", "open", "PARAMS[1] == \"asked\"",
		     REWRITE("1", "\"given\"") " } action { " LOG("%param1"), "before")
		RULE("a", "open", "PARAMS[1] == \"asked\"", LOG("%param1 %retval"), "after")
		RULE("c", "lseek", "PARAMS[2] == 4711",
		     REWRITE("offset", "12") " } action { " LOG("%param2"), "before")
		RULE("d", "lseek", "PARAMS[2] == 4711", LOG("%param2 %retval"), "after");
	char expected[64];
	int fd;

	ASSERT_TRUE(sct_make("given"));
	ASSERT_LOADED(sct_load(rules));
	fd = sct_call(SYS_open, "asked", O_RDONLY);
	ASSERT_LE(0, fd);
	EXPECT_FALSE(sct_exists("asked"));
	EXPECT_EQ(12, sct_call(SYS_lseek, fd, (long)ODD, SEEK_SET));
	EXPECT_EQ(12, lseek(fd, 0, SEEK_CUR));
	snprintf(expected, sizeof(expected), "\"asked\"\n\"asked\" %d\n4711\n4711 12\n", fd);
	EXPECT_LOG(expected);
}

/* Only the parameter that is named changes, even where two are the same memory. */
TEST_F(rewrite, one_of_two_paths_at_one_address)
{
	static const char *const param[] = { "1", "2" };
	char *p = strdup("one");
	int i;

	ASSERT_NE(NULL, p);
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, sct_put("one", O_CREAT | O_TRUNC, "one"));
		ASSERT_EQ(0, sct_put("two", O_CREAT | O_TRUNC, "two"));
		ASSERT_LOADED(sct_loadf(RULE("r", "rename", "PARAMS[1] == PARAMS[2]",
					     REWRITE("%s", "\"two\""), "before"), param[i]));
		EXPECT_EQ(0, sct_call(SYS_rename, p, p)) TH_LOG("param %s", param[i]);
		EXPECT_EQ(!i, holds("one", "two")) TH_LOG("param %s", param[i]);
		EXPECT_EQ(i, holds("two", "one")) TH_LOG("param %s", param[i]);
	}
	free(p);
}

TEST_F(rewrite, mmap_protection)
{
	char *at;
	int fds[2];

	ASSERT_EQ(0, pipe(fds));
	ASSERT_LOADED(sct_load(RULE("r", "mmap", MINE " && PARAMS[2] == 4711",
				    REWRITE("prot", "PROT_READ"), "before")));
	at = mmap(NULL, ODD, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, at);
	EXPECT_EQ(1, write(fds[1], at, 1));
	/* The kernel itself finds that it can't be written. */
	EXPECT_EQ(-EFAULT, sct_ret(read(fds[0], at, 1)));
}

static int exec_prog(void *arg)
{
	char *const argv[] = { "name", NULL };
	char *const envp[] = { NULL };

	sct_call(SYS_execve, "no-prog", argv, envp);
	return 99;
}

TEST_F(rewrite, path_of_execve)
{
	static const char rules[] =
		RULE("b", "execve", "PARAMS[1] == \"no-prog\"", REWRITE("1", "\"%s\""), "before")
		RULE("a", "execve", "PARAMS[1] == \"no-prog\"",
		     LOG("%%param1 %%retval"), "after");

	ASSERT_LOADED(sct_loadf(rules, "/bin/true"));
	EXPECT_EQ(0, sct_child(exec_prog, NULL));
	EXPECT_LOG_CLEAR("\"no-prog\" 0\n");
	ASSERT_LOADED(sct_loadf(rules, "/bin/false"));
	EXPECT_EQ(1, sct_child(exec_prog, NULL));
	EXPECT_LOG_CLEAR("\"no-prog\" 0\n");
	ASSERT_LOADED(sct_loadf(rules, "/no/such"));
	EXPECT_EQ(99, sct_child(exec_prog, NULL));
	EXPECT_LOG("\"no-prog\" -2\n");
}

/* Threads with calls that are changed, and that are not. */
#define TRIES	3000

struct seeker {
	pthread_t thread;
	int fd;
	long asked, expected;
	long bad;
};

static void *seek_often(void *arg)
{
	struct seeker *s = arg;
	long i;

	for (i = 0; i < sct_scaled(TRIES); i++)
		s->bad += sct_call(SYS_lseek, s->fd, s->asked, SEEK_SET) != s->expected;
	return NULL;
}

TEST_F_TIMEOUT(rewrite, through_threads, SCT_TIMEOUT)
{
	struct seeker seekers[3] = {
		{ .asked = ODD, .expected = 12 },
		{ .asked = 5, .expected = 5 },
		{ .asked = ODD + 1, .expected = -EINVAL },
	};
	int i;

	ASSERT_LOADED(sct_load(RULE("a", "lseek", "PARAMS[2] == 4711",
				    REWRITE("2", "12"), "before")
			       RULE("b", "lseek", "PARAMS[2] == 4712",
				    REWRITE("2", "-1"), "before")));
	for (i = 0; i < 3; i++) {
		seekers[i].fd = open("file", O_RDWR | O_CREAT, 0600);
		ASSERT_LE(0, seekers[i].fd);
		ASSERT_EQ(0, pthread_create(&seekers[i].thread, NULL, seek_often, &seekers[i]));
	}
	for (i = 0; i < 3; i++) {
		ASSERT_EQ(0, pthread_join(seekers[i].thread, NULL));
		EXPECT_EQ(0, seekers[i].bad) TH_LOG("thread %d", i);
	}
}

#ifdef __x86_64__

/* A call's six registers: what they hold for it, and behind it. */
struct six {
	unsigned long a[6];
};

static long call_six(long nr, struct six *s)
{
	register unsigned long r10 asm("r10") = s->a[3];
	register unsigned long r8 asm("r8") = s->a[4];
	register unsigned long r9 asm("r9") = s->a[5];
	long ret;

	asm volatile("syscall"
		     : "=a" (ret), "+D" (s->a[0]), "+S" (s->a[1]), "+d" (s->a[2]),
		       "+r" (r10), "+r" (r8), "+r" (r9)
		     : "0" (nr) : "rcx", "r11", "memory");
	s->a[3] = r10;
	s->a[4] = r8;
	s->a[5] = r9;
	return ret;
}

/* The same by int $0x80: ebx, ecx, edx, esi, edi, ebp; and all of their 64 bits. */
static long int80_six(long nr, struct six *s)
{
	register struct six *at asm("r12") = s;
	long ret;

	asm volatile("sub $128, %%rsp\n\t"
		     "push %%rbp\n\t"
		     "mov (%[at]), %%rbx\n\tmov 8(%[at]), %%rcx\n\tmov 16(%[at]), %%rdx\n\t"
		     "mov 24(%[at]), %%rsi\n\tmov 32(%[at]), %%rdi\n\tmov 40(%[at]), %%rbp\n\t"
		     "int $0x80\n\t"
		     "mov %%rbx, (%[at])\n\tmov %%rcx, 8(%[at])\n\tmov %%rdx, 16(%[at])\n\t"
		     "mov %%rsi, 24(%[at])\n\tmov %%rdi, 32(%[at])\n\tmov %%rbp, 40(%[at])\n\t"
		     "pop %%rbp\n\t"
		     "add $128, %%rsp"
		     : "=a" (ret) : "0" (nr), [at] "r" (at)
		     : "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "memory");
	return (int)ret;
}

#define HIGH(n)	(0x1234567800000000 | (n))

#define EXPECT_SIX(before, after) do { \
	int __i; \
	\
	for (__i = 0; __i < 6; __i++) { \
		EXPECT_EQ((before).a[__i], (after).a[__i]) \
			TH_LOG("register %d", __i); \
	} \
} while (0)

TEST_F(rewrite, registers_are_as_they_were)
{
	struct six before = { { 0, ODD, SEEK_SET, HIGH(1), HIGH(2), HIGH(3) } }, after;

	before.a[0] = open("file", O_RDWR | O_CREAT, 0600);
	ASSERT_LOADED(sct_load(RULE("r", "lseek", "PARAMS[2] == 4711",
				    REWRITE("2", "12"), "before")));
	after = before;
	EXPECT_EQ(12, call_six(SYS_lseek, &after));
	EXPECT_SIX(before, after);
	ASSERT_LOADED(sct_load(RULE("r", "lseek", "PARAMS[2] == 4711",
				    REWRITE("1", "-1"), "before")));
	EXPECT_EQ(-EBADF, call_six(SYS_lseek, &after));
	EXPECT_SIX(before, after);
}

/* 64-bit code may make a 32-bit call, which leaves the high halves alone. */
TEST_F(rewrite, registers_of_a_32_bit_call)
{
	struct six before = { { 0, HIGH(ODD), HIGH(SEEK_SET), HIGH(1), HIGH(2), HIGH(3) } };
	struct six after;
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	before.a[0] = HIGH(fd);
	after = before;
	EXPECT_EQ(ODD, int80_six(19, &after));
	EXPECT_SIX(before, after);
	ASSERT_LOADED(sct_load(RULE("r", "lseek", "PARAMS[2] == 4711",
				    REWRITE("2", "12"), "before")));
	EXPECT_EQ(12, int80_six(19, &after));
	EXPECT_SIX(before, after);
}

/* socketcall runs by another number: a rule that only logs must not be noticed. */
TEST_F(rewrite, registers_of_a_socketcall_that_is_logged)
{
	unsigned int *args = (void *)sct_low("twelve bytes");
	struct six before = { { HIGH(4), (long)args, HIGH(5), HIGH(1), HIGH(2), HIGH(3) } };
	struct six after = before;

	args[0] = ODD;
	args[1] = 5;
	ASSERT_LOADED(sct_load(RULE("r", "listen", "PARAMS[1] == 4711", LOG("%sid"), "before")));
	EXPECT_EQ(-EBADF, int80_six(102, &after));
	EXPECT_SIX(before, after);
	EXPECT_LOG("102:4\n");
}

/* A handler, and who looks into its frame, see the caller's registers. */
static long seen_rsi, seen_signal;

static void look(int sig, siginfo_t *info, void *context)
{
	seen_signal = sig;
	seen_rsi = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RSI];
}

TEST_F(rewrite, signal_of_kill)
{
	struct sigaction action = { .sa_sigaction = look, .sa_flags = SA_SIGINFO };

	ASSERT_EQ(0, sigaction(SIGUSR1, &action, NULL));
	ASSERT_LOADED(sct_load(RULE("r", "kill", MINE " && PARAMS[2] == SIGKILL",
				    REWRITE("sig", "SIGUSR1"), "before")));
	EXPECT_EQ(0, sct_call(SYS_kill, getpid(), SIGKILL));
	EXPECT_EQ(SIGUSR1, seen_signal);
	EXPECT_EQ(SIGKILL, seen_rsi);
}

/* The child of a call that was changed: its registers, and what was changed. */
static const struct {
	const char *name;
	long nr;
	long (*make)(long nr, struct six *s);
} cloners[] = {
	{ "native", SYS_clone, call_six },
	{ "32-bit", 120, int80_six },
};

TEST_F(rewrite, registers_of_a_child)
{
	struct six before = { { SIGCHLD, 0, 0, 0, 0, HIGH(9) } }, after;
	int status, i;
	long pid;

	ASSERT_LOADED(sct_load(RULE("r", "clone", MINE " && PARAMS[1] == SIGCHLD",
				    REWRITE("1", "CLONE_FILES | SIGCHLD"), "before")));
	for (i = 0; i < ARRAY_SIZE(cloners); i++) {
		after = before;
		fflush(NULL);
		pid = cloners[i].make(cloners[i].nr, &after);
		/* A file that the child opens is the parent's too. */
		if (!pid)
			_exit(memcmp(&before, &after, sizeof(after)) ? 1 : dup2(1, 50 + i) < 0);
		ASSERT_LT(0, pid) TH_LOG("%s", cloners[i].name);
		EXPECT_SIX(before, after);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_EQ(0, status) TH_LOG("%s", cloners[i].name);
		EXPECT_EQ(0, fcntl(50 + i, F_GETFD)) TH_LOG("%s", cloners[i].name);
	}
}

/* A child that is not born leaves nothing. */
static long objects_of(const char *cache)
{
	char *text = sct_read("/proc/slabinfo"), *at;
	long n = -1;

	at = text ? strstr(text, cache) : NULL;
	if (at)
		n = atol(at + strlen(cache));
	free(text);
	return n;
}

static int clone_in_vain(void *arg)
{
	struct rlimit none = { 1, 1 };
	long i;

	if (setrlimit(RLIMIT_NPROC, &none) || setgroups(0, NULL) || setgid(65534) ||
	    setuid(65534))
		return 1;
	for (i = 0; i < *(long *)arg; i++) {
		if (sct_call(SYS_clone, SIGCHLD, 0L, 0L, 0L, 0L, 0L) != -EAGAIN)
			return 2;
	}
	return 0;
}

TEST_F_TIMEOUT(rewrite, clone_that_fails_leaves_nothing, SCT_TIMEOUT)
{
	static const char *const caches[] = { "kmalloc-cg-1k ", "kmalloc-cg-2k " };
	long before[2], n = sct_scaled(2000), lost = 0;
	int i;

	if (objects_of("kmalloc-cg-1k ") < 0)
		SKIP(return, "no /proc/slabinfo");
	ASSERT_LOADED(sct_load(RULE("r", "clone", MINE " && PARAMS[1] == SIGCHLD",
				    REWRITE("1", "CLONE_FILES | SIGCHLD"), "before")));
	for (i = 0; i < 2; i++)
		before[i] = objects_of(caches[i]);
	ASSERT_EQ(0, sct_child(clone_in_vain, &n));
	for (i = 0; i < 2; i++)
		lost += objects_of(caches[i]) - before[i];
	EXPECT_GT(n / 2, lost);
}

/* RETURN: what the register holds then, as a C library would look at it. */
static const struct {
	const char *text;
	long value;
} results[] = {
	{ "5", 5 },
	{ "0", 0 },
	{ "-30", -30 },
	{ "-4095", -4095 },
	{ "-4096", -4096 },
	{ "0x7fffffff", 0x7fffffff },
};

static const char *const whens[] = { "before", "after" };

TEST_F(rewrite, returned_values)
{
	char *name = sct_low("made");
	struct six s;
	size_t i, j;

	ASSERT_NE(NULL, name);
	for (i = 0; i < 2 * ARRAY_SIZE(results); i++) {
		ASSERT_LOADED(sct_loadf(RULE("r", "mkdir", "PARAMS[1] == \"made\"",
					     "type = RETURN value = %s", "%s"),
					results[i / 2].text, whens[i % 2]));
		for (j = 0; j < 2; j++) {
			s = (struct six){ { (long)name, 0700 } };
			EXPECT_EQ(results[i / 2].value,
				  j ? int80_six(39, &s) : call_six(SYS_mkdir, &s))
				TH_LOG("%s %s", results[i / 2].text, whens[i % 2]);
			EXPECT_EQ(i % 2, sct_exists("made"));
			remove("made");
		}
	}
}

TEST_F(rewrite, returned_value_of_64_bits)
{
	struct six s = { { 0 } };

	ASSERT_LOADED(sct_load(RULE("r", "getppid", MINE,
				    "type = RETURN value = 0x123456789abcdef0", "after")));
	EXPECT_EQ(0x123456789abcdef0, call_six(SYS_getppid, &s));
}

#endif /* __x86_64__ */

/* limit */

static void *ask_until(void *arg)
{
	long until = *(long *)arg;

	do {
		sct_call(SYS_getpriority, ODD, 0);
	} while (sct_ms() < until);
	return NULL;
}

TEST_F_TIMEOUT(rewrite, limit_of_two_cpus, SCT_TIMEOUT)
{
	long begin = sct_ms(), until = begin + 2500, seconds;
	pthread_t thread[2];
	char *log;
	int i;

	ASSERT_LOADED(sct_load(RULE("s", "getpriority", "PARAMS[1] == 4711",
				    LOG("s") " limit = 50/s } action { "
				    LOG("h") " limit = 30/h", "before")));
	for (i = 0; i < 2; i++)
		ASSERT_EQ(0, pthread_create(&thread[i], NULL, ask_until, &until));
	for (i = 0; i < 2; i++)
		ASSERT_EQ(0, pthread_join(thread[i], NULL));
	seconds = (sct_ms() - begin) / 1000;
	log = sct_read(SCT_LOG);
	ASSERT_NE(NULL, log);
	EXPECT_EQ(30, sct_count(log, "h\n"));
	/* Whole windows, but that the last may have no more than begun. */
	EXPECT_LE(50 * 2, sct_count(log, "s\n"));
	EXPECT_GE(50 * (seconds + 1), sct_count(log, "s\n"));
	free(log);
}

TEST_HARNESS_MAIN
