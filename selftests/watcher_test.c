// SPDX-License-Identifier: GPL-2.0
/*
 * The watcher itself: who has no right to it reaches nothing, nobody writes its log for
 * it, no address leads it into the kernel's memory, and a flood hides nothing unseen
 */

#include <kselftest_harness.h>

#include <dirent.h>
#include <netinet/in.h>
#include <linux/openat2.h>
#include <linux/perf_event.h>
#include <stddef.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "sct_test.h"
#include "sct_attack.h"
#include "sct_uring.h"

#define USER	1001

FIXTURE(watcher) {
	struct sct_place at;
};

FIXTURE_SETUP(watcher)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(watcher)
{
	sct_teardown(&self->at);
}

/* Strangers: who they are, and which of them has mounted the kernel's files himself. */
static bool be_user(void)
{
	return !setresgid(USER, USER, USER) && !setresuid(USER, USER, USER) &&
	       !prctl(PR_SET_DUMPABLE, 1);
}

static bool be_root_of_a_user(void)
{
	return be_user() && !unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) &&
	       !sct_put("/proc/self/uid_map", 0, "0 1001 1\n") && !getuid();
}

/* All capabilities, but in a namespace that doesn't know root. */
static bool be_root_of_nowhere(void)
{
	return !unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET);
}

static bool is_open_to_all(const char *name)
{
	return !strcmp(name, "generation") || !strcmp(name, "nr_rules") ||
	       !strcmp(name, "abi_version");
}

/* Whether an open file gives something, or takes it; it is closed. */
static bool can_use(int fd, int flags)
{
	char c;
	bool can;

	if (fd < 0)
		return false;
	if ((flags & O_ACCMODE) == O_RDONLY)
		can = read(fd, &c, 1) >= 0 || errno == EAGAIN;
	else
		can = write(fd, "0\n", 2) >= 0 || (errno != EPERM && errno != EACCES);
	close(fd);
	return can;
}

/* By its name, by a descriptor that stands for it, and by a request of io_uring. */
static bool can_open(const char *path, int flags)
{
	struct io_uring_sqe *sqe;
	char again[64];
	struct ring ring;
	bool can;
	int fd;

	flags |= O_CLOEXEC | O_NONBLOCK;
	can = can_use(open(path, flags), flags);
	fd = open(path, O_PATH | O_CLOEXEC);
	if (fd >= 0) {
		snprintf(again, sizeof(again), "/proc/self/fd/%d", fd);
		can |= can_use(open(again, flags), flags);
		close(fd);
	}
	if (ring_init(&ring, 1, 0))
		return can;
	sqe = ring_path(&ring, IORING_OP_OPENAT, path);
	sqe->open_flags = flags;
	can |= can_use(ring_run(&ring), flags);
	ring_exit(&ring);
	return can;
}

static const int ways[] = { O_RDONLY, O_WRONLY, O_RDWR, O_WRONLY | O_TRUNC, O_WRONLY | O_APPEND };

/* How many of a folder's files can be opened that should not; names that are known. */
static int can_open_any(const char *folder, char names[][64], int nr)
{
	char path[256];
	int i, can = 0;
	size_t j;

	for (i = 0; i < nr; i++) {
		snprintf(path, sizeof(path), "%s%s", folder, names[i]);
		for (j = 0; j < ARRAY_SIZE(ways); j++) {
			if (ways[j] == O_RDONLY && is_open_to_all(names[i]))
				continue;
			if (!can_open(path, ways[j]))
				continue;
			printf("# %s opened with %#x\n", path, ways[j]);
			can++;
		}
	}
	return can;
}

static int names_of(const char *folder, char names[][64])
{
	struct dirent *entry;
	DIR *dir = opendir(folder);
	int nr = 0;

	while (dir && nr < 32 && (entry = readdir(dir))) {
		/* Of a kernel for tests only. */
		if (*entry->d_name != '.' && strcmp(entry->d_name, "unsafe"))
			snprintf(names[nr++], 64, "%.63s", entry->d_name);
	}
	closedir(dir);
	return nr;
}

