// SPDX-License-Identifier: GPL-2.0
/*
 * The race that every checker of user memory must win: one thread changes the
 * path while another thread's call is being checked
 *
 * What a rule saw is what the call uses. So the forbidden path is never touched,
 * and the log never names a path that was not the one used.
 */

#include <kselftest_harness.h>

#include <pthread.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>

#include "sct_test.h"

#define ALLOWED		'a'
#define FORBIDDEN	'f'

/* "d/a" and "d/f" are one byte apart, so no mixture of the two exists. */
static const char racing_path[] = "d/a";
static char *path;
static bool stop;

static void *flip(void *arg)
{
	unsigned int seed = 1;
	char *c = arg;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		__atomic_store_n(c, FORBIDDEN, __ATOMIC_RELAXED);
		sct_relax(&seed);
		__atomic_store_n(c, ALLOWED, __ATOMIC_RELAXED);
		sct_relax(&seed);
	}
	return NULL;
}

static long call_unlink(void) { return sct_call(SYS_unlink, path); }
static long call_unlinkat(void) { return sct_call(SYS_unlinkat, AT_FDCWD, path, 0); }
static long call_rename(void) { return sct_call(SYS_rename, path, "d/elsewhere"); }
static long call_rename_to(void) { return sct_call(SYS_rename, "d/elsewhere", path); }
static long call_link(void) { return sct_call(SYS_link, "d/elsewhere", path); }
static long call_symlink(void) { return sct_call(SYS_symlink, "x", path); }
static long call_mkdir(void) { return sct_call(SYS_mkdir, path, 0700); }

static long call_openat(void)
{
	long fd = sct_call(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, 0600);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

#ifdef __x86_64__
static long call_int80_unlink(void) { return sct_int80(10, (long)path, 0, 0, 0, 0); }
static long call_int80_mkdir(void) { return sct_int80(39, (long)path, 0700, 0, 0, 0); }
#endif

FIXTURE(race) {
	struct sct_place at;
};

FIXTURE_VARIANT(race) {
	const char *call;
	int param;
	long (*make)(void);
	bool creates;		/* the path comes into being, or goes */
};

FIXTURE_VARIANT_ADD(race, unlink) { "unlink", 1, call_unlink, false };
FIXTURE_VARIANT_ADD(race, unlinkat) { "unlinkat", 2, call_unlinkat, false };
FIXTURE_VARIANT_ADD(race, rename_from) { "rename", 1, call_rename, false };
FIXTURE_VARIANT_ADD(race, rename_to) { "rename", 2, call_rename_to, true };
FIXTURE_VARIANT_ADD(race, link) { "link", 2, call_link, true };
FIXTURE_VARIANT_ADD(race, symlink) { "symlink", 2, call_symlink, true };
FIXTURE_VARIANT_ADD(race, mkdir) { "mkdir", 1, call_mkdir, true };
FIXTURE_VARIANT_ADD(race, openat) { "openat", 2, call_openat, true };
#ifdef __x86_64__
FIXTURE_VARIANT_ADD(race, int80_unlink) { "unlink", 1, call_int80_unlink, false };
FIXTURE_VARIANT_ADD(race, int80_mkdir) { "mkdir", 1, call_int80_mkdir, true };
#endif

FIXTURE_SETUP(race)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	ASSERT_EQ(0, mkdir("d", 0700));
#ifdef __x86_64__
	path = sct_low(racing_path);
#else
	path = strdup(racing_path);
#endif
	ASSERT_NE(NULL, path);
}

FIXTURE_TEARDOWN_PARENT(race)
{
	sct_teardown(&self->at);
}

/* Both paths as they are before a call. */
static void prepare(bool creates)
{
	sct_make("d/elsewhere");
	if (!creates) {
		sct_make("d/a");
		sct_make("d/f");
	} else {
		remove("d/a");
		remove("d/f");
	}
}

static bool touched(const char *name, bool creates)
{
	return sct_exists(name) == creates;
}

