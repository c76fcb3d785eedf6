// SPDX-License-Identifier: GPL-2.0
/*
 * The log: how an event prints, and that nothing can forge its line
 */

#include <kselftest_harness.h>

#include <sys/resource.h>

#include "sct_test.h"

FIXTURE(log) {
	struct sct_place at;
};

FIXTURE_SETUP(log)
{
	sct_setup(_metadata, &self->at);
	if (!_metadata->exit_code)
		ASSERT_LOADED(sct_load(RULE("r", "unlink", MINE, LOG("%params"), "before")));
}

FIXTURE_TEARDOWN_PARENT(log)
{
	sct_teardown(&self->at);
}

TEST_F(log, reading_takes_nothing_away)
{
	char *text;
	int fd;

	sct_call(SYS_unlink, "one");
	sct_call(SYS_unlink, "two");
	EXPECT_LOG("\"one\"\n\"two\"\n");
	EXPECT_LOG("\"one\"\n\"two\"\n");
	sct_call(SYS_unlink, "three");
	EXPECT_LOG("\"one\"\n\"two\"\n\"three\"\n");

	/* Nor does opening it to write, without O_TRUNC. */
	fd = open(SCT_LOG, O_WRONLY | O_APPEND);
	if (fd >= 0)
		close(fd);
	text = sct_read(SCT_LOG);
	ASSERT_NE(NULL, text);
	EXPECT_EQ(3, sct_lines(text));
	free(text);
}

TEST_F(log, truncating_empties_it)
{
	sct_call(SYS_unlink, "one");
	EXPECT_EQ(0, sct_clear_log());
	EXPECT_LOG("");
	sct_call(SYS_unlink, "two");
	EXPECT_LOG("\"two\"\n");
	EXPECT_EQ(0, sct_clear_log());
	EXPECT_EQ(0, sct_clear_log());
	EXPECT_LOG("");
}

TEST_F(log, reads_in_small_pieces)
{
	char buf[256];
	size_t n = 0;
	ssize_t got;
	int fd;

	sct_call(SYS_unlink, "one");
	sct_call(SYS_unlink, "two");
	fd = open(SCT_LOG, O_RDONLY);
	ASSERT_LE(0, fd);
	while ((got = read(fd, buf + n, 1)) == 1)
		n++;
	EXPECT_EQ(0, got);
	buf[n] = '\0';
	EXPECT_STREQ("\"one\"\n\"two\"\n", buf);
	close(fd);
}

/* Reads are calls too: a reader that logs its own reading must come to an end. */
TEST_F_TIMEOUT(log, reading_ends_though_it_is_logged, SCT_TIMEOUT)
{
	size_t n = 0;
	char buf[64];
	ssize_t got;
	int fd, i;

	ASSERT_LOADED(sct_load(RULE("r", "read, pread64", MINE, LOG("%sname of %comm"), "before")));
	for (i = 0; i < 10; i++)
		sct_call(SYS_read, -1, NULL, 0L);
	fd = open(SCT_LOG, O_RDONLY);
	ASSERT_LE(0, fd);
	while ((got = read(fd, buf, sizeof(buf))) > 0 && n < 1 << 20)
		n += got;
	close(fd);
	EXPECT_EQ(0, got);
	EXPECT_LE(10 * strlen("read of \"" SCT_COMM "\"\n"), n);
}

/* What a C string literal in @text is, in @buf; what follows it. */
static const char *unquote(const char *text, char *buf)
{
	if (*text++ != '"')
		return NULL;
	while (*text != '"') {
		int value = 0, digits = 0;

		if (!*text)
			return NULL;
		if (*text != '\\') {
			*buf++ = *text++;
			continue;
		}
		text++;
		if (*text == 'x') {
			for (text++; digits < 2 && isxdigit(*text); text++, digits++)
				value = value * 16 + (isdigit(*text) ? *text - '0' :
						      (*text | 0x20) - 'a' + 10);
			*buf++ = value;
		} else if (*text >= '0' && *text <= '7') {
			for (; digits < 3 && *text >= '0' && *text <= '7'; text++, digits++)
				value = value * 8 + *text - '0';
			*buf++ = value;
		} else {
			static const char from[] = "abefnrtv\\\"'?";
			static const char to[] = "\a\b\033\f\n\r\t\v\\\"'?";
			const char *at = strchr(from, *text++);

			if (!at)
				return NULL;
			*buf++ = to[at - from];
		}
	}
	*buf = '\0';
	return text + 1;
}