static char sys_names[32][64], debug_names[32][64];
static int nr_sys, nr_debug;
static unsigned long trace_id;

/* What a trace event holds is not for him: of his own calls neither. */
static bool can_trace(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr), .config = trace_id,
		.sample_period = 1, .sample_type = PERF_SAMPLE_RAW,
	};
	int own = syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0L);
	int all = syscall(SYS_perf_event_open, &attr, -1, 0, -1, 0L);

	return own >= 0 || all >= 0;
}

/* The kernel's file systems mounted by himself, where he may. */
static int can_open_mounted(void)
{
	int can = 0;

	if (!mkdir("sys", 0755) && !mount("sysfs", "sys", "sysfs", 0, NULL)) {
		can += can_open_any("sys/kernel/sct/", sys_names, nr_sys);
		can += can_open_any("sys/kernel/debug/sct/", debug_names, nr_debug);
	}
	mkdir("debug", 0755);
	can += !mount("debugfs", "debug", "debugfs", 0, NULL);
	can += !mount("tracefs", "debug", "tracefs", 0, NULL);
	return can;
}

static int reach(void *arg)
{
	bool (*be)(void) = arg;
	int can;

	if (!be())
		return 100;
	can = can_open_any(SCT_DIR, sys_names, nr_sys);
	can += can_open_any(SCT_DEBUG, debug_names, nr_debug);
	can += can_open_mounted();
	if (trace_id && can_trace()) {
		printf("# perf\n");
		can++;
	}
	/* What needs no file of its own: rules at boot and the seal are the kernel's. */
	return can < 99 ? can : 99;
}

TEST_F_TIMEOUT(watcher, strangers_reach_nothing, SCT_TIMEOUT)
{
	char *before, *id = sct_read("/sys/kernel/tracing/events/sct/sct_match/id");
	char *after;

	if (id)
		trace_id = strtoul(id, NULL, 10);
	free(id);
	nr_sys = names_of(SCT_DIR, sys_names);
	nr_debug = names_of(SCT_DEBUG, debug_names);
	ASSERT_LT(6, nr_sys);
	ASSERT_LT(5, nr_debug);
	ASSERT_LOADED(sct_load(RULE("r", "rmdir", "PARAMS[1] == \"none\"", FAIL("EXDEV"), "before")
			       RULE("l", "mkdir", MINE, LOG("l"), "before")));
	sct_call(SYS_mkdir, "dir", 0700);
	before = sct_read(SCT_RULES);
	/* Root can: the tries are good for something. */
	EXPECT_TRUE(can_open(SCT_RULES, O_RDONLY));
	EXPECT_TRUE(can_open(SCT_LOG, O_RDONLY));
	EXPECT_LT(10, can_open_any(SCT_DEBUG, debug_names, nr_debug));
	if (trace_id)
		EXPECT_TRUE(can_trace());
	ASSERT_LOADED(sct_load(before));
	ASSERT_EQ(0, sct_clear_log());
	sct_call(SYS_mkdir, "dir", 0700);

	EXPECT_EQ(0, sct_child(reach, be_user));
	EXPECT_EQ(0, sct_child(reach, be_root_of_a_user));
	EXPECT_EQ(0, sct_child(reach, be_root_of_nowhere));
	after = sct_read(SCT_RULES);
	EXPECT_STREQ(before, after);
	EXPECT_EQ(1, sct_number("enabled"));
	EXPECT_EQ(0, sct_number("sealed"));
	EXPECT_EQ(-EXDEV, sct_call(SYS_rmdir, "none"));
	free(before);
	free(after);
}

/* What is to look like a line of the log's own, or like none. */
static const char * const forged[] = {
	"\n-- 7 events lost --\n", "a\nl \"b\"", "\" l \"", "\\\n", "\x1b[2J\x1b[H", "\r",
	"%params %s%n", "\xc2\x85\xe2\x80\xa8l", "\x01\x7f\x80\xff", "\\\"", "} l {",
};

