// SPDX-License-Identifier: GPL-2.0
/*
 * The files of /sys/kernel/sct: what a write does, when, and who may
 */

#include <kselftest_harness.h>

#include <linux/capability.h>

#include "sct_test.h"

FIXTURE(files) {
	struct sct_place at;
};

FIXTURE_SETUP(files)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(files)
{
	sct_teardown(&self->at);
}

/* A rule that refuses unlink(name) with error. */
#define REFUSE(name, error) \
	RULE(name, "unlink", "PARAMS[1] == \"" name "\"", FAIL(error), "before")

#define try_unlink(name)	sct_call(SYS_unlink, name)

/* What is in force, to see that nothing changed. */
struct state {
	char *rules;
	long generation;
	long nr_rules;
};

static struct state sct_state(void)
{
	return (struct state){
		.rules = sct_read(SCT_RULES),
		.generation = sct_number("generation"),
		.nr_rules = sct_number("nr_rules"),
	};
}

#define EXPECT_SAME(before, what) do { \
	struct state __now = sct_state(); \
	\
	EXPECT_STREQ((before).rules, __now.rules) \
		TH_LOG("%s", what); \
	EXPECT_EQ((before).generation, __now.generation) \
		TH_LOG("%s", what); \
	EXPECT_EQ((before).nr_rules, __now.nr_rules) \
		TH_LOG("%s", what); \
	free(__now.rules); \
} while (0)

TEST_F(files, are_there_with_their_modes)
{
	static const struct {
		const char *name;
		mode_t mode;
	} files[] = {
		{ "rules", 0600 }, { "enabled", 0600 }, { "error_log", 0600 },
		{ "generation", 0444 }, { "nr_rules", 0444 }, { "abi_version", 0444 },
	};
	char path[64];
	struct stat st;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof(path), SCT_DIR "%s", files[i].name);
		ASSERT_EQ(0, stat(path, &st)) TH_LOG("%s", path);
		EXPECT_EQ(files[i].mode, st.st_mode & 0777) TH_LOG("%s", path);
		EXPECT_EQ(0, st.st_uid);
	}
}

TEST_F(files, one_number_each)
{
	static const char * const names[] = { "generation", "nr_rules", "abi_version", "enabled" };
	char path[64], expected[32], *text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), SCT_DIR "%s", names[i]);
		text = sct_read(path);
		ASSERT_NE(NULL, text);
		snprintf(expected, sizeof(expected), "%ld\n", atol(text));
		EXPECT_STREQ(expected, text);
		free(text);
	}
	EXPECT_LE(1, sct_number("abi_version"));
}

TEST_F(files, truncating_replaces_and_appending_adds)
{
	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM") REFUSE("b", "EPERM")));
	EXPECT_EQ(2, sct_number("nr_rules"));
	ASSERT_LOADED(sct_add(REFUSE("c", "EROFS")));
	EXPECT_EQ(3, sct_number("nr_rules"));
	EXPECT_EQ(-EPERM, try_unlink("a"));
	EXPECT_EQ(-EROFS, try_unlink("c"));
	ASSERT_LOADED(sct_load(REFUSE("d", "ENOSPC")));
	EXPECT_EQ(1, sct_number("nr_rules"));
	EXPECT_EQ(-ENOENT, try_unlink("a"));
	EXPECT_EQ(-ENOENT, try_unlink("c"));
	EXPECT_EQ(-ENOSPC, try_unlink("d"));
}

/* As the shell does it: no commit line, and what O_TRUNC alone says. */
TEST_F(files, table_changes_at_close)
{
	long generation = sct_number("generation");
	char *text;
	int fd;

	fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, sct_write_pieces(fd, REFUSE("a", "EPERM"), strlen(REFUSE("a", "EPERM")), 5));
	EXPECT_EQ(0, sct_number("nr_rules"));
	EXPECT_EQ(-ENOENT, try_unlink("a"));
	text = sct_read(SCT_RULES);
	EXPECT_STREQ("", text);
	free(text);
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(1, sct_number("nr_rules"));
	EXPECT_EQ(-EPERM, try_unlink("a"));
	EXPECT_EQ(generation + 1, sct_number("generation"));

	/* No newline at the end. */
	ASSERT_EQ(0, sct_put(SCT_RULES, O_APPEND,
			     "rule { syscall_name = rmdir rule_name = n\n"
			     "filter_expression { PARAMS[1] == \"n\" }\n"
			     "action { type = FAIL error_code = EIO } }"));
	EXPECT_EQ(2, sct_number("nr_rules"));
	EXPECT_EQ(-EIO, sct_call(SYS_rmdir, "n"));

	/* : > rules */
	ASSERT_EQ(0, sct_put(SCT_RULES, O_TRUNC, ""));
	EXPECT_EQ(0, sct_number("nr_rules"));
	EXPECT_EQ(-ENOENT, try_unlink("a"));
}

