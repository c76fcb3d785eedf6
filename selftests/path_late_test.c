// SPDX-License-Identifier: GPL-2.0
/*
 * What a rule asks for only where the object turns out to be another
 *
 * A rule that stops at PATH has not looked at the parameters behind it. The call has
 * read them by the time that it comes to the object, and another thread has changed
 * them since: the rule, which goes on then, must not be shown what is there now. Nor
 * may it wait for the caller's memory under the lock of a directory.
 */

#include <kselftest_harness.h>

#include <linux/openat2.h>
#include <pthread.h>

#include "sct_test.h"
#include "sct_attack.h"
#include "sct_paths.h"

static struct sct_flip flip;

static void exchange_links(void)
{
	syscall(SYS_renameat2, AT_FDCWD, "l", AT_FDCWD, "l2", 2 /* exchange */);
}

static void exchange_files(void)
{
	syscall(SYS_renameat2, AT_FDCWD, "open/x", AT_FDCWD, "secret/x", 2);
}

/* A name, forbidden or not; what is different comes late in it. */
static void fill_name(void *at, bool forbidden)
{
	put_text(at, forbidden ? "moved_to_f" : "moved_to_a");
}

static long call_rename(void)
{
	return sct_call(SYS_rename, "l/x", flip.at);
}

static long call_link(void)
{
	return sct_call(SYS_link, "l/x", flip.at);
}

static void fill_how(void *at, bool forbidden)
{
	struct open_how *how = at;

	how->flags = O_WRONLY | O_CREAT;
	how->mode = forbidden ? 0666 : 0600;
}

