// SPDX-License-Identifier: GPL-2.0
/*
 * Another object behind the name, or another file behind the descriptor, by the time
 * that the call gets there
 *
 * What changes in the middle of the call does so on cue: the last thing that the rule
 * reads is a page of userfaultfd. It is tried with SCT's care switched off too, to see
 * that the attack works.
 */

#include <kselftest_harness.h>

#include <linux/openat2.h>
#include <sys/xattr.h>

#include "sct_test.h"
#include "sct_attack.h"
#include "sct_paths.h"

/* In the middle of the call, another object stands behind the name. */
static struct sct_trap trap;

static void exchange_links(void)
{
	syscall(SYS_renameat2, AT_FDCWD, "l", AT_FDCWD, "l2", 2 /* exchange */);
}

static void exchange_folders(void)
{
	syscall(SYS_renameat2, AT_FDCWD, "open", AT_FDCWD, "secret", 2);
	syscall(SYS_renameat2, AT_FDCWD, "l", AT_FDCWD, "l2", 2);
	/* Now open is behind l2, and secret behind l, where the rule saw open. */
}

static void set_trap(const char *text)
{
	put_text(trap.data, text);
}

static long call_rename(void)
{
	set_trap("open/moved");
	return sct_call(SYS_rename, "l/x", trap.page);
}

static long call_rename_to(void)
{
	sct_make("other");
	set_trap("other");
	return sct_call(SYS_rename, trap.page, "l/new");
}

static long call_link(void)
{
	set_trap("linked");
	return sct_call(SYS_link, "l/x", trap.page);
}

static long call_link_to(void)
{
	sct_make("other");
	set_trap("other");
	return sct_call(SYS_link, trap.page, "l/new");
}

static long call_symlink(void)
{
	set_trap("x");
	return sct_call(SYS_symlink, trap.page, "l/new");
}

static long call_setxattr(void)
{
	set_trap("user.sct");
	return sct_call(SYS_setxattr, "l/x", trap.page, "v", 1, 0);
}

static long call_lsetxattr(void)
{
	set_trap("user.sct");
	return sct_call(SYS_lsetxattr, "l/x", trap.page, "v", 1, 0);
}