/* Whether the log has @nr lines, each that begins with @begin, and is plain ASCII. */
static bool is_plain(const char *log, const char *begin, int nr)
{
	const char *line, *c;

	for (line = log; *line; line = strchr(line, '\n') + 1) {
		nr--;
		if (strncmp(line, begin, strlen(begin)) || !strchr(line, '\n'))
			return false;
	}
	for (c = log; *c; c++) {
		if (*c != '\n' && (*c < ' ' || *c > '~'))
			return false;
	}
	return !nr;
}

#define EXPECT_PLAIN(begin, nr, what) do { \
	char *__log = sct_read(SCT_LOG); \
	\
	ASSERT_NE(NULL, __log); \
	EXPECT_TRUE(is_plain(__log, begin, nr)) TH_LOG("%s: %s", what, __log); \
	free(__log); \
	ASSERT_EQ(0, sct_clear_log()); \
} while (0)

static const char all_texts[] =
	"log_format { l %%comm %%params %%path1 %%cwd %%exe }\n"
	"rule { syscall_name = rmdir, connect rule_name = r\n"
	"filter_expression { PID == %d } action { type = LOG } }";

TEST_F_TIMEOUT(watcher, nobody_forges_a_line, SCT_TIMEOUT)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	size_t i, len;

	ASSERT_LOADED(sct_loadf(all_texts, getpid()));
	for (i = 0; i < ARRAY_SIZE(forged); i++) {
		len = strlen(forged[i]);
		prctl(PR_SET_NAME, forged[i]);
		sct_call(SYS_rmdir, forged[i]);
		memset(un.sun_path, 0, sizeof(un.sun_path));
		memcpy(un.sun_path, forged[i], len);
		sct_call(SYS_connect, fd, &un, sizeof(un));
		/* The same as a name that no file has: behind a NUL. */
		memmove(un.sun_path + 1, un.sun_path, len);
		un.sun_path[0] = '\0';
		sct_call(SYS_connect, fd, &un, offsetof(struct sockaddr_un, sun_path) + 1 + len);
		EXPECT_PLAIN("l \"", 3, forged[i]);
	}
	/* The folder that he works in. */
	for (i = 0; i < ARRAY_SIZE(forged); i++) {
		char name[64];

		snprintf(name, sizeof(name), "d%s", forged[i]);
		if (mkdir(name, 0700) || chdir(name))
			continue;
		sct_call(SYS_rmdir, "none");
		EXPECT_PLAIN("l \"", 1, forged[i]);
		ASSERT_EQ(0, chdir(self->at.dir));
	}
	prctl(PR_SET_NAME, SCT_COMM);
	close(fd);
}

/* This program, as a file of another name. */
static bool copy_program(const char *name)
{
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int to = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
	struct stat st = {};
	bool done = to >= 0 && !fstat(from, &st);

	while (done && st.st_size > 0) {
		ssize_t n = sendfile(to, from, NULL, st.st_size);

		done = n > 0;
		st.st_size -= n;
	}
	close(from);
	close(to);
	return done;
}

/* It lists its tests, and ends. */
static int run_program(void *name)
{
	int null = open("/dev/null", O_WRONLY);

	dup2(null, 1);
	dup2(null, 2);
	execl(name, name, "-l", NULL);
	return 250;
}

TEST_F_TIMEOUT(watcher, no_program_forges_a_line, SCT_TIMEOUT)
{
	char name[64];
	size_t i;

	ASSERT_LOADED(sct_loadf("log_format { l %%comm %%exe %%cwd }\n"
				"rule { syscall_name = exit_group rule_name = r\n"
				"filter_expression { EXE startswith \"%s/p\" }\n"
				"action { type = LOG } }", self->at.dir));
	for (i = 0; i < ARRAY_SIZE(forged); i++) {
		snprintf(name, sizeof(name), "p%s", forged[i]);
		ASSERT_TRUE(copy_program(name));
		EXPECT_NE(250, sct_child(run_program, name));
		EXPECT_PLAIN("l \"", 1, forged[i]);
		unlink(name);
	}
}

