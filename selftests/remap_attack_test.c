// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that is taken away, exchanged or forbidden between a rule's look and the call's
 *
 * It happens on cue: the last thing that the rule reads is a page of userfaultfd. What the
 * rule saw is what the call uses, or the call fails. With SCT's care switched off, the
 * call uses what stands there then.
 */

#include <kselftest_harness.h>

#include <linux/openat2.h>
#include <sys/xattr.h>

#include "sct_test.h"
#include "sct_attack.h"

static struct sct_trap trap;

/* Where the rule has looked, and what is to stand there when the call looks. */
static char *where;
static char *other;

static void (*fill)(char *at, bool forbidden);

static void write_there(void)
{
	fill(where, true);
}

static void map_another(void)
{
	mmap(where, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	fill(where, true);
}

static void move_another(void)
{
	fill(other, true);
	mremap(other, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, where);
}

static void map_a_file(void)
{
	char page[PAGE] = {};
	int fd = open("file", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	fill(page, true);
	if (write(fd, page, PAGE) == PAGE)
		mmap(where, PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0);
	close(fd);
}

static void unmap(void)
{
	munmap(where, PAGE);
}

static void forbid(void)
{
	mprotect(where, PAGE, PROT_NONE);
}

static void forget(void)
{
	madvise(where, PAGE, MADV_DONTNEED);
}

/* A file that has become shorter: who reads there gets a signal, or EFAULT. */
static void cut_file(void)
{
	if (truncate("short", 0))
		perror("# truncate");
}

/* The calls: each reads its name of a file, the trap, behind what the attack is on. */
static void fill_xattr(char *at, bool forbidden)
{
	put_text(at, forbidden ? "user.sctf" : "user.scta");
}

static long set_xattr(void)
{
	put_text(trap.data, "x");
	return sct_call(SYS_setxattr, trap.page, where, "v", 1, 0);
}

static bool has(const char *name)
{
	char c;

	return getxattr("x", name, &c, 1) == 1;
}

static int used_xattr(void)
{
	return has("user.sctf") ? 2 : has("user.scta");
}

static void fill_how(char *at, bool forbidden)
{
	struct open_how how = { .flags = O_RDWR | O_CREAT, .mode = forbidden ? 0666 : 0600 };

	memcpy(at, &how, sizeof(how));
}

static long open_new(void)
{
	long fd;

	put_text(trap.data, "new");
	fd = sct_call(SYS_openat2, AT_FDCWD, trap.page, where, sizeof(struct open_how));
	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static int used_how(void)
{
	struct stat st;

	if (stat("new", &st))
		return 0;
	return (st.st_mode & 0777) == 0666 ? 2 : 1;
}

FIXTURE(remap) {
	struct sct_place at;
};

/**
 * struct plan - an attack
 * @change: what happens between the looks
 * @left: 2 where the forbidden stands there then, 1 where what the rule saw does, 0 where
 *	the call can't read it
 */
struct plan {
	void (*change)(void);
	int left;
};

FIXTURE_VARIANT(remap) {
	struct plan plan;
};

FIXTURE_VARIANT_ADD(remap, write) { { write_there, 2 } };
FIXTURE_VARIANT_ADD(remap, mmap_over) { { map_another, 2 } };
FIXTURE_VARIANT_ADD(remap, mremap_over) { { move_another, 2 } };
FIXTURE_VARIANT_ADD(remap, mmap_file) { { map_a_file, 2 } };
FIXTURE_VARIANT_ADD(remap, munmap) { { unmap, 0 } };
FIXTURE_VARIANT_ADD(remap, mprotect) { { forbid, 0 } };
FIXTURE_VARIANT_ADD(remap, madvise) { { forget, 0 } };
FIXTURE_VARIANT_ADD(remap, truncate) { { cut_file, 0 } };

FIXTURE_SETUP(remap)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	if (!trap_init(&trap))
		SKIP(return, "userfaultfd: %s", strerror(errno));
	ASSERT_TRUE(sct_make("x"));
}

FIXTURE_TEARDOWN_PARENT(remap)
{
	if (sct_can_be_unsafe())
		sct_set_unsafe(false);
	sct_teardown(&self->at);
}

/* What is allowed stands there, and the trap is set. */
static bool begin(const struct plan *plan)
{
	int fd = -1;

	removexattr("x", "user.scta");
	removexattr("x", "user.sctf");
	remove("new");
	if (where)
		munmap(where, PAGE);
	if (plan->change == cut_file) {
		fd = open("short", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (ftruncate(fd, PAGE))
			return false;
		where = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		close(fd);
	} else {
		where = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			     -1, 0);
	}
	other = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (where == MAP_FAILED || other == MAP_FAILED)
		return false;
	fill(where, false);
	trap_arm(&trap, plan->change);
	return true;
}

static void try(struct __test_metadata *_metadata, const struct plan *plan,
		long (*make)(void), int (*used)(void), bool text)
{
	int i;
	long ret;

	if (sct_can_be_unsafe()) {
		ASSERT_EQ(0, sct_set_unsafe(true));
		ASSERT_TRUE(begin(plan));
		ret = make();
		EXPECT_EQ(1, trap.sprung);
		EXPECT_EQ(plan->left, plan->left ? used() : ret == 0) TH_LOG("%ld", ret);
		ASSERT_EQ(0, sct_set_unsafe(false));
	}
	for (i = 0; i < sct_scaled(200); i++) {
		ASSERT_TRUE(begin(plan));
		ret = make();
		ASSERT_EQ(1, trap.sprung);
		/* A text is the rule's own copy; bytes must be there for the call too. */
		if (text || plan->left || plan->change == forget) {
			ASSERT_EQ(0, ret);
			ASSERT_EQ(1, used());
		} else {
			ASSERT_EQ(-EFAULT, ret);
			ASSERT_EQ(0, used());
		}
	}
}

TEST_F_TIMEOUT(remap, text, SCT_TIMEOUT)
{
	fill = fill_xattr;
	ASSERT_LOADED(sct_load(RULE("no", "setxattr",
				    "PARAMS[name] == \"user.sctf\" || PARAMS[pathname] == \"z\"",
				    FAIL("EXDEV"), "before")));
	try(_metadata, &variant->plan, set_xattr, used_xattr, true);
}

TEST_F_TIMEOUT(remap, bytes, SCT_TIMEOUT)
{
	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	fill = fill_how;
	ASSERT_LOADED(sct_load(RULE("no", "openat2",
				    "PARAMS[how]->mode == 0666 || PARAMS[filename] == \"z\"",
				    FAIL("EXDEV"), "before")));
	try(_metadata, &variant->plan, open_new, used_how, false);
}

TEST_HARNESS_MAIN
