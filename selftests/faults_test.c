// SPDX-License-Identifier: GPL-2.0
/*
 * Where memory fails to come or can't be read: an error, or a loss that is told,
 * but no call that a rule forbids
 *
 * Each call is made once for each place at which it can fail, those of SCT among
 * them. Needs CONFIG_FAILSLAB and CONFIG_FAULT_INJECTION_USERCOPY.
 */

#include <kselftest_harness.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include "sct_test.h"
#include "sct_fault.h"

FIXTURE(faults) {
	struct sct_place at;
};

FIXTURE_SETUP(faults)
{
	/* sct_setup() says it of a kernel without SCT. */
	if (!sct_fault_setup() && !access(SCT_RULES, F_OK))
		SKIP(return, "a kernel that can't inject faults into a call");
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN(faults)
{
	if (!*self->at.dir)
		return;
	sct_teardown(&self->at);
	sct_fault_teardown();
}

/* Makes @call with a fault at each place: it always fails. */
#define EACH_FAULT(call) do { \
	unsigned int __n; \
	bool __met = true; \
	\
	for (__n = 1; __met && __n < SCT_FAULTS_MAX; __n++) { \
		long __ret; \
		\
		ASSERT_TRUE(sct_fault_arm(__n)); \
		__ret = call; \
		__met = sct_fault_disarm(); \
		EXPECT_GT(0, __ret) \
			TH_LOG("with a fault at place %u: %s", __n, #call); \
	} \
	/* A call that met none has proved nothing. */ \
	EXPECT_LT(2, __n); \
	EXPECT_GT(SCT_FAULTS_MAX, __n); \
} while (0)

/* The call is refused by the rule alone, and with every fault. */
#define REFUSED(call) do { \
	EXPECT_EQ(-EROFS, call); \
	EACH_FAULT(call); \
} while (0)

#define RULE_FAIL(call, filter) RULE("r", call, MINE " && (" filter ")", FAIL("EROFS"), "before")

TEST_F_TIMEOUT(faults, a_string, SCT_TIMEOUT)
{
	ASSERT_TRUE(sct_make("kept"));
	ASSERT_LOADED(sct_load(RULE_FAIL("unlink", "PARAMS[1] == \"kept\"")));
	REFUSED(sct_call(SYS_unlink, "kept"));
	EXPECT_TRUE(sct_exists("kept"));
}

TEST_F_TIMEOUT(faults, strings_of_the_caller, SCT_TIMEOUT)
{
	static const char * const filters[] = {
		"EXE endswith \"_test\"", "CWD startswith \"/tmp/sct\"",
		"CGROUP startswith \"/\"", "TTY == \"\"", "ANCESTOR(COMM == \"faults_test\")",
		"ANCESTOR(EXE endswith \"_test\")", "!(EXE == \"/x\") && CWD != \"/x\"",
	};
	size_t i;

	ASSERT_TRUE(sct_make("kept"));
	for (i = 0; i < ARRAY_SIZE(filters); i++) {
		ASSERT_LOADED(sct_loadf(RULE_FAIL("unlink", "%s"), filters[i]));
		REFUSED(sct_call(SYS_unlink, "kept"));
	}
	EXPECT_TRUE(sct_exists("kept"));
}

TEST_F_TIMEOUT(faults, objects, SCT_TIMEOUT)
{
	ASSERT_TRUE(sct_make("kept"));
	ASSERT_EQ(0, mkdir("dir", 0777));
	ASSERT_EQ(0, symlink("..", "dir/up"));
	ASSERT_EQ(0, symlink("dir/up/made", "link"));
	ASSERT_EQ(0, symlink("link", "longer"));
	ASSERT_LOADED(sct_loadf(RULE_FAIL("unlink, unlinkat", "PATH[pathname] == \"%s/kept\"")
				RULE("o", "open, openat", MINE " && PATH[filename] == \"%s/made\"",
				     FAIL("EROFS"), "before")
				RULE("f", "ftruncate", MINE " && PATH[fd] == \"%s/kept\"",
				     FAIL("EROFS"), "before"),
				self->at.dir, self->at.dir, self->at.dir));
	REFUSED(sct_call(SYS_unlink, "dir/../kept"));
	REFUSED(sct_call(SYS_unlinkat, AT_FDCWD, "dir/up/kept", 0));
	/* What isn't there yet, through links. */
	REFUSED(sct_call(SYS_openat, AT_FDCWD, "made", O_CREAT | O_WRONLY, 0600));
	REFUSED(sct_call(SYS_openat, AT_FDCWD, "longer", O_CREAT | O_WRONLY, 0600));
	EXPECT_FALSE(sct_exists("made"));
	EXPECT_TRUE(sct_exists("kept"));
}