/* Where no user's memory is. */
static const unsigned long kernels[] = {
	0xffffffff81000000, 0xffffffff80000000, 0xffff888000000000, 0xffff888000100000,
	0xffffc90000000000, 0xfffffe0000000000, 0xffffffffff600000, 0xffffffffffffffff,
	0xfffffffffffff000, 0x8000000000000000, 0x0000800000000000, 0x00007ffffffff000,
	0x0001000000000000, 0xff00000000001000, 0xfffffffffffffffe, 0xfffffffffffffffa,
};

/* Each of these is true of whatever can be read. */
static const char reads[] =
	RULE("s", "rmdir", MINE " && PARAMS[1] startswith \"\"", LOG("read"), "before")
	RULE("n", "rmdir", MINE, LOG("%params"), "before")
	RULE("t", "openat2", MINE " && (PARAMS[how]->mode >= 0 || PARAMS[how]->mode < 0)",
	     LOG("read"), "before")
	RULE("o", "openat2", MINE " && PARAMS[filename] == \"none\"", LOG("%param3"), "before");

TEST_F_TIMEOUT(watcher, no_address_leads_to_the_kernel, SCT_TIMEOUT)
{
	bool types = !access("/sys/kernel/btf/vmlinux", F_OK);
	char line[128];
	size_t i;

	if (!types)
		SKIP(return, "the kernel has no type information");
	ASSERT_LOADED(sct_load(reads));
	for (i = 0; i < ARRAY_SIZE(kernels); i++) {
		unsigned long at = kernels[i];

		EXPECT_EQ(-EFAULT, sct_call(SYS_rmdir, at)) TH_LOG("%lx", at);
		snprintf(line, sizeof(line), "<0x%lx>\n", at);
		EXPECT_LOG_CLEAR(line);
		EXPECT_EQ(-EFAULT, sct_call(SYS_openat2, AT_FDCWD, "none", at,
					    sizeof(struct open_how))) TH_LOG("%lx", at);
		EXPECT_LOG_CLEAR(line);
	}
}

/* A thread of the kernel's reads for a ring: no address leads it there either. */
TEST_F_TIMEOUT(watcher, no_address_of_a_ring_leads_to_the_kernel, SCT_TIMEOUT)
{
	unsigned int setup;
	char line[128];
	struct ring ring;
	size_t i;

	ASSERT_LOADED(sct_load(RULE("s", "unlinkat", MINE " && PARAMS[2] startswith \"\"",
				    LOG("read"), "before")
			       RULE("n", "unlinkat", MINE, LOG("%param2"), "before")));
	for (setup = 0; setup <= IORING_SETUP_SQPOLL; setup += IORING_SETUP_SQPOLL) {
		ASSERT_EQ(0, ring_init(&ring, 4, setup));
		for (i = 0; i < ARRAY_SIZE(kernels); i++) {
			ring_path(&ring, IORING_OP_UNLINKAT, (char *)kernels[i]);
			EXPECT_EQ(-EFAULT, ring_run(&ring));
			snprintf(line, sizeof(line), "<0x%lx>\n", kernels[i]);
			EXPECT_LOG_CLEAR(line);
		}
		ring_exit(&ring);
	}
}

/* The last page that a program can have. */
#define TOP	0x7ffffffff000UL