static long open_how(const char *name)
{
	long fd = sct_call(SYS_openat2, AT_FDCWD, name, flip.at, sizeof(struct open_how));

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static long call_open(void)
{
	return open_how("l/x");
}

static long call_create(void)
{
	return open_how("l/new");
}

/* A descriptor comes and goes: so does the link in /proc that jumps to its file. */
static void *open_and_close(void *stop)
{
	while (!__atomic_load_n((int *)stop, __ATOMIC_RELAXED)) {
		dup2(2, 77);
		close(77);
	}
	return NULL;
}

FIXTURE(jump) {
	struct sct_place at;
};

FIXTURE_SETUP(jump)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(jump)
{
	sct_teardown(&self->at);
}

TEST_F_TIMEOUT(jump, link_that_jumps_and_comes_and_goes, SCT_TIMEOUT)
{
	long until = sct_ms() + 5000, opened = 0, missing = 0, fd;
	pthread_t thread;
	int stop = 0;

	ASSERT_LOADED(sct_load(RULE("f", "openat", MINE " && PATH[filename] == \"/never\"",
				    FAIL("ENOMEDIUM"), "before")));
	ASSERT_EQ(0, pthread_create(&thread, NULL, open_and_close, &stop));
	while (sct_ms() < until) {
		fd = sct_call(SYS_openat, AT_FDCWD, "/proc/self/fd/77", O_PATH);
		if (fd >= 0)
			close(fd);
		opened += fd >= 0;
		missing += fd == -ENOENT;
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	TH_LOG("%ld opened, %ld missing", opened, missing);
}

FIXTURE(late) {
	struct sct_place at;
};

/**
 * struct plan - an attack
 * @call: the call
 * @object: how the filter begins: which object is minded; %s is the test's folder
 * @forbidden: how it ends: what may not be done with it
 * @fill: makes what the other parameter points to
 * @size: bytes of it
 * @change: has the name lead to that object, in the middle of the call
 * @make: makes the call
 * @done: a file that there is then, which the rule forbids
 * @reads: how often the kernel reads the other parameter: bytes are read by the rule and
 *	by the call, which gets those that the rule saw
 */
struct plan {
	const char *call;
	const char *object;
	const char *forbidden;
	void (*fill)(void *at, bool forbidden);
	size_t size;
	void (*change)(void);
	long (*make)(void);
	const char *done;
	int reads;
};

FIXTURE_VARIANT(late) {
	struct plan plan;
};

#define TO_F	"PARAMS[newname] == \"moved_to_f\""
#define SECRET	"PATH[oldname] == \"%s/secret/x\""

FIXTURE_VARIANT_ADD(late, rename) { {
	"rename", SECRET, TO_F, fill_name, 16, exchange_links, call_rename, "moved_to_f", 1
} };
FIXTURE_VARIANT_ADD(late, link) { {
	"link", SECRET, TO_F, fill_name, 16, exchange_links, call_link, "moved_to_f", 1
} };
FIXTURE_VARIANT_ADD(late, rename_inode) { {
	"rename", "INODE[oldname] == \"%s\"", TO_F, fill_name, 16, exchange_files, call_rename,
	"moved_to_f", 1
} };
FIXTURE_VARIANT_ADD(late, open) { {
	"openat2", "PATH[filename] == \"%s/secret/x\"", "PARAMS[how]->mode == 0666", fill_how,
	sizeof(struct open_how), exchange_links, call_open, NULL, 2
} };
FIXTURE_VARIANT_ADD(late, create) { {
	"openat2", "PATH[filename] == \"%s/secret/new\"", "PARAMS[how]->mode == 0666", fill_how,
	sizeof(struct open_how), exchange_links, call_create, "secret/new", 2
} };

FIXTURE_SETUP(late)
{
	set_up(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	if (strstr(variant->plan.forbidden, "->") && access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	if (!flip_init(&flip, 8))
		SKIP(return, "userfaultfd: %s", strerror(errno));
}

FIXTURE_TEARDOWN_PARENT(late)
{
	tear_down(&self->at);
}

/* The other parameter is something forbidden when it is read first, and then not. */
static void begin(const struct plan *plan, bool change)
{
	char give[2][512] = {};

	remove("l");
	remove("l2");
	symlink("open", "l");
	symlink("secret", "l2");
	sct_make("open/x");
	sct_make("secret/x");
	remove("open/new");
	remove("secret/new");
	remove("moved_to_f");
	remove("moved_to_a");
	plan->fill(give[0], true);
	plan->fill(give[1], false);
	flip.spring = change ? plan->change : NULL;
	flip_arm(&flip, give[0], give[1], plan->size);
}

static int load(const struct plan *plan)
{
	char filter[512], object[256], inode[64];

	inode_of("secret/x", inode, sizeof(inode));
	snprintf(object, sizeof(object), plan->object,
		 plan->change == exchange_files ? inode : dir);
	snprintf(filter, sizeof(filter), "%s && %s", object, plan->forbidden);
	return sct_loadf(no, plan->call, filter);
}

TEST_F_TIMEOUT(late, the_attack_works_without_care, SCT_TIMEOUT)
{
	const struct plan *plan = &variant->plan;

	if (!sct_can_be_unsafe())
		SKIP(return, "no " SCT_UNSAFE ": a kernel that is not built for tests");
	begin(plan, true);
	ASSERT_LOADED(load(plan));
	ASSERT_EQ(0, sct_set_unsafe(true));
	EXPECT_EQ(0, plan->make());
	if (plan->done)
		EXPECT_TRUE(sct_exists(plan->done));
}

TEST_F_TIMEOUT(late, what_was_read_is_what_is_judged, SCT_TIMEOUT)
{
	const struct plan *plan = &variant->plan;
	int i;

	for (i = 0; i < sct_scaled(100); i++) {
		begin(plan, true);
		if (!i || plan->change == exchange_files)
			ASSERT_LOADED(load(plan));
		ASSERT_EQ(-EXDEV, plan->make());
		/* And not once more under the lock of a directory. */
		ASSERT_EQ(plan->reads, flip.given);
		if (plan->done)
			ASSERT_FALSE(sct_exists(plan->done));
		/* What leads to another object is allowed. */
		begin(plan, false);
		if (plan->change == exchange_files)
			ASSERT_LOADED(load(plan));
		ASSERT_EQ(0, plan->make());
		ASSERT_EQ(plan->reads, flip.given);
	}
}

/* A rule that only logs is told of what was used. */
TEST_F_TIMEOUT(late, log_shows_what_was_read, SCT_TIMEOUT)
{
	const struct plan *plan = &variant->plan;
	char object[256], inode[64];

	begin(plan, true);
	inode_of("secret/x", inode, sizeof(inode));
	snprintf(object, sizeof(object), plan->object,
		 plan->change == exchange_files ? inode : dir);
	ASSERT_LOADED(sct_loadf("rule { syscall_name = %s rule_name = l when = before\n"
				"filter_expression { %s && %s }\n"
				"action { type = LOG log_format { %%sname } } }",
				plan->call, object, plan->forbidden));
	EXPECT_EQ(0, plan->make());
	EXPECT_EQ(plan->reads, flip.given);
	snprintf(object, sizeof(object), "%s\n", plan->call);
	EXPECT_LOG(object);
}

TEST_HARNESS_MAIN