TEST_F(files, table_changes_at_a_commit_line)
{
	static const char rules[] = REFUSE("a", "EPERM") "commit\n";
	long generation = sct_number("generation");
	int fd;

	fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
	ASSERT_LE(0, fd);
	EXPECT_EQ(sizeof(rules) - 1, write(fd, rules, sizeof(rules) - 1));
	EXPECT_EQ(1, sct_number("nr_rules"));
	EXPECT_EQ(-EPERM, try_unlink("a"));
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(1, sct_number("nr_rules"));
	EXPECT_EQ(generation + 1, sct_number("generation"));

	/* In pieces of a byte, the line not ended by a newline but by the end. */
	fd = open(SCT_RULES, O_WRONLY | O_APPEND);
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, sct_write_pieces(fd, REFUSE("b", "EROFS") "commit",
				      strlen(REFUSE("b", "EROFS") "commit"), 1));
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(2, sct_number("nr_rules"));
	EXPECT_EQ(-EROFS, try_unlink("b"));
}

TEST_F(files, opening_without_writing_changes_nothing)
{
	static const int flags[] = { O_WRONLY, O_RDWR, O_WRONLY | O_APPEND, O_RDWR | O_APPEND };
	struct state before;
	size_t i;
	int fd;

	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")));
	before = sct_state();
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		fd = open(SCT_RULES, flags[i]);
		ASSERT_LE(0, fd);
		EXPECT_EQ(0, close(fd));
		EXPECT_SAME(before, "open and close");
	}
	free(before.rules);
}

static const char * const bad_texts[] = {
	"rule {\n",
	"rule { syscall_name = unlink }\n",
	"}\n",
	"nonsense\n",
	REFUSE("b", "EPERM") "rule { sycall_name = unlink }\n",
	REFUSE("b", "EPERM") REFUSE("b", "EPERM"),
	REFUSE("b", "EPERM") "x",
	REFUSE("b", "EPERM") "\"",
	REFUSE("b", "EPERM") "rule { log_format {",
	"rule { syscall_name = unlnk rule_name = b action { type = LOG } }\n" REFUSE("c", "EPERM"),
};

TEST_F(files, failed_load_changes_nothing)
{
	struct state before;
	char *log;
	size_t i;
	int ret;

	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")));
	before = sct_state();
	for (i = 0; i < ARRAY_SIZE(bad_texts); i++) {
		EXPECT_EQ(-EINVAL, sct_load(bad_texts[i])) TH_LOG("%s", bad_texts[i]);
		EXPECT_SAME(before, bad_texts[i]);
		EXPECT_EQ(-EINVAL, sct_add(bad_texts[i])) TH_LOG("%s", bad_texts[i]);
		EXPECT_SAME(before, bad_texts[i]);

		/* Without a commit line the error may be lost, the table not. */
		ret = sct_put(SCT_RULES, O_TRUNC, bad_texts[i]);
		EXPECT_TRUE(ret == 0 || ret == -EINVAL) TH_LOG("%d: %s", ret, bad_texts[i]);
		EXPECT_SAME(before, bad_texts[i]);
		EXPECT_EQ(-EPERM, try_unlink("a"));
		EXPECT_EQ(-ENOENT, try_unlink("b"));
	}
	EXPECT_EQ(-EINVAL, sct_add(REFUSE("a", "EPERM")));
	EXPECT_SAME(before, "a name that the table has");

	log = sct_read(SCT_DIR "error_log");
	ASSERT_NE(NULL, log);
	EXPECT_EQ(8, sct_count(log, "^\n")) TH_LOG("%s", log);
	free(log);
	free(before.rules);
}