TEST_F_TIMEOUT(watcher, memory_ends_where_the_kernel_begins, SCT_TIMEOUT)
{
	bool types = !access("/sys/kernel/btf/vmlinux", F_OK);
	char *page = (char *)TOP - PAGE, *at, line[64];

	if (!types)
		SKIP(return, "the kernel has no type information");
	if (mmap(page, PAGE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != page)
		SKIP(return, "the last page can't be had: %s", strerror(errno));
	ASSERT_LOADED(sct_load(reads));
	at = page + PAGE - 5;
	memcpy(at, "none", 5);
	EXPECT_EQ(-ENOENT, sct_call(SYS_rmdir, at));
	EXPECT_LOG_CLEAR("read\n");
	/* It doesn't end in his memory. */
	memcpy(at, "nones", 5);
	EXPECT_EQ(-EFAULT, sct_call(SYS_rmdir, at));
	snprintf(line, sizeof(line), "<%p>\n", at);
	EXPECT_LOG_CLEAR(line);
	/* Nor does a struct: the member is behind the end. */
	EXPECT_EQ(-EFAULT, sct_call(SYS_openat2, AT_FDCWD, "none", page + PAGE - 8,
				    sizeof(struct open_how)));
	munmap(page, PAGE);
}

#ifdef __x86_64__
TEST_F_TIMEOUT(watcher, no_address_of_32_bits_leads_to_the_kernel, SCT_TIMEOUT)
{
	static const unsigned int ends[] = {
		0xffffffff, 0xfffff000, 0xffffe000, 0xffffd000, 0xc0000000,
	};
	char line[64];
	size_t i;

	ASSERT_LOADED(sct_load(RULE("s", "rmdir", MINE " && PARAMS[1] startswith \"\"",
				    LOG("read"), "before")
			       RULE("n", "rmdir", MINE, LOG("%params"), "before")));
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		EXPECT_EQ(-EFAULT, sct_int80(40, ends[i], 0, 0, 0, 0));
		snprintf(line, sizeof(line), "<0x%x>\n", ends[i]);
		EXPECT_LOG_CLEAR(line);
		/* What stands in the upper half of the register is nobody's. */
		EXPECT_EQ(-EFAULT, sct_int80(40, 0xffffffff00000000 | ends[i], 0, 0, 0, 0));
		EXPECT_LOG_CLEAR(line);
	}
	for (i = 0; i < ARRAY_SIZE(kernels); i++) {
		sct_int80(40, kernels[i], 0, 0, 0, 0);
		sct_clear_log();
	}
}
#endif

/* A flood. */
static long stat_of(const char *rule, const char *what)
{
	char *text = sct_read(SCT_DEBUG "stats"), *at, name[32];
	long n = -1;

	snprintf(name, sizeof(name), "%s ", rule);
	for (at = text; at; at = strchr(at, '\n'), at += !!at) {
		if (strncmp(at, name, strlen(name)))
			continue;
		at = strstr(at, what);
		if (at)
			n = atol(strchr(at, '=') + 1);
		break;
	}
	free(text);
	return n;
}

#define FLOOD	30000

static int flood(void *arg)
{
	int i;

	if (!be_user())
		return 1;
	for (i = 0; i < FLOOD; i++)
		sct_call(SYS_getppid);
	return 0;
}

/**
 * struct told - what a reader was told
 * @rare: lines of the rule that few calls meet
 * @flood: lines of the one that the flood meets
 * @lost: events that were lost
 */
struct told {
	long rare, flood, lost;
};

static struct told read_all(const char *text)
{
	struct told told = {};

	while (text && *text) {
		told.rare += !strncmp(text, "rare", 4);
		told.flood += !strncmp(text, "flood", 5);
		if (!strncmp(text, "-- ", 3))
			told.lost += atol(text + 3);
		text = strchr(text, '\n');
		text += !!text;
	}
	return told;
}

static char *read_pipe(int fd)
{
	char *text = malloc(1 << 24);
	size_t len = 0;
	ssize_t n;

	while ((n = read(fd, text + len, (1 << 24) - len - 1)) > 0)
		len += n;
	text[len] = '\0';
	return text;
}

static const char two_rules[] =
	RULE("rare", "rmdir", MINE, LOG("rare %%param1"), "before")
	"rule { syscall_name = getppid rule_name = flood filter_expression { UID == 1001 }\n"
	"action { type = LOG %s log_format { flood %%pid } } }";