/* Strings that are no paths. */
TEST_F_TIMEOUT(faults, texts, SCT_TIMEOUT)
{
	ASSERT_TRUE(sct_make("kept"));
	ASSERT_LOADED(sct_load(RULE_FAIL("memfd_create", "PARAMS[1] == \"kept\"")
			       RULE("s", "setxattr", MINE " && PARAMS[2] startswith \"user.\"",
				    FAIL("EROFS"), "before")));
	REFUSED(sct_call(SYS_memfd_create, "kept", 0));
	REFUSED(sct_call(SYS_setxattr, "kept", "user.a", "1", 1, 0));
}

/* The first call of a task needs memory for the task. */
#define REFUSED_FIRST(call) do { \
	EXPECT_EQ(-EROFS, call); \
	for (unsigned int __n = 1; __n < 8; __n++) { \
		pid_t __pid = fork(); \
		int __status; \
	\
		ASSERT_LE(0, __pid); \
		if (!__pid) { \
			long __ret; \
	\
			if (!sct_fault_arm(__n)) \
				_exit(2); \
			__ret = call; \
			sct_fault_disarm(); \
			_exit(__ret >= 0); \
		} \
		ASSERT_EQ(__pid, waitpid(__pid, &__status, 0)); \
		EXPECT_EQ(0, __status) \
			TH_LOG("with a fault at place %u", __n); \
	} \
} while (0)

TEST_F_TIMEOUT(faults, a_number, SCT_TIMEOUT)
{
	ASSERT_LOADED(sct_load(RULE_FAIL("getppid", "1")));
	REFUSED_FIRST(sct_call(SYS_getppid));
}

TEST_F_TIMEOUT(faults, a_struct, SCT_TIMEOUT)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9999),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ASSERT_LE(0, fd);
	if (sct_load(RULE_FAIL("connect",
			       "((struct sockaddr_in *)PARAMS[2])->sin_port == htons(9999)")))
		SKIP(return, "no type information");
	REFUSED(sct_call(SYS_connect, fd, &to, sizeof(to)));
	close(fd);
}

/* What decides behind a rule that could not look must not stand in for it. */
TEST_F_TIMEOUT(faults, a_rule_behind, SCT_TIMEOUT)
{
	static const char * const actions[] = {
		"type = LOG", "type = RETURN value = 0", "type = FAIL error_code = 0",
		"type = REWRITE param = 1 value = \"kept\"",
	};
	size_t i;

	ASSERT_TRUE(sct_make("kept"));
	for (i = 0; i < ARRAY_SIZE(actions); i++) {
		ASSERT_LOADED(sct_loadf(RULE_FAIL("unlink", "EXE endswith \"_test\"")
					RULE("b", "unlink", MINE, "%s", "before"), actions[i]));
		REFUSED(sct_call(SYS_unlink, "kept"));
		EXPECT_TRUE(sct_exists("kept"));
	}
}

TEST_F_TIMEOUT(faults, a_path_that_is_rewritten, SCT_TIMEOUT)
{
	ASSERT_TRUE(sct_make("kept"));
	ASSERT_LOADED(sct_load(RULE("r", "unlink", MINE " && PARAMS[1] == \"kept\"",
				    "type = REWRITE param = 1 value = \"no\"", "before")));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "kept"));
	EACH_FAULT(sct_call(SYS_unlink, "kept"));
	EXPECT_TRUE(sct_exists("kept"));
}

#ifdef __x86_64__
TEST_F_TIMEOUT(faults, a_call_that_another_carries, SCT_TIMEOUT)
{
	unsigned int *args;

	/* getpid() */
	if (sct_int80(20, 0, 0, 0, 0, 0) == -ENOSYS)
		SKIP(return, "no 32-bit calls");
	args = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	ASSERT_NE(MAP_FAILED, args);
	args[0] = AF_UNIX;
	args[1] = SOCK_STREAM;
	args[2] = 0;
	ASSERT_LOADED(sct_load(RULE_FAIL("socket", "PARAMS[1] == AF_UNIX")));
	/* socketcall(SYS_SOCKET, args) */
	REFUSED(sct_int80(102, 1, (long)args, 0, 0, 0));
	REFUSED_FIRST(sct_int80(102, 1, (long)args, 0, 0, 0));
	/* The rules of the one that carries it have nothing against it. */
	ASSERT_LOADED(sct_load(RULE("c", "socketcall", MINE, LOG("c"), "before")
			       RULE_FAIL("socket", "PARAMS[1] == AF_UNIX")));
	REFUSED(sct_int80(102, 1, (long)args, 0, 0, 0));
	REFUSED_FIRST(sct_int80(102, 1, (long)args, 0, 0, 0));
}
#endif