static long call_openat2(void)
{
	struct open_how how = { .flags = O_WRONLY | O_TRUNC };
	long fd;

	memcpy(trap.data, &how, sizeof(how));
	fd = sct_call(SYS_openat2, AT_FDCWD, "l/x", trap.page, sizeof(how));
	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static long call_create(void)
{
	struct open_how how = { .flags = O_WRONLY | O_CREAT, .mode = 0600 };
	long fd;

	memcpy(trap.data, &how, sizeof(how));
	fd = sct_call(SYS_openat2, AT_FDCWD, "l/new", trap.page, sizeof(how));
	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static long call_utimensat(void)
{
	struct timespec times[2] = { { 5, 0 }, { 5, 0 } };

	memcpy(trap.data, times, sizeof(times));
	return sct_call(SYS_utimensat, AT_FDCWD, "l/x", trap.page, 0);
}

/* Each of these leaves a mark in the folder that it came to. */
static bool marked(const char *folder)
{
	char name[PATH_MAX], c;
	struct stat st = {};

	snprintf(name, sizeof(name), "%s/x", folder);
	if (stat(name, &st) || st.st_nlink == 2 || st.st_mtime == 5 || st.st_size == 0 ||
	    getxattr(name, "user.sct", &c, 1) == 1)
		return true;
	snprintf(name, sizeof(name), "%s/new", folder);
	return sct_exists(name);
}

static void unmark(const char *folder)
{
	char name[PATH_MAX];
	FILE *f;

	snprintf(name, sizeof(name), "%s/new", folder);
	remove(name);
	snprintf(name, sizeof(name), "%s/x", folder);
	remove(name);
	f = fopen(name, "w");
	if (f) {
		fputs("data\n", f);
		fclose(f);
	}
}

FIXTURE(swap) {
	struct sct_place at;
};

/**
 * struct plan - an attack
 * @call: the call
 * @param: which parameter names the object
 * @place: its place
 * @object: the object's name in its folder
 * @last: what the rule reads then, and is never true
 * @make: makes the call
 */
struct plan {
	const char *call;
	const char *param;
	int place;
	const char *object;
	const char *last;
	long (*make)(void);
};

FIXTURE_VARIANT(swap) {
	struct plan plan;
};

FIXTURE_VARIANT_ADD(swap, rename) { {
	"rename", "oldname", 1, "x", "PARAMS[newname] == \"z\"", call_rename
} };
FIXTURE_VARIANT_ADD(swap, rename_to) { {
	"rename", "newname", 2, "new", "PARAMS[oldname] == \"z\"", call_rename_to
} };
FIXTURE_VARIANT_ADD(swap, link) { {
	"link", "oldname", 1, "x", "PARAMS[newname] == \"z\"", call_link
} };
FIXTURE_VARIANT_ADD(swap, link_to) { {
	"link", "newname", 2, "new", "PARAMS[oldname] == \"z\"", call_link_to
} };
FIXTURE_VARIANT_ADD(swap, symlink) { {
	"symlink", "newname", 2, "new", "PARAMS[oldname] == \"z\"", call_symlink
} };
FIXTURE_VARIANT_ADD(swap, setxattr) { {
	"setxattr", "pathname", 1, "x", "PARAMS[name] == \"z\"", call_setxattr
} };
FIXTURE_VARIANT_ADD(swap, lsetxattr) { {
	"lsetxattr", "pathname", 1, "x", "PARAMS[name] == \"z\"", call_lsetxattr
} };
FIXTURE_VARIANT_ADD(swap, openat2) { {
	"openat2", "filename", 2, "x", "PARAMS[how]->resolve == 99", call_openat2
} };
FIXTURE_VARIANT_ADD(swap, create) { {
	"openat2", "filename", 2, "new", "PARAMS[how]->resolve == 99", call_create
} };
FIXTURE_VARIANT_ADD(swap, utimensat) { {
	"utimensat", "filename", 2, "x", "PARAMS[utimes]->tv_sec == 99", call_utimensat
} };

FIXTURE_SETUP(swap)
{
	set_up(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	if (strstr(variant->plan.last, "->") && access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	if (!trap_init(&trap))
		SKIP(return, "userfaultfd: %s", strerror(errno));
}

FIXTURE_TEARDOWN_PARENT(swap)
{
	tear_down(&self->at);
}

static void begin(void (*spring)(void))
{
	/* l leads to open. */
	remove("l");
	remove("l2");
	symlink("open", "l");
	symlink("secret", "l2");
	remove("linked");
	unmark("secret");
	unmark("open");
	trap_arm(&trap, spring);
}

/* Refuses it in secret. */
static int load_no(const struct plan *plan)
{
	char filter[512];

	snprintf(filter, sizeof(filter), "(PATH[%s] == \"%s/secret/%s\" || %s)",
		 plan->param, dir, plan->object, plan->last);
	return sct_loadf(no, plan->call, filter);
}

TEST_F_TIMEOUT(swap, the_attack_works_without_care, SCT_TIMEOUT)
{
	if (!sct_can_be_unsafe())
		SKIP(return, "no " SCT_UNSAFE ": a kernel that is not built for tests");
	ASSERT_LOADED(load_no(&variant->plan));
	ASSERT_EQ(0, sct_set_unsafe(true));
	begin(exchange_links);
	EXPECT_EQ(0, variant->plan.make());
	EXPECT_EQ(1, trap.sprung);
	EXPECT_TRUE(marked("secret"));
}

TEST_F_TIMEOUT(swap, links, SCT_TIMEOUT)
{
	int i;

	ASSERT_LOADED_SAFE(load_no(&variant->plan));
	for (i = 0; i < sct_scaled(20); i++) {
		begin(exchange_links);
		ASSERT_EQ(-EXDEV, variant->plan.make());
		ASSERT_EQ(1, trap.sprung);
		ASSERT_FALSE(marked("secret"));
		/* Nothing is swapped: it is allowed. */
		begin(NULL);
		ASSERT_EQ(0, variant->plan.make());
		ASSERT_FALSE(marked("secret"));
		ASSERT_TRUE(marked("open"));
	}
}

/* The folders change their names: who was open is secret when the call gets there. */
TEST_F_TIMEOUT(swap, folders, SCT_TIMEOUT)
{
	ASSERT_LOADED(load_no(&variant->plan));
	begin(exchange_folders);
	EXPECT_EQ(-EXDEV, variant->plan.make());
	EXPECT_EQ(1, trap.sprung);
}

/* The log names the object that was used: again, where it was another first. */
static const char logs[] =
	"rule { syscall_name = %s rule_name = b when = before\n"
	"filter_expression { PATH[%s] startswith \"%s/\" && !(%s) }\n"
	"action { type = LOG log_format { b %%path%d } } }\n"
	"rule { syscall_name = %s rule_name = a when = after\n"
	"filter_expression { RETVAL >= 0 && PATH[%s] startswith \"%s/\" }\n"
	"action { type = LOG log_format { a %%path%d } } }";

TEST_F_TIMEOUT(swap, log, SCT_TIMEOUT)
{
	const struct plan *plan = &variant->plan;
	char expected[512];

	ASSERT_LOADED(sct_loadf(logs, plan->call, plan->param, dir, plan->last, plan->place,
				plan->call, plan->param, dir, plan->place));
	begin(exchange_links);
	ASSERT_EQ(0, sct_clear_log());
	ASSERT_EQ(0, plan->make());
	snprintf(expected, sizeof(expected),
		 "b \"%s/open/%s\"\nb \"%s/secret/%s\"\na \"%s/secret/%s\"\n",
		 dir, plan->object, dir, plan->object, dir, plan->object);
	EXPECT_LOG(expected);
}

/* What a late verdict does. */
FIXTURE(late) {
	struct sct_place at;
};

FIXTURE_SETUP(late)
{
	set_up(_metadata, &self->at);
	if (!_metadata->exit_code && !trap_init(&trap))
		SKIP(return, "userfaultfd: %s", strerror(errno));
}

FIXTURE_TEARDOWN_PARENT(late)
{
	tear_down(&self->at);
}

static const char late[] =
	"rule { syscall_name = rename rule_name = late\n"
	"filter_expression { PATH[1] == \"%s/secret/x\" || PARAMS[2] == \"z\" }\n"
	"action { type = %s } action { type = LOG log_format { %%path1 } } }";

TEST_F_TIMEOUT(late, result, SCT_TIMEOUT)
{
	char line[256];

	snprintf(line, sizeof(line), "\"%s/secret/x\"\n", dir);
	ASSERT_LOADED(sct_loadf(late, dir, "RETURN value = 42"));
	begin(exchange_links);
	EXPECT_EQ(42, call_rename());
	EXPECT_TRUE(sct_exists("secret/x"));
	EXPECT_LOG_CLEAR(line);
	ASSERT_LOADED(sct_loadf(late, dir, "FAIL error_code = 0"));
	begin(exchange_links);
	EXPECT_EQ(0, call_rename());
	EXPECT_TRUE(sct_exists("secret/x"));
	EXPECT_LOG_CLEAR(line);
	ASSERT_LOADED(sct_loadf(late, dir, "FAIL error_code = ESTALE"));
	begin(exchange_links);
	EXPECT_EQ(-ESTALE, call_rename());
	EXPECT_TRUE(sct_exists("secret/x"));
	ASSERT_LOADED(sct_loadf(late, dir, "REWRITE param = 1 value = \"l2/x\""));
	begin(exchange_links);
	EXPECT_EQ(-EPERM, call_rename());
	EXPECT_TRUE(sct_exists("secret/x"));
}

/*
 * A parameter is for the object of the rule that gave it. Where the call comes to another,
 * it would do there what no rule has seen.
 */
TEST_F_TIMEOUT(late, rewritten_for_another_object, SCT_TIMEOUT)
{
	static const char rules[] =
		"rule { syscall_name = rename rule_name = open\n"
		"filter_expression { PATH[1] == \"%s/open/x\" && PARAMS[2] != \"z\" }\n"
		"action { type = REWRITE param = 2 value = \"%s/secret/new\" } }\n"
		"rule { syscall_name = rename rule_name = secret\n"
		"filter_expression { PATH[1] == \"%s/secret/x\" && PARAMS[2] == \"z\" }\n"
		"action { type = %s } }";

	/* No rule at all for the other one; a rule that doesn't match; one that rewrites. */
	ASSERT_LOADED(sct_loadf(rules, dir, dir, dir, "FAIL"));
	begin(exchange_links);
	EXPECT_EQ(-EPERM, call_rename());
	EXPECT_TRUE(sct_exists("secret/x"));
	EXPECT_FALSE(sct_exists("secret/new"));
	ASSERT_LOADED(sct_loadf(late, dir, "REWRITE param = 2 value = \"new\""));
	begin(exchange_links);
	EXPECT_EQ(-EPERM, call_rename());
	EXPECT_TRUE(sct_exists("secret/x"));
	/* Nothing is exchanged: it is renamed as the rule says. */
	ASSERT_LOADED(sct_loadf(rules, dir, dir, dir, "FAIL"));
	begin(NULL);
	EXPECT_EQ(0, call_rename());
	EXPECT_TRUE(sct_exists("secret/new"));
}

/* The parameter itself leads to another object: that is what the rule wants. */
TEST_F(late, rewritten_to_another_object)
{
	struct stat st = {}, secret = {};
	int from, to, fd;

	begin(NULL);
	from = open("open", O_PATH | O_DIRECTORY | O_CLOEXEC);
	to = open("secret", O_PATH | O_DIRECTORY | O_CLOEXEC);
	ASSERT_LOADED(sct_loadf("rule { syscall_name = openat rule_name = r\n"
				"filter_expression { PATH[2] == \"%s/open/x\" && " MINE " }\n"
				"action { type = REWRITE param = dfd value = %d } }", dir, to));
	fd = sct_call(SYS_openat, from, "x", O_RDONLY);
	EXPECT_LE(0, fd);
	fstat(fd, &st);
	stat("secret/x", &secret);
	EXPECT_EQ(secret.st_ino, st.st_ino);
	close(fd);
	close(from);
	close(to);
}

static int rename_once(void *arg)
{
	if (!trap_init(&trap))
		return 1;
	begin(exchange_links);
	return call_rename() ? 2 : 0;
}

TEST_F_TIMEOUT(late, kill, SCT_TIMEOUT)
{
	ASSERT_LOADED(sct_loadf(late, dir, "KILL signal = SIGKILL"));
	EXPECT_EQ(128 + SIGKILL, sct_child(rename_once, NULL));
	EXPECT_TRUE(sct_exists("secret/x"));
}

TEST_F_TIMEOUT(late, suspend, SCT_TIMEOUT)
{
	int status;
	pid_t pid;

	ASSERT_LOADED(sct_loadf(late, dir, "SUSPEND"));
	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(rename_once(NULL));
	ASSERT_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ASSERT_TRUE(WIFSTOPPED(status));
	EXPECT_TRUE(sct_exists("secret/x"));
	kill(pid, SIGCONT);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(WIFEXITED(status) && !WEXITSTATUS(status));
	EXPECT_FALSE(sct_exists("secret/x"));
}

/* Another file behind the same name: a rule on INODE asks which it is. */
static void exchange_files(void)
{
	syscall(SYS_renameat2, AT_FDCWD, "open/x", AT_FDCWD, "secret/x", 2);
}

static const struct {
	const char *call;
	const char *param;
	long (*make)(void);
	const char *last;
} on_inode[] = {
	{ "rename", "oldname", call_rename, "PARAMS[newname] == \"z\"" },
	{ "link", "oldname", call_link, "PARAMS[newname] == \"z\"" },
	{ "setxattr", "pathname", call_setxattr, "PARAMS[name] == \"z\"" },
};

TEST_F_TIMEOUT(late, inode_is_another, SCT_TIMEOUT)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(on_inode); i++) {
		char filter[256], inode[64];
		int unsafe;

		for (unsafe = sct_can_be_unsafe(); unsafe >= 0; unsafe--) {
			ASSERT_LOADED(sct_load(""));
			if (sct_can_be_unsafe())
				ASSERT_EQ(0, sct_set_unsafe(unsafe));
			begin(exchange_files);
			inode_of("secret/x", inode, sizeof(inode));
			snprintf(filter, sizeof(filter), "(INODE[%s] == \"%s\" || %s)",
				 on_inode[i].param, inode, on_inode[i].last);
			ASSERT_LOADED(sct_loadf(no, on_inode[i].call, filter));
			EXPECT_EQ(unsafe ? 0 : -EXDEV, on_inode[i].make())
				TH_LOG("%s", on_inode[i].call);
			EXPECT_EQ(1, trap.sprung);
		}
		/* Nothing is exchanged: it is allowed. */
		begin(NULL);
		EXPECT_EQ(0, on_inode[i].make());
	}
}

/* A descriptor that a rule has seen is the file that the call uses. */
static int fds[2];

static void exchange_descriptors(void)
{
	dup2(fds[1], fds[0]);
}

static long call_fsetxattr(void)
{
	set_trap("user.sct");
	return sct_call(SYS_fsetxattr, fds[0], trap.page, "v", 1, 0);
}

static void open_files(void)
{
	begin(exchange_descriptors);
	fds[0] = open("open/x", O_RDWR);
	fds[1] = open("secret/x", O_RDWR);
}

TEST_F_TIMEOUT(late, descriptor, SCT_TIMEOUT)
{
	char filter[256], c;
	int unsafe;

	snprintf(filter, sizeof(filter),
		 "(PATH[fd] == \"%s/secret/x\" || PARAMS[name] == \"z\")", dir);
	ASSERT_LOADED_SAFE(sct_loadf(no, "fsetxattr", filter));
	for (unsafe = sct_can_be_unsafe(); unsafe >= 0; unsafe--) {
		if (sct_can_be_unsafe())
			ASSERT_EQ(0, sct_set_unsafe(unsafe));
		open_files();
		EXPECT_EQ(0, call_fsetxattr());
		EXPECT_EQ(unsafe ? 1 : -1, getxattr("secret/x", "user.sct", &c, 1));
		EXPECT_EQ(unsafe ? -1 : 1, getxattr("open/x", "user.sct", &c, 1));
		close(fds[0]);
		close(fds[1]);
	}
}

/* One that was not open when the rule looked is not open for the call. */
static void open_secret(void)
{
	dup2(fds[1], fds[0]);
}

TEST_F_TIMEOUT(late, closed_descriptor, SCT_TIMEOUT)
{
	char filter[256], c;

	snprintf(filter, sizeof(filter),
		 "(PATH[fd] == \"%s/secret/x\" || PARAMS[name] == \"z\")", dir);
	ASSERT_LOADED(sct_loadf(no, "fsetxattr", filter));
	open_files();
	close(fds[0]);
	trap_arm(&trap, open_secret);
	EXPECT_EQ(-EBADF, call_fsetxattr());
	EXPECT_EQ(-1, getxattr("secret/x", "user.sct", &c, 1));
}

TEST_HARNESS_MAIN