TEST_F_TIMEOUT(watcher, a_limit_keeps_a_flood_off_the_others, SCT_TIMEOUT)
{
	struct told told;
	char *log;
	int i;

	ASSERT_LOADED(sct_loadf(two_rules, "limit = 50/s"));
	for (i = 0; i < 3; i++)
		sct_call(SYS_rmdir, "none");
	ASSERT_EQ(0, sct_child(flood, NULL));
	sct_call(SYS_rmdir, "none");
	log = sct_read(SCT_LOG);
	told = read_all(log);
	free(log);
	EXPECT_EQ(4, told.rare);
	EXPECT_EQ(0, told.lost);
	/* What the limit has kept back is told by rule. */
	EXPECT_EQ(4, stat_of("rare", "logged"));
	EXPECT_EQ(4, stat_of("rare", "kept"));
	EXPECT_EQ(0, stat_of("rare", "limited"));
	EXPECT_EQ(FLOOD, stat_of("flood", "matched"));
	EXPECT_EQ(told.flood, stat_of("flood", "logged"));
	EXPECT_EQ(FLOOD - told.flood, stat_of("flood", "limited"));
	EXPECT_LT(0, told.flood);
	EXPECT_GT(FLOOD / 2, told.flood);
}

TEST_F_TIMEOUT(watcher, what_a_flood_takes_is_told, SCT_TIMEOUT)
{
	int pipes[2], json, fd, i;
	struct told told;
	char *log;

	ASSERT_EQ(0, sct_put(SCT_DEBUG "buffer_kb", 0, "64\n"));
	ASSERT_LOADED(sct_loadf(two_rules, ""));
	for (i = 0; i < 2; i++) {
		pipes[i] = open(SCT_LOG_PIPE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		ASSERT_LE(0, pipes[i]);
	}
	json = open(SCT_DEBUG "log_json", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ASSERT_LE(0, json);
	for (i = 0; i < 3; i++)
		sct_call(SYS_rmdir, "none");
	ASSERT_EQ(0, sct_child(flood, NULL));
	sct_call(SYS_rmdir, "none");
	EXPECT_EQ(4, stat_of("rare", "logged"));
	EXPECT_EQ(FLOOD, stat_of("flood", "logged"));

	/* Whoever reads is told how many are missing; of which rule, the counters tell. */
	log = sct_read(SCT_LOG);
	told = read_all(log);
	free(log);
	EXPECT_LT(0, told.lost);
	EXPECT_EQ(FLOOD + 4, told.rare + told.flood + told.lost);
	EXPECT_EQ(told.rare, stat_of("rare", "kept"));
	EXPECT_EQ(told.flood, stat_of("flood", "kept"));
	for (i = 0; i < 2; i++) {
		log = read_pipe(pipes[i]);
		told = read_all(log);
		free(log);
		EXPECT_LT(0, told.lost);
		EXPECT_EQ(FLOOD + 4, told.rare + told.flood + told.lost);
		close(pipes[i]);
	}
	log = read_pipe(json);
	EXPECT_NE(NULL, strstr(log, "\"lost\""));
	free(log);
	close(json);
	/* Who keeps the file open gets what there is now. */
	fd = open(SCT_DEBUG "stats", O_RDONLY | O_CLOEXEC);
	for (i = 0; i < 2; i++) {
		char text[256] = "";

		ASSERT_LT(0, pread(fd, text, sizeof(text) - 1, 0));
		EXPECT_EQ(i, strstr(text, " kept=0\n") > text) TH_LOG("%s", text);
		ASSERT_EQ(0, sct_clear_log());
	}
	close(fd);
	EXPECT_EQ(0, stat_of("flood", "kept"));
	sct_put(SCT_DEBUG "buffer_kb", 0, "256\n");
}

TEST_HARNESS_MAIN