static const char * const names[] = {
	"plain", "with blank", "", "new\nline", "quote\"d", "back\\slash", "tab\tbed",
	"\001\002\037\177", "\377\376", "a\377b", "\0011\001f", "\303\251t\303\251",
	"\303", "\342\200\250", "\302\205next line", "\033[31mred", "'single'", "a\rb",
	"%s%n%params",
	"\"", "\\", "\\\"", "\n", "\\n", "trailing\\",
	"it\"\n\"forged",
	"it\"\n-- 5 events lost --\n\"",
	"x\n\"" SCT_COMM "\" : \"/etc/passwd\" suppression par 0",
};

TEST_F_TIMEOUT(log, strings_print_quoted_and_escaped, SCT_TIMEOUT)
{
	char buf[256];
	const char *end;
	char *text, *p;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		sct_call(SYS_unlink, names[i]);
		text = sct_read(SCT_LOG);
		ASSERT_NE(NULL, text);
		EXPECT_EQ(1, sct_lines(text)) TH_LOG("%s", text);
		end = unquote(text, buf);
		ASSERT_NE(NULL, end) TH_LOG("%s", text);
		EXPECT_STREQ("\n", end);
		EXPECT_STREQ(names[i], buf) TH_LOG("%s", text);
		for (p = text; p[1]; p++)
			EXPECT_TRUE((unsigned char)*p >= ' ' && *p != 0x7f) TH_LOG("%s", text);
		free(text);
		ASSERT_EQ(0, sct_clear_log());
	}
}

TEST_F(log, names_of_processes_print_quoted_and_escaped)
{
	static const char name[] = "a\"\n\\\001\377b";
	char buf[256];
	char *text;

	ASSERT_LOADED(sct_load(RULE("r", "getpriority", "PARAMS[1] == 77",
				    LOG("%comm"), "before")));
	ASSERT_EQ(0, prctl(PR_SET_NAME, name));
	sct_call(SYS_getpriority, 77, 0);
	text = sct_read(SCT_LOG);
	ASSERT_NE(NULL, text);
	EXPECT_EQ(1, sct_lines(text)) TH_LOG("%s", text);
	EXPECT_STREQ("\n", unquote(text, buf));
	EXPECT_STREQ(name, buf);
	free(text);
}

TEST_F(log, longest_path_prints_whole)
{
	char path[PATH_MAX + 10], expected[PATH_MAX + 10], buf[4 * PATH_MAX];
	char *text;
	size_t i;

	for (i = 0; i < sizeof(path); i++)
		path[i] = "abcdefgh/"[i % 9];
	path[PATH_MAX - 1] = '\0';
	sct_call(SYS_unlink, path);
	snprintf(expected, sizeof(expected), "\"%s\"\n", path);
	EXPECT_LOG_CLEAR(expected);

	/* Every byte takes four here. */
	memset(path, 1, PATH_MAX - 1);
	sct_call(SYS_unlink, path);
	text = sct_read(SCT_LOG);
	ASSERT_NE(NULL, text);
	EXPECT_STREQ("\n", unquote(text, buf));
	EXPECT_STREQ(path, buf);
	free(text);
}

TEST_F(log, two_longest_paths_of_one_call)
{
	char path[PATH_MAX], expected[2 * PATH_MAX + 32];

	memset(path, '/', PATH_MAX - 1);
	path[PATH_MAX - 1] = '\0';
	ASSERT_LOADED(sct_load(RULE("r", "rename", MINE, LOG("%params"), "before")));
	sct_call(SYS_rename, path, path);
	snprintf(expected, sizeof(expected), "\"%s\", \"%s\"\n", path, path);
	EXPECT_LOG(expected);
}

TEST_F(log, pointer_that_can_not_be_read_prints_as_its_address)
{
	static const unsigned long bad[] = {
		1, 0xfff, 0x7fffffffffff, 0x800000000000, 0xffff800000000000,
		0xffffffff81000000, 0xfffffffffffff000, 0xffffffffffffffff, 0xdeadbeefdeadbeef,
	};
	char expected[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-EFAULT, sct_call(SYS_unlink, bad[i]));
		snprintf(expected, sizeof(expected), "<0x%lx>\n", bad[i]);
		EXPECT_LOG_CLEAR(expected);
	}
	EXPECT_EQ(-EFAULT, sct_call(SYS_unlink, NULL));
	EXPECT_LOG("<NULL>\n");
}

TEST_F(log, path_of_more_than_path_max_prints_as_its_address)
{
	char *path = malloc(2 * PATH_MAX), expected[64];

	ASSERT_NE(NULL, path);
	memset(path, '/', 2 * PATH_MAX);
	path[PATH_MAX] = '\0';
	EXPECT_EQ(-ENAMETOOLONG, sct_call(SYS_unlink, path));
	snprintf(expected, sizeof(expected), "<0x%lx>\n", (long)path);
	EXPECT_LOG_CLEAR(expected);
	path[2 * PATH_MAX - 1] = '\0';
	path[PATH_MAX] = 'x';
	EXPECT_EQ(-ENAMETOOLONG, sct_call(SYS_unlink, path));
	EXPECT_LOG(expected);
	free(path);
}