/* A rule that refuses the forbidden path, by what the caller will be told. */
TEST_F_TIMEOUT(race, forbidden_path_is_never_touched, SCT_SOAK)
{
	long until = sct_ms() + sct_scaled(1000), last = until + 60000;
	long allowed = 0, refused = 0;
	unsigned int seed = 2;
	pthread_t thread;

	ASSERT_LOADED(sct_loadf(RULE("no", "%s", "PARAMS[%d] == \"d/f\"", FAIL("EXDEV"), "before"),
				variant->call, variant->param));
	ASSERT_EQ(0, pthread_create(&thread, NULL, flip, path + 2));
	prepare(variant->creates);
	/* Until there was each, where the kernel is slow. */
	while (allowed + refused < SCT_MOST_TRIES &&
	       sct_ms() < (allowed && refused ? until : last)) {
		long ret;

		sct_relax(&seed);
		ret = variant->make();

		ASSERT_FALSE(touched("d/f", variant->creates)) TH_LOG("%ld", ret);
		if (ret == -EXDEV) {
			ASSERT_FALSE(touched("d/a", variant->creates));
			refused++;
			continue;
		}
		ASSERT_EQ(0, ret);
		ASSERT_TRUE(touched("d/a", variant->creates));
		allowed++;
		prepare(variant->creates);
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	TH_LOG("%ld allowed, %ld refused", allowed, refused);
	EXPECT_LT(0, allowed);
	EXPECT_LT(0, refused);
}

/* No rule refuses; each call's line in the log names what was touched. */
TEST_F_TIMEOUT(race, log_names_the_path_that_was_used, SCT_TIMEOUT)
{
	static const char rules[] =
		RULE("b", "%s", "PARAMS[%d] startswith \"d/\"", LOG("%%param%d"), "before")
		RULE("a", "%s", "PARAMS[%d] startswith \"d/\" && RETVAL >= 0",
		     LOG("%%param%d"), "after");
	static const char * const expected[] = {
		"\"d/a\"\n\"d/a\"\n", "\"d/f\"\n\"d/f\"\n"
	};
	long until = sct_ms() + sct_scaled(1000), last = until + 60000, seen[2] = {};
	int param = variant->param;
	unsigned int seed = 3;
	pthread_t thread;

	ASSERT_LOADED(sct_loadf(rules, variant->call, param, param,
				variant->call, param, param));
	ASSERT_EQ(0, pthread_create(&thread, NULL, flip, path + 2));
	/* Until each was seen, where the kernel is slow. */
	while (sct_ms() < (seen[0] && seen[1] ? until : last)) {
		bool forbidden;
		char *log;

		prepare(variant->creates);
		sct_clear_log();
		sct_relax(&seed);
		ASSERT_EQ(0, variant->make());
		forbidden = touched("d/f", variant->creates);
		ASSERT_NE(forbidden, touched("d/a", variant->creates));
		log = sct_read(SCT_LOG);
		ASSERT_NE(NULL, log);
		ASSERT_STREQ(expected[forbidden], log);
		free(log);
		seen[forbidden]++;
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	EXPECT_LT(0, seen[0]);
	EXPECT_LT(0, seen[1]);
}

/*
 * The same without luck: memory that is another at every reading. The path lies
 * across two pages that are never there at once, and each time that the second is
 * read, userfaultfd gives it another end.
 */
#define HEAD	"./././d/"	/* as many bytes as the kernel may read at once */

struct changing {
	int uffd;
	char *pages;
	long page_size;
	unsigned int seed;
	char last;		/* what was given last */
	long given;		/* how often */
};

static bool give(struct changing *c, long page)
{
	char *buf = aligned_alloc(c->page_size, c->page_size);
	struct uffdio_copy copy = {
		.dst = (long)c->pages + page * c->page_size,
		.src = (long)buf,
		.len = c->page_size,
	};
	bool done;

	memset(buf, 0, c->page_size);
	if (!page) {
		memcpy(buf + c->page_size - strlen(HEAD), HEAD, strlen(HEAD));
	} else {
		c->last = rand_r(&c->seed) & 64 ? ALLOWED : FORBIDDEN;
		c->given++;
		buf[0] = c->last;
	}
	/* Who reads one page has read the other. */
	done = !madvise(c->pages + !page * c->page_size, c->page_size, MADV_DONTNEED) &&
	       !ioctl(c->uffd, UFFDIO_COPY, &copy);
	free(buf);
	return done;
}

static void *give_pages(void *arg)
{
	struct changing *c = arg;
	struct uffd_msg msg;

	/* Until the file is closed, or rather until the process ends. */
	while (read(c->uffd, &msg, sizeof(msg)) == sizeof(msg)) {
		if (msg.event != UFFD_EVENT_PAGEFAULT ||
		    !give(c, (msg.arg.pagefault.address - (long)c->pages) / c->page_size))
			break;
	}
	fprintf(stderr, "# userfaultfd: %s\n", strerror(errno));
	exit(1);
}

/* Returns the address of the path, or NULL. */
static char *change_at_every_reading(struct changing *c)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int low = 0;
	pthread_t thread;

#ifdef __x86_64__
	low = MAP_32BIT;
#endif
	c->page_size = sysconf(_SC_PAGESIZE);
	c->seed = 1;
	c->uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	c->pages = mmap(NULL, 2 * c->page_size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | low, -1, 0);
	if (c->uffd < 0 || c->pages == MAP_FAILED || ioctl(c->uffd, UFFDIO_API, &api))
		return NULL;
	reg.range.start = (long)c->pages;
	reg.range.len = 2 * c->page_size;
	if (ioctl(c->uffd, UFFDIO_REGISTER, &reg) ||
	    pthread_create(&thread, NULL, give_pages, c))
		return NULL;
	return c->pages + c->page_size - strlen(HEAD);
}

TEST_F_TIMEOUT(race, path_is_read_once, SCT_TIMEOUT)
{
	static const char rules[] =
		RULE("no", "%s", "%d && PARAMS[%d] == \"" HEAD "f\"", FAIL("EXDEV"), "before")
		RULE("b", "%s", "PARAMS[%d] startswith \"" HEAD "\"", LOG("%%param%d"), "before")
		RULE("a", "%s", "PARAMS[%d] startswith \"" HEAD "\"", LOG("%%param%d"), "after");
	const char *call = variant->call;
	int param = variant->param, refuses, i;
	struct changing c = {};

	path = change_at_every_reading(&c);
	if (!path)
		SKIP(return, "userfaultfd: %s", strerror(errno));
	for (refuses = 1; refuses >= 0; refuses--) {
		ASSERT_LOADED(sct_loadf(rules, call, refuses, param, call, param, param,
					call, param, param));
		for (i = 0; i < sct_scaled(100); i++) {
			char expected[64] = "";
			bool forbidden;
			char *log;
			long ret;

			prepare(variant->creates);
			sct_clear_log();
			c.given = 0;
			ret = variant->make();
			ASSERT_EQ(1, c.given) TH_LOG("the path was read more than once");
			forbidden = c.last == FORBIDDEN;
			ASSERT_EQ(forbidden && refuses ? -EXDEV : 0, ret);
			ASSERT_EQ(forbidden && !refuses, touched("d/f", variant->creates));
			ASSERT_EQ(!forbidden, touched("d/a", variant->creates));
			log = sct_read(SCT_LOG);
			ASSERT_NE(NULL, log);
			if (!forbidden || !refuses)
				snprintf(expected, sizeof(expected),
					 "\"" HEAD "%c\"\n\"" HEAD "%c\"\n", c.last, c.last);
			ASSERT_STREQ(expected, log);
			free(log);
		}
	}
}

TEST_HARNESS_MAIN
