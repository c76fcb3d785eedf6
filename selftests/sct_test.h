/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the SCT selftests share: SCT's files, loading rules, reading the log
 *
 * A test includes this after kselftest_harness.h, keeps a struct sct_place in
 * its fixture, and calls sct_setup() and sct_teardown(). In between it is a
 * process named "sct_test" in a folder of its own, the table and the log are
 * empty, and rules are in force.
 */

#ifndef SCT_TEST_H
#define SCT_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <time.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>

#define SCT_DIR		"/sys/kernel/sct/"
#define SCT_DEBUG	"/sys/kernel/debug/sct/"
#define SCT_RULES	SCT_DIR "rules"
#define SCT_LOG		SCT_DEBUG "log"
#define SCT_LOG_PIPE	SCT_DEBUG "log_pipe"

/* The name of every process of a test, for filters. */
#define SCT_COMM	"sct_test"
#define MINE		"COMM == \"" SCT_COMM "\""

/* Seconds that one test may take; an emulated debug kernel is slow. */
#define SCT_TIMEOUT	240

/* The same of one that takes as long as SCT_TEST_SCALE tells it to. */
#define SCT_SOAK	14400

/* Parts of a rule's text. */
#define LOG(format)	"type = LOG log_format { " format " }"
#define FAIL(error)	"type = FAIL error_code = " error
#define RULE(name, call, filter, action, when) \
	"rule {\n\tsyscall_name = " call "\n\trule_name = " name "\n" \
	"\tfilter_expression { " filter " }\n" \
	"\taction { " action " }\n\twhen = " when "\n}\n"

/* What the kernel answered: a value, or the negative error. */
static inline long sct_ret(long ret)
{
	return ret == -1 ? -errno : ret;
}

#define sct_call(nr, ...) sct_ret(syscall(nr, ##__VA_ARGS__))

static inline long sct_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * A number of tries, or of milliseconds, of SCT_TEST_SCALE percent: lower than
 * 100 where a kernel is slow, higher where a race is looked for. A kernel that
 * looks for leaks is one that looks for much else, and slow.
 */
static inline long sct_scaled(long n)
{
	const char *scale = getenv("SCT_TEST_SCALE");
	long percent = scale ? atol(scale) : 0;

	if (percent < 1)
		percent = access("/sys/kernel/debug/kmemleak", F_OK) ? 100 : 30;
	return n * percent / 100 > 0 ? n * percent / 100 : 1;
}

/* As many tries as a race is given where SCT_TEST_SCALE has time for them. */
#define SCT_MOST_TRIES	1000000L

/* Lets the other side run, on a processor that is emulated too. */
static inline void sct_relax(unsigned int *seed)
{
	int spins = rand_r(seed) % 32;

	do {
#ifdef __x86_64__
		__builtin_ia32_pause();
#endif
	} while (spins-- > 0);
}

/* All of a file, with a NUL behind it; NULL with errno where it can't be read. */
static inline char *sct_read_len(const char *path, size_t *len)
{
	size_t size = 1 << 16, n = 0;
	ssize_t got = 0;
	char *buf;
	int fd, err;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;

	buf = malloc(size);
	while (buf) {
		got = read(fd, buf + n, size - n - 1);
		if (got <= 0)
			break;
		n += got;
		if (n == size - 1) {
			size *= 2;
			buf = realloc(buf, size);
		}
	}
	err = got < 0 ? errno : ENOMEM;
	close(fd);
	if (!buf || got < 0) {
		free(buf);
		errno = err;
		return NULL;
	}
	buf[n] = '\0';
	if (len)
		*len = n;
	return buf;
}

static inline char *sct_read(const char *path)
{
	return sct_read_len(path, NULL);
}