/* The write that carries the error gets it, and what follows does not help. */
TEST_F(files, error_comes_with_the_write_that_has_it)
{
	static const char bad[] = "rule { syscall_name = unlnk rule_name = b }\n";
	static const char good[] = REFUSE("c", "EPERM");
	struct state before;
	int fd;

	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")));
	before = sct_state();
	fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
	ASSERT_LE(0, fd);
	EXPECT_EQ(sizeof(good) - 1, write(fd, good, sizeof(good) - 1));
	EXPECT_EQ(-1, write(fd, bad, sizeof(bad) - 1));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(-1, write(fd, "commit\n", 7));
	EXPECT_EQ(0, close(fd));
	EXPECT_SAME(before, "writes behind an error");
	free(before.rules);
}

TEST_F(files, second_writer_is_busy)
{
	char *text;
	int fd;

	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")));
	fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
	ASSERT_LE(0, fd);
	EXPECT_EQ(-1, open(SCT_RULES, O_WRONLY));
	EXPECT_EQ(EBUSY, errno);
	EXPECT_EQ(-1, open(SCT_RULES, O_WRONLY | O_TRUNC));
	EXPECT_EQ(EBUSY, errno);
	EXPECT_EQ(-1, open(SCT_RULES, O_RDWR | O_APPEND));
	EXPECT_EQ(EBUSY, errno);

	/* Readers get the table in force. */
	text = sct_read(SCT_RULES);
	ASSERT_NE(NULL, text);
	EXPECT_EQ(1, sct_count(text, "rule_name = a\n"));
	free(text);

	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(0, sct_number("nr_rules"));
	ASSERT_LOADED(sct_load(REFUSE("b", "EPERM")));
}

/* Writers that a signal ends, whoever opened the file. */
FIXTURE(killed) {
	struct sct_place at;
};

FIXTURE_VARIANT(killed) {
	int signal;
	bool inherited;		/* opened by the parent, closed by it afterwards */
	const char *text;
};

#define HALF	"rule { syscall_name = unlink rule_name ="
#define WHOLE	REFUSE("b", "EPERM")

FIXTURE_VARIANT_ADD(killed, SIGKILL_own_half) { SIGKILL, false, HALF };
FIXTURE_VARIANT_ADD(killed, SIGKILL_own_whole) { SIGKILL, false, WHOLE };
FIXTURE_VARIANT_ADD(killed, SIGKILL_own_nothing) { SIGKILL, false, "" };
FIXTURE_VARIANT_ADD(killed, SIGKILL_inherited_whole) { SIGKILL, true, WHOLE };
FIXTURE_VARIANT_ADD(killed, SIGTERM_own_whole) { SIGTERM, false, WHOLE };
FIXTURE_VARIANT_ADD(killed, SIGTERM_inherited_whole) { SIGTERM, true, WHOLE };
FIXTURE_VARIANT_ADD(killed, SIGINT_own_whole) { SIGINT, false, WHOLE };
FIXTURE_VARIANT_ADD(killed, SIGPIPE_own_whole) { SIGPIPE, false, WHOLE };
FIXTURE_VARIANT_ADD(killed, SIGPIPE_inherited_whole) { SIGPIPE, true, WHOLE };
FIXTURE_VARIANT_ADD(killed, SIGABRT_own_whole) { SIGABRT, false, WHOLE };

FIXTURE_SETUP(killed)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(killed)
{
	sct_teardown(&self->at);
}