/* An event is in the log, or told as lost, or the call has failed. */
static void each_event(struct __test_metadata *_metadata, const char *filter, const char *when)
{
	unsigned int n, told;
	bool met = true;

	ASSERT_LOADED(sct_loadf(RULE("r", "access", MINE " && (%s)", LOG("%%params %%exe"), "%s"),
				filter, when));
	for (n = 1; met && n < SCT_FAULTS_MAX; n++) {
		char *log;
		long ret;

		ASSERT_EQ(0, sct_clear_log());
		ASSERT_TRUE(sct_fault_arm(n));
		ret = sct_call(SYS_access, "kept", F_OK);
		met = sct_fault_disarm();
		log = sct_read(SCT_LOG);
		ASSERT_NE(NULL, log);
		told = sct_count(log, "\"kept\", F_OK") + sct_count(log, " lost --");
		if (!ret)
			EXPECT_LE(1, told)
				TH_LOG("fault at place %u, %s, when = %s: %s", n, filter, when,
				       log);
		free(log);
	}
	EXPECT_LT(2, n);
}

TEST_F_TIMEOUT(faults, events, SCT_TIMEOUT)
{
	static const char * const filters[] = {
		"1", "PARAMS[1] == \"kept\"", "EXE endswith \"_test\"",
		"CWD startswith \"/tmp\" && CGROUP startswith \"/\"", "PATH[1] endswith \"/kept\"",
	};
	size_t i;

	ASSERT_TRUE(sct_make("kept"));
	for (i = 0; i < ARRAY_SIZE(filters); i++) {
		each_event(_metadata, filters[i], "before");
		each_event(_metadata, filters[i], "after");
	}
}

/* A table is loaded or it is not, and the one before it stays in force. */
TEST_F_TIMEOUT(faults, loads, SCT_TIMEOUT)
{
	static const char before[] = RULE_FAIL("unlink", "PARAMS[1] == \"kept\"");
	static const char after[] = RULE("a", "unlink, chdir",
					 "PATH[1] glob \"/x/*\" || UID in (7, 8)",
					 LOG("%params %exe %path1"), "after")
				    RULE_FAIL("unlink", "PARAMS[1] == \"kept\" && PID > 0");
	char *old, *new, *now;
	unsigned int n;
	bool met = true;
	int ret = -1;

	ASSERT_TRUE(sct_make("kept"));
	ASSERT_LOADED(sct_load(after));
	new = sct_read(SCT_RULES);
	ASSERT_LOADED(sct_load(before));
	old = sct_read(SCT_RULES);
	ASSERT_NE(NULL, old);
	ASSERT_NE(NULL, new);

	for (n = 1; met && n < SCT_FAULTS_MAX; n++) {
		ASSERT_TRUE(sct_fault_arm(n));
		ret = sct_load(after);
		met = sct_fault_disarm();
		now = sct_read(SCT_RULES);
		ASSERT_NE(NULL, now);
		EXPECT_STREQ(ret ? old : new, now)
			TH_LOG("the load with a fault at place %u: %d", n, ret);
		free(now);
		EXPECT_EQ(-EROFS, sct_call(SYS_unlink, "kept"));
		if (!ret)
			ASSERT_LOADED(sct_load(before));
	}
	EXPECT_EQ(0, ret);
	EXPECT_LT(20, n);
	free(old);
	free(new);
}

/* Reading, too, gives an error or the whole. */
TEST_F_TIMEOUT(faults, readers, SCT_TIMEOUT)
{
	static const char * const files[] = {
		SCT_RULES, SCT_LOG, SCT_DEBUG "stats", SCT_DIR "error_log", SCT_DIR "generation",
	};
	size_t i;

	ASSERT_LOADED(sct_load(RULE("r", "access", MINE, LOG("%params"), "before")));
	EXPECT_NE(0, sct_add("rule { nonsense }"));
	EXPECT_EQ(0, access(".", F_OK));
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		char *whole = sct_read(files[i]), *got;
		bool met = true;
		unsigned int n;

		ASSERT_NE(NULL, whole);
		for (n = 1; met && n < SCT_FAULTS_MAX; n++) {
			ASSERT_TRUE(sct_fault_arm(n));
			got = sct_read(files[i]);
			met = sct_fault_disarm();
			if (got)
				EXPECT_STREQ(whole, got)
					TH_LOG("%s with a fault at place %u", files[i], n);
			free(got);
		}
		EXPECT_LT(2, n);
		free(whole);
	}
}

TEST_F_TIMEOUT(faults, settings, SCT_TIMEOUT)
{
	bool met = true;
	unsigned int n;

	ASSERT_LOADED(sct_load(RULE("r", "access", MINE, LOG("%params"), "before")));
	EXPECT_EQ(0, access(".", F_OK));
	for (n = 1; met && n < SCT_FAULTS_MAX; n++) {
		int ret;

		ASSERT_TRUE(sct_fault_arm(n));
		ret = sct_put(SCT_DEBUG "buffer_kb", 0, n & 1 ? "64" : "128");
		met = sct_fault_disarm();
		/* Nothing else keeps it from being done. */
		if (ret)
			EXPECT_TRUE(met);
	}
	EXPECT_LT(2, n);
	EXPECT_EQ(0, sct_put(SCT_DEBUG "buffer_kb", 0, "256"));
}

TEST_HARNESS_MAIN