/* Writes all of @text, at most @piece bytes a write; 0 or the negative error. */
static inline int sct_write_pieces(int fd, const char *text, size_t len, size_t piece)
{
	while (len) {
		ssize_t n = write(fd, text, len < piece ? len : piece);

		if (n < 0)
			return -errno;
		text += n;
		len -= n;
	}
	return 0;
}

/* Opens, writes in one piece and closes; 0 or the negative error of the first that fails. */
static inline int sct_put_len(const char *path, int flags, const char *text, size_t len)
{
	int fd, ret;

	fd = open(path, O_WRONLY | O_CLOEXEC | flags);
	if (fd < 0)
		return -errno;
	ret = sct_write_pieces(fd, text, len, SIZE_MAX);
	if (close(fd) && !ret)
		ret = -errno;
	return ret;
}

static inline int sct_put(const char *path, int flags, const char *text)
{
	return sct_put_len(path, flags, text, strlen(text));
}

/* Loads @text with a commit line, so that every error is seen. */
static inline int sct_load_flags(const char *text, int flags)
{
	size_t len = strlen(text);
	const char *sep = len && text[len - 1] != '\n' ? "\n" : "";
	char *all = malloc(len + 16);
	int ret;

	if (!all)
		return -ENOMEM;
	sprintf(all, "%s%scommit\n", text, sep);
	ret = sct_put(SCT_RULES, flags, all);
	free(all);
	return ret;
}

static inline int sct_load(const char *text)
{
	return sct_load_flags(text, O_TRUNC);
}

static inline int sct_add(const char *text)
{
	return sct_load_flags(text, O_APPEND);
}

__printf(1, 2)
static inline int sct_loadf(const char *fmt, ...)
{
	char *text = NULL;
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = vasprintf(&text, fmt, args);
	va_end(args);
	if (ret < 0)
		return -ENOMEM;
	ret = sct_load(text);
	free(text);
	return ret;
}

/* The last entry of error_log, for a message; not to be freed. */
static inline const char *sct_last_error(void)
{
	static char *log;
	char *at;

	free(log);
	log = sct_read(SCT_DIR "error_log");
	if (!log || !*log)
		return "(empty)";
	at = strstr(log, "\n\n");
	while (at && at[2]) {
		char *next = strstr(at + 2, "\n\n");

		if (!next || !next[2])
			return at + 2;
		at = next;
	}
	return log;
}

#define ASSERT_LOADED(ret) do { \
	int __loaded = (ret); \
	\
	ASSERT_EQ(0, __loaded) \
		TH_LOG("error_log: %s", sct_last_error()); \
} while (0)

/* What the rule decides on, nobody can change: that would be said, behind what others said. */
#define ASSERT_LOADED_SAFE(load) do { \
	char *__was = sct_read(SCT_DIR "error_log"), *__is; \
	\
	ASSERT_LOADED(load); \
	__is = sct_read(SCT_DIR "error_log"); \
	EXPECT_GE(sct_count(__was, "decides on"), sct_count(__is, "decides on")) \
		TH_LOG("%s", sct_last_error()); \
	free(__was); \
	free(__is); \
} while (0)

static inline long sct_number(const char *name)
{
	char path[64];
	char *text;
	long n = -1;

	snprintf(path, sizeof(path), SCT_DIR "%s", name);
	text = sct_read(path);
	if (text)
		n = atol(text);
	free(text);
	return n;
}

static inline int sct_clear_log(void)
{
	return sct_put(SCT_LOG, O_TRUNC, "");
}

static inline unsigned int sct_count(const char *text, const char *what)
{
	unsigned int n = 0;

	for (; text && (text = strstr(text, what)); text += strlen(what))
		n++;
	return n;
}

#define sct_lines(text) sct_count(text, "\n")

/* The log is @text, to the byte. */
#define EXPECT_LOG(text) do { \
	char *__log = sct_read(SCT_LOG); \
	\
	ASSERT_NE(NULL, __log); \
	EXPECT_STREQ(text, __log); \
	free(__log); \
} while (0)