TEST_F(log, string_that_runs_out_of_its_memory_prints_as_its_address)
{
	long page = sysconf(_SC_PAGESIZE);
	char *at = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char expected[64];

	ASSERT_NE(MAP_FAILED, at);
	ASSERT_EQ(0, munmap(at + page, page));
	memcpy(at + page - 4, "end", 4);
	sct_call(SYS_unlink, at + page - 4);
	EXPECT_LOG_CLEAR("\"end\"\n");
	memcpy(at + page - 4, "fell", 4);
	EXPECT_EQ(-EFAULT, sct_call(SYS_unlink, at + page - 4));
	snprintf(expected, sizeof(expected), "<0x%lx>\n", (long)(at + page - 4));
	EXPECT_LOG(expected);
}

/* A page that is not there yet is fetched, not given up. */
TEST_F(log, string_in_a_page_not_yet_read)
{
	static const char path[] = "from/a/file";
	char *at;
	int fd;

	fd = open("f", O_RDWR | O_CREAT, 0600);
	ASSERT_LE(0, fd);
	ASSERT_EQ(sizeof(path), write(fd, path, sizeof(path)));
	at = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	ASSERT_NE(MAP_FAILED, at);
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, at));
	EXPECT_LOG("\"from/a/file\"\n");
}

/* Numbers print as their parameter is declared. */
TEST_F(log, numbers)
{
	char expected[256];

	ASSERT_LOADED(sct_load(RULE("r", "getpriority, dup, lseek, munmap, mkdir, chmod",
				    MINE, LOG("%sname %params"), "before")));
	sct_call(SYS_getpriority, -7, 2147483647);
	sct_call(SYS_dup, -1);
	sct_call(SYS_lseek, 99, -5000000000L, 2);
	sct_call(SYS_munmap, 0x123456789abcdefL, 42L);
	sct_call(SYS_mkdir, "no/where", 0755);
	sct_call(SYS_chmod, "no/where", 04);
	snprintf(expected, sizeof(expected),
		 "getpriority -7, 2147483647\ndup -1\nlseek 99, -5000000000, SEEK_END\n"
		 "munmap 81985529216486895, 42\nmkdir \"no/where\", 0755\nchmod \"no/where\", 04\n");
	EXPECT_LOG_CLEAR(expected);
}

TEST_F(log, pointers_print_in_hex)
{
	char expected[64], buf[8];

	ASSERT_LOADED(sct_load(RULE("r", "pipe", MINE, LOG("%params"), "before")));
	sct_call(SYS_pipe, 0x1000L);
	snprintf(expected, sizeof(expected), "0x1000\n0x%lx\n", (long)buf);
	sct_call(SYS_pipe, buf);
	EXPECT_LOG(expected);
}

TEST_F(log, call_without_parameters)
{
	ASSERT_LOADED(sct_load(RULE("r", "getppid", MINE, LOG("%sname(%params)"), "before")));
	sct_call(SYS_getppid);
	EXPECT_LOG("getppid()\n");
}

/* An event prints as the rule that logged it said, though that rule is gone. */
TEST_F(log, events_of_replaced_tables_still_print)
{
	int i;

	sct_call(SYS_unlink, "one");
	ASSERT_LOADED(sct_load(RULE("s", "unlink", MINE, LOG("second %ruleid %params"), "before")));
	sct_call(SYS_unlink, "two");
	ASSERT_LOADED(sct_load(""));
	sct_call(SYS_unlink, "unseen");
	EXPECT_LOG("\"one\"\nsecond s \"two\"\n");
	for (i = 0; i < sct_scaled(100); i++)
		ASSERT_LOADED(sct_load(RULE("t", "unlink", "UID == 1", LOG("third"), "before")));
	EXPECT_LOG("\"one\"\nsecond s \"two\"\n");
}

TEST_F(log, reader_that_holds_the_file_over_a_new_table)
{
	char buf[256] = "";
	int fd;

	sct_call(SYS_unlink, "one");
	fd = open(SCT_LOG, O_RDONLY);
	ASSERT_LE(0, fd);
	ASSERT_LOADED(sct_load(""));
	EXPECT_LT(0, read(fd, buf, sizeof(buf) - 1));
	EXPECT_STREQ("\"one\"\n", buf);
	close(fd);
}

TEST_HARNESS_MAIN