TEST_F(killed, writer_changes_nothing)
{
	struct state before;
	int fd = -1, status;
	pid_t pid;

	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")));
	before = sct_state();
	if (variant->inherited) {
		fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
		ASSERT_LE(0, fd);
	}
	fflush(NULL);
	pid = fork();
	if (!pid) {
		if (!variant->inherited)
			fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
		if (sct_write_pieces(fd, variant->text, strlen(variant->text), SIZE_MAX))
			_exit(1);
		signal(variant->signal, SIG_DFL);
		kill(getpid(), variant->signal);
		_exit(2);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_TRUE(WIFSIGNALED(status));
	if (variant->inherited)
		EXPECT_EQ(0, close(fd));
	EXPECT_SAME(before, variant->text);
	EXPECT_EQ(-EPERM, try_unlink("a"));
	ASSERT_LOADED(sct_load(""));
	free(before.rules);
}

/*
 * Several write one table, and one of them is killed: whoever it is, and whatever
 * the others wrote before or afterwards, the table is not whole.
 */
enum killed_writer { FIRST, LAST, OPENER };

static int write_and(const char *text, int fd, int signal)
{
	if (sct_write_pieces(fd, text, strlen(text), SIZE_MAX))
		return 1;
	if (signal)
		kill(getpid(), signal);
	return 0;
}

/* As (cat a; cat b) > rules; its status, as waitpid() gives it. */
static int write_in_turn(enum killed_writer killed)
{
	int fd = open(SCT_RULES, O_WRONLY | O_TRUNC), i, status;
	pid_t pid;

	if (fd < 0)
		return 1;
	for (i = FIRST; i <= LAST; i++) {
		pid = fork();
		if (!pid)
			_exit(write_and(i == FIRST ? REFUSE("b", "EPERM") : REFUSE("c", "EPERM"),
					fd, i == killed ? SIGTERM : 0));
		if (waitpid(pid, &status, 0) != pid)
			return 2;
		if (killed == OPENER)
			kill(getpid(), SIGTERM);
	}
	return 0;
}

TEST_F(files, one_killed_writer_of_several_is_enough)
{
	struct state before;
	enum killed_writer killed;
	int status;
	pid_t pid;

	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")));
	before = sct_state();
	for (killed = FIRST; killed <= OPENER; killed++) {
		fflush(NULL);
		pid = fork();
		if (!pid)
			_exit(write_in_turn(killed));
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_EQ(killed == OPENER ? SIGTERM : 0, status);
		EXPECT_SAME(before, killed == FIRST ? "first" : killed == LAST ? "last" : "opener");
		ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")));
		free(before.rules);
		before = sct_state();
	}
	free(before.rules);
}

/* A table that a child writes and its parent closes, as (cat a; cat b) > rules does. */
TEST_F(files, table_that_children_write_counts_where_they_end_well)
{
	int fd, i, status;
	pid_t pid;

	fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
	ASSERT_LE(0, fd);
	for (i = 0; i < 2; i++) {
		const char *text = i ? REFUSE("b", "EROFS") : REFUSE("a", "EPERM");

		fflush(NULL);
		pid = fork();
		if (!pid)
			_exit(sct_write_pieces(fd, text, strlen(text), SIZE_MAX) != 0);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		ASSERT_EQ(0, status);
		EXPECT_EQ(0, sct_number("nr_rules"));
	}
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(2, sct_number("nr_rules"));
	EXPECT_EQ(-EPERM, try_unlink("a"));
	EXPECT_EQ(-EROFS, try_unlink("b"));
}

static void ignore_signal(int sig)
{
}

TEST_F(files, signal_that_does_not_end_the_writer_does_not_matter)
{
	int fd;

	signal(SIGUSR1, ignore_signal);
	fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, sct_write_pieces(fd, HALF, strlen(HALF), 7));
	raise(SIGUSR1);
	EXPECT_EQ(0, sct_put(SCT_DEBUG "log", O_TRUNC, ""));
	EXPECT_EQ(0, sct_write_pieces(fd, " r action { type = LOG } }", 26, 7));
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(1, sct_number("nr_rules"));
}

TEST_F(files, committed_table_stays_when_the_writer_is_killed)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid) {
		int fd = open(SCT_RULES, O_WRONLY | O_TRUNC);
		static const char text[] = REFUSE("b", "EROFS") "commit\n" HALF;

		sct_write_pieces(fd, text, sizeof(text) - 1, SIZE_MAX);
		kill(getpid(), SIGKILL);
		_exit(1);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_TRUE(WIFSIGNALED(status));
	EXPECT_EQ(1, sct_number("nr_rules"));
	EXPECT_EQ(-EROFS, try_unlink("b"));
}

/* A reader sees the table that was in force when it opened the file. */
TEST_F_TIMEOUT(files, reader_sees_one_table_to_its_end, SCT_TIMEOUT)
{
	size_t size = 1 << 19, n = 0, len;
	char *text = malloc(size), *before, *again;
	int fd, i;

	for (i = 0; i < 2000; i++)
		n += sprintf(text + n, RULE("r%d", "unlink", "PARAMS[1] == \"file%d\"",
					    FAIL("EPERM"), "before"), i, i);
	ASSERT_LOADED(sct_load(text));
	EXPECT_EQ(2000, sct_number("nr_rules"));
	before = sct_read_len(SCT_RULES, &len);
	ASSERT_NE(NULL, before);

	fd = open(SCT_RULES, O_RDONLY);
	ASSERT_LE(0, fd);
	again = malloc(len + 1);
	for (n = 0; n < len; ) {
		ssize_t got = read(fd, again + n, n < 100 ? 1 : len - n);

		ASSERT_LT(0, got);
		n += got;
		if (n == 50)
			ASSERT_EQ(0, sct_load(REFUSE("a", "EPERM")));
	}
	EXPECT_EQ(0, read(fd, text, 100));
	EXPECT_EQ(0, memcmp(before, again, len));
	close(fd);
	EXPECT_EQ(1, sct_number("nr_rules"));
	free(before);
	free(again);
	free(text);
}