/* The same, and empties it for what comes next. */
#define EXPECT_LOG_CLEAR(text) do { \
	EXPECT_LOG(text); \
	ASSERT_EQ(0, sct_clear_log()); \
} while (0)

/* A file with @name and nothing in it. */
static inline bool sct_make(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static inline bool sct_exists(const char *name)
{
	struct stat st;

	return !lstat(name, &st);
}

/* Runs @fn in a child; what it returns, or 128 and the signal that ended it. */
static inline int sct_child(int (*fn)(void *), void *arg)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(fn(arg));
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Memory that children share, filled with zeros. */
static inline void *sct_shared(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

#ifdef __x86_64__
/* A 32-bit call from 64-bit code. The kernel looks at the low halves only. */
static inline long sct_int80(long nr, long a, long b, long c, long d, long e)
{
	long ret;

	asm volatile("int $0x80"
		     : "=a" (ret)
		     : "a" (nr), "b" (a), "c" (b), "d" (c), "S" (d), "D" (e)
		     : "r8", "r9", "r10", "r11", "memory");
	return (int)ret;
}

/* A copy of @text where a 32-bit pointer reaches it. */
static inline char *sct_low(const char *text)
{
	size_t len = strlen(text) + 1;
	char *at = mmap(NULL, len, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	return at == MAP_FAILED ? NULL : memcpy(at, text, len);
}
#endif

/**
 * struct sct_place - where a test works
 * @dir: folder of its own, its working directory
 * @saved: a table was in force before, and stands in that folder
 */
struct sct_place {
	char dir[32];
	bool saved;
};

#define SCT_SAVED	".saved-rules"

static inline void sct_setup(struct __test_metadata *_metadata, struct sct_place *at)
{
	size_t len = 0;
	char *table;

	if (access("/sys/kernel/debug/sct", F_OK))
		mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	if (access(SCT_RULES, F_OK))
		SKIP(return, "no " SCT_RULES ": a kernel without SCT");
	ASSERT_EQ(0, access(SCT_RULES, R_OK | W_OK))
		TH_LOG("run this as root");

	snprintf(at->dir, sizeof(at->dir), "/tmp/sct.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(at->dir));
	ASSERT_EQ(0, chmod(at->dir, 0777));
	ASSERT_EQ(0, chdir(at->dir));
	umask(0);

	table = sct_read_len(SCT_RULES, &len);
	ASSERT_NE(NULL, table);
	at->saved = len > 0;
	if (at->saved)
		ASSERT_EQ(0, sct_put_len(SCT_SAVED, O_CREAT, table, len));
	free(table);

	ASSERT_EQ(0, sct_load(""));
	ASSERT_EQ(0, sct_put(SCT_DIR "enabled", 0, "1\n"));
	ASSERT_EQ(0, sct_clear_log());
	ASSERT_EQ(0, prctl(PR_SET_NAME, SCT_COMM));
}

static inline int sct_remove_one(const char *path, const struct stat *st, int type,
				 struct FTW *ftw)
{
	return remove(path);
}

static inline void sct_teardown(struct sct_place *at)
{
	long until = sct_ms() + 2000;
	char path[64];
	char *table = NULL;
	size_t len = 0;
	int ret;

	snprintf(path, sizeof(path), "%s/" SCT_SAVED, at->dir);
	if (at->saved)
		table = sct_read_len(path, &len);

	/* A child that a test left behind may still hold the file. */
	do {
		ret = sct_put_len(SCT_RULES, O_TRUNC, table ?: "commit\n", table ? len : 7);
	} while (ret == -EBUSY && sct_ms() < until && !usleep(1000));
	if (ret)
		ksft_print_msg("the table could not be restored: %s\n", strerror(-ret));

	sct_put(SCT_DIR "enabled", 0, "1\n");
	sct_clear_log();
	free(table);
	nftw(at->dir, sct_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

#endif /* SCT_TEST_H */