TEST_F(files, generation_counts_tables_and_wakes_pollers)
{
	struct pollfd pfd = { .events = POLLPRI };
	long generation;
	char buf[32];
	pid_t pid;

	pfd.fd = open(SCT_DIR "generation", O_RDONLY);
	ASSERT_LE(0, pfd.fd);
	ASSERT_LT(0, read(pfd.fd, buf, sizeof(buf)));
	generation = atol(buf);
	EXPECT_EQ(0, poll(&pfd, 1, 0));

	fflush(NULL);
	pid = fork();
	if (!pid) {
		usleep(200000);
		_exit(sct_load(REFUSE("a", "EPERM")) != 0);
	}
	EXPECT_EQ(1, poll(&pfd, 1, 20000));
	EXPECT_NE(0, pfd.revents & POLLPRI);
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	ASSERT_LT(0, pread(pfd.fd, buf, sizeof(buf), 0));
	EXPECT_EQ(generation + 1, atol(buf));
	close(pfd.fd);

	/* The same text is a new table too; a bad one is none. */
	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")));
	EXPECT_EQ(generation + 2, sct_number("generation"));
	EXPECT_EQ(-EINVAL, sct_load("x"));
	EXPECT_EQ(generation + 2, sct_number("generation"));
}

TEST_F(files, enabled_holds_the_rules)
{
	char *text;

	ASSERT_TRUE(sct_make("a"));
	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM") RULE("l", "unlink", MINE, LOG("l"), "before")));
	EXPECT_EQ(-ENOENT, try_unlink("x"));
	EXPECT_LOG_CLEAR("l\n");

	ASSERT_EQ(0, sct_put(SCT_DIR "enabled", 0, "0\n"));
	EXPECT_EQ(0, sct_number("enabled"));
	EXPECT_EQ(2, sct_number("nr_rules"));
	text = sct_read(SCT_RULES);
	ASSERT_NE(NULL, text);
	EXPECT_EQ(2, sct_count(text, "rule {"));
	free(text);
	EXPECT_EQ(0, try_unlink("a"));
	EXPECT_EQ(-ENOENT, try_unlink("x"));
	EXPECT_LOG("");

	/* A table that comes while they are held is held as well. */
	ASSERT_LOADED(sct_load(REFUSE("b", "EROFS")));
	EXPECT_EQ(-ENOENT, try_unlink("b"));
	ASSERT_EQ(0, sct_put(SCT_DIR "enabled", 0, "1"));
	EXPECT_EQ(1, sct_number("enabled"));
	EXPECT_EQ(-EROFS, try_unlink("b"));
	EXPECT_EQ(-ENOENT, try_unlink("a"));

	EXPECT_EQ(-EINVAL, sct_put(SCT_DIR "enabled", 0, "maybe\n"));
	EXPECT_EQ(1, sct_number("enabled"));
}

/* Who may. Each of these runs in a child, as somebody else. */
static const char * const guarded[] = { "rules", "enabled", "error_log" };

static bool refused(int ret)
{
	return ret == -EPERM || ret == -EACCES;
}

static int nobody_can_read_nor_write(void *arg)
{
	char path[64];
	size_t i;
	int fd;

	for (i = 0; i < ARRAY_SIZE(guarded); i++) {
		snprintf(path, sizeof(path), SCT_DIR "%s", guarded[i]);
		fd = open(path, O_RDONLY);
		if (fd >= 0 || errno != EACCES)
			return 1;
		if (!refused(sct_put(path, 0, "1\n")))
			return 2;
		if (!refused(sct_put(path, O_TRUNC, "1\n")))
			return 3;
	}
	if (!refused(sct_put(SCT_LOG, O_TRUNC, "")) || sct_read(SCT_LOG))
		return 4;
	if (!refused(sct_put(SCT_DIR "generation", 0, "1\n")))
		return 5;
	return sct_number("generation") >= 0 && sct_number("nr_rules") == 2 ? 0 : 6;
}

static int as_nobody(void *arg)
{
	if (setresgid(65534, 65534, 65534) || setresuid(65534, 65534, 65534))
		return 100;
	return nobody_can_read_nor_write(NULL);
}

static int can_not_write(void)
{
	if (!refused(sct_load(REFUSE("b", "EPERM"))))
		return 1;
	if (!refused(sct_add(REFUSE("b", "EPERM"))))
		return 2;
	if (!refused(sct_put(SCT_RULES, O_TRUNC, "")))
		return 3;
	if (!refused(sct_put(SCT_RULES, O_TRUNC, REFUSE("b", "EPERM"))))
		return 4;
	if (!refused(sct_put(SCT_DIR "enabled", 0, "0\n")))
		return 5;
	/* Nor wipe out the traces. */
	if (!refused(sct_put(SCT_DIR "error_log", O_TRUNC, "")))
		return 6;
	if (!refused(sct_put(SCT_LOG, O_TRUNC, "")))
		return 7;
	return 0;
}

static int as_root_of_a_user_namespace(void *arg)
{
	if (unshare(CLONE_NEWUSER) || sct_put("/proc/self/uid_map", 0, "0 0 1\n") ||
	    sct_put("/proc/self/setgroups", 0, "deny\n") ||
	    sct_put("/proc/self/gid_map", 0, "0 0 1\n") || getuid())
		return 100;
	return can_not_write();
}

static int as_root_of_a_users_namespace(void *arg)
{
	if (setresgid(1000, 1000, 1000) || setresuid(1000, 1000, 1000) ||
	    prctl(PR_SET_DUMPABLE, 1) ||
	    unshare(CLONE_NEWUSER) || sct_put("/proc/self/uid_map", 0, "0 1000 1\n") || getuid())
		return 100;
	return can_not_write();
}

static int as_root_without_sys_admin(void *arg)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct caps[2];

	if (syscall(SYS_capget, &head, caps))
		return 100;
	caps[0].effective &= ~(1U << CAP_SYS_ADMIN);
	caps[0].permitted &= ~(1U << CAP_SYS_ADMIN);
	if (syscall(SYS_capset, &head, caps))
		return 101;
	return can_not_write();
}

static const struct {
	const char *who;
	int (*fn)(void *arg);
} strangers[] = {
	{ "an unprivileged user", as_nobody },
	{ "root of a user namespace", as_root_of_a_user_namespace },
	{ "root of a user's namespace", as_root_of_a_users_namespace },
	{ "root without CAP_SYS_ADMIN", as_root_without_sys_admin },
};

TEST_F(files, strangers_can_not_write)
{
	struct state before;
	size_t i;

	ASSERT_LOADED(sct_load(REFUSE("a", "EPERM")
			       RULE("log", "unlink", "PARAMS[1] == \"trace\"", LOG("trace"),
				    "before")));
	EXPECT_EQ(-ENOENT, try_unlink("trace"));
	before = sct_state();
	for (i = 0; i < ARRAY_SIZE(strangers); i++) {
		EXPECT_EQ(0, sct_child(strangers[i].fn, NULL)) TH_LOG("%s", strangers[i].who);
		EXPECT_SAME(before, strangers[i].who);
		EXPECT_EQ(1, sct_number("enabled")) TH_LOG("%s", strangers[i].who);
		EXPECT_LOG("trace\n");
		EXPECT_EQ(-EPERM, try_unlink("a"));
	}
	free(before.rules);
}

/* debugfs sct/syscalls: a line a call and ABI. */
TEST_F(files, syscalls_lists_each_table)
{
	char *text = sct_read(SCT_DEBUG "syscalls");
	bool native = false, compat = false, waitpid = false;
	char *line, *next;

	ASSERT_NE(NULL, text);
	for (line = text; *line; line = next) {
		next = strchr(line, '\n');
		ASSERT_NE(NULL, next);
		*next++ = '\0';
		native |= strstr(line, "native") && strstr(line, "unlink(") && strstr(line, "87");
		compat |= strstr(line, "compat") && strstr(line, "unlink(") && strstr(line, "10");
		waitpid |= strstr(line, "compat") && strstr(line, "waitpid(");
		EXPECT_FALSE(strstr(line, "native") && strstr(line, "waitpid("));
	}
	EXPECT_TRUE(native);
	EXPECT_TRUE(compat);
	EXPECT_TRUE(waitpid);
	free(text);
}

TEST_HARNESS_MAIN
