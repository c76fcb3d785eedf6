// SPDX-License-Identifier: GPL-2.0
/*
 * The rule language: how a table may be written, and which of its rules acts
 */

#include <kselftest_harness.h>

#include <dirent.h>
#include <libgen.h>

#include "sct_test.h"

FIXTURE(rules) {
	struct sct_place at;
	char fixtures[PATH_MAX];
};

FIXTURE_SETUP(rules)
{
	char self_path[PATH_MAX] = "";

	ASSERT_LT(0, readlink("/proc/self/exe", self_path, sizeof(self_path) - 1));
	snprintf(self->fixtures, sizeof(self->fixtures), "%s/rules", dirname(self_path));
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(rules)
{
	sct_teardown(&self->at);
}

/* Texts that all mean: log unlink("it") of root as "hit", and nothing else. */
static const struct {
	const char *what;
	const char *text;
} spellings[] = {
	{ "as the documents write it",
	  "rule {\n    syscall_name = unlink\n    rule_name    = r\n"
	  "    filter_expression { PARAMS[1] == \"it\" && UID == 0 }\n"
	  "    action { type = LOG  log_format { hit } }\n    when = before\n}\n" },
	{ "without blanks",
	  "rule{syscall_name=unlink rule_name=r\n"
	  "filter_expression{PARAMS[1]==\"it\"&&UID==0}action{type=LOG log_format{hit}}}" },
	{ "a word a line",
	  "rule\n{\nsyscall_name\n=\nunlink\nrule_name\n=\nr\nfilter_expression\n{\nPARAMS\n[\n"
	  "1\n]\n==\n\"it\"\n&&\nUID\n==\n0\n}\naction\n{\ntype\n=\nLOG\nlog_format\n{\nhit\n}\n"
	  "}\nwhen\n=\nbefore\n}\n" },
	{ "tabs, blanks and carriage returns",
	  "\t \nrule \t{\r\n\tsyscall_name\t=\tunlink\r\n\trule_name=\tr\r\n"
	  "\tfilter_expression {\tPARAMS [ 1 ] == \"it\" && UID == 0\t}\r\n"
	  "\taction { type = LOG log_format { hit } }\r\n\twhen = before\r\n}\r\n\t" },
	{ "fields in another order",
	  "rule { when = before action { log_format { hit } type = LOG }\n"
	  "filter_expression { UID == 0 && PARAMS[1] == \"it\" }\n"
	  "rule_name = r syscall_name = unlink }\n" },
	{ "without a when, which is before",
	  "rule { syscall_name = unlink rule_name = r\n"
	  "filter_expression { PARAMS[1] == \"it\" }\n"
	  "action { type = LOG log_format { hit } } }\n" },
	{ "key: value",
	  "rule { syscall_name: unlink rule_name: r\n"
	  "filter_expression: (UID == 0) && (PARAMS[1] ~= \"it\")\n"
	  "action: { type: LOG log_format: { hit } } when: before }\n" },
	{ "a filter without braces, then another field",
	  "rule { syscall_name = unlink\nfilter_expression PARAMS[1] == \"it\" && UID == 0\n"
	  "rule_name = r\naction { type = LOG log_format { hit } } when = before }\n" },
	{ "a filter without braces, last",
	  "rule { syscall_name = unlink rule_name = r action { type = LOG log_format { hit } }\n"
	  "filter_expression (PARAMS[1] == \"it\") }\n" },
	{ "comments",
	  "# one\n#\nrule # rule { }\n{ # { \" '\nsyscall_name = unlink#x\n"
	  "rule_name = r # rule_name = s\nfilter_expression { # }\n"
	  "PARAMS[1] == \"it\" # || 1\n&& UID == 0 }\n"
	  "action { type = LOG # FAIL\nlog_format { hit } } # \xc3\xa9\nwhen = before }\n# end" },
	{ "several calls",
	  "rule { syscall_name = mkdir, unlink , creat,chmod rule_name = r\n"
	  "filter_expression { PARAMS[1] == \"it\" }\n"
	  "action { type = LOG log_format { hit } } }\n" },
	{ "the format before the rules",
	  "log_format { hit }\nrule { syscall_name = unlink rule_name = r\n"
	  "filter_expression { PARAMS[1] == \"it\" } action { type = LOG } }\n" },
	{ "the last of several formats before it",
	  "log_format { no }\nlog_format = { hit }\nrule { syscall_name = unlink rule_name = r\n"
	  "filter_expression { PARAMS[1] == \"it\" } action { type = LOG } }\n"
	  "log_format { no }\n" },
	{ "a name of 63 characters, of every kind",
	  "rule { syscall_name = unlink\n"
	  "rule_name = ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz01234567.-_\n"
	  "filter_expression { PARAMS[1] == \"it\" }\n"
	  "action { type = LOG log_format { hit } } }\n" },
};

TEST_F_TIMEOUT(rules, spellings_of_one_rule, SCT_TIMEOUT)
{
	char *text, *again;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(spellings); i++) {
		int ret = sct_load(spellings[i].text);

		EXPECT_EQ(0, ret) TH_LOG("%s: %s", spellings[i].what, sct_last_error());
		EXPECT_EQ(1, sct_number("nr_rules")) TH_LOG("%s", spellings[i].what);
		sct_call(SYS_unlink, "it");
		sct_call(SYS_unlink, "not");
		sct_call(SYS_unlinkat, AT_FDCWD, "it", 0);
		EXPECT_LOG_CLEAR("hit\n");

		/* What is read back means the same, and reads back the same. */
		text = sct_read(SCT_RULES);
		ASSERT_NE(NULL, text);
		EXPECT_EQ(0, sct_load(text))
			TH_LOG("%s: %s\n%s", spellings[i].what, sct_last_error(), text);
		sct_call(SYS_unlink, "it");
		sct_call(SYS_unlink, "not");
		EXPECT_LOG_CLEAR("hit\n");
		again = sct_read(SCT_RULES);
		EXPECT_STREQ(text, again);
		free(text);
		free(again);
	}
}

TEST_F(rules, one_rule_for_several_calls)
{
	static const char rules[] =
		RULE("r", "unlink,rmdir , chdir", "PARAMS[1] == \"it\"", LOG("%sname"), "before");

	ASSERT_LOADED(sct_load(rules));
	sct_call(SYS_unlink, "it");
	sct_call(SYS_rmdir, "it");
	sct_call(SYS_chdir, "it");
	sct_call(SYS_rmdir, "other");
	EXPECT_LOG("unlink\nrmdir\nchdir\n");
}

TEST_F(rules, first_match_acts_and_no_later_one)
{
	static const char rules[] =
		RULE("a", "unlink", "PARAMS[1] == \"a\"", LOG("%ruleid"), "before")
		RULE("b", "unlink, rmdir", "PARAMS[1] in (\"a\", \"b\")", LOG("%ruleid"), "before")
		RULE("c", "unlink", MINE, LOG("%ruleid"), "before")
		RULE("d", "unlink", MINE, LOG("%ruleid"), "before");

	ASSERT_LOADED(sct_load(rules));
	sct_call(SYS_unlink, "a");
	sct_call(SYS_unlink, "b");
	sct_call(SYS_unlink, "c");
	sct_call(SYS_rmdir, "a");
	EXPECT_LOG("a\nb\nc\nb\n");
}

/* What the article warns of. */
TEST_F(rules, order_of_logging_and_refusing)
{
#define LOGS	RULE("log", "unlink", MINE, LOG("%params"), "before")
#define REFUSES	RULE("no", "unlink", "PARAMS[1] == \"victim\"", FAIL("-1"), "before")
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(REFUSES LOGS));
	EXPECT_EQ(-EPERM, sct_call(SYS_unlink, "victim"));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "other"));
	EXPECT_LOG_CLEAR("\"other\"\n");

	ASSERT_LOADED(sct_load(LOGS REFUSES));
	EXPECT_EQ(0, sct_call(SYS_unlink, "victim"));
	EXPECT_LOG("\"victim\"\n");
}

TEST_F(rules, each_when_has_its_own_order)
{
	static const char rules[] =
		RULE("a1", "unlink", MINE, LOG("%ruleid"), "after")
		RULE("b1", "unlink", MINE, LOG("%ruleid"), "before")
		RULE("a2", "unlink", MINE, LOG("%ruleid"), "after")
		RULE("b2", "unlink", MINE, LOG("%ruleid"), "before");

	ASSERT_LOADED(sct_load(rules));
	sct_call(SYS_unlink, "it");
	EXPECT_LOG("b1\na1\n");
}

TEST_F(rules, log_and_fail_in_one_rule)
{
	static const char rules[] =
		"rule { syscall_name = unlink rule_name = r filter_expression { " MINE " }\n"
		"action { type = FAIL error_code = EROFS }\n"
		"action { type = LOG log_format { one %params } }\n"
		"action { type = LOG log_format { two } } }\n";

	ASSERT_TRUE(sct_make("it"));
	ASSERT_LOADED(sct_load(rules));
	EXPECT_EQ(-EROFS, sct_call(SYS_unlink, "it"));
	EXPECT_TRUE(sct_exists("it"));
	EXPECT_LOG("one \"it\"\ntwo\n");
}

TEST_F(rules, continue_tries_the_rules_behind)
{
	static const char rules[] =
		"rule { syscall_name = unlink rule_name = a filter_expression { " MINE " }\n"
		"action { type = LOG log_format { %ruleid } } continue = yes }\n"
		RULE("b", "unlink", MINE, LOG("%ruleid"), "before")
		RULE("c", "unlink", MINE, LOG("%ruleid"), "before");

	ASSERT_LOADED(sct_load(rules));
	sct_call(SYS_unlink, "it");
	EXPECT_LOG("a\nb\n");
}

/* The others stay unwatched, and the load says so. */
TEST_F(rules, filter_that_fits_some_of_the_calls)
{
	static const char rules[] =
		RULE("r", "renameat, unlink", "PARAMS[4] == \"to\"", LOG("%sname"), "before");

	ASSERT_LOADED(sct_load(rules));
	EXPECT_NE(NULL, strstr(sct_last_error(), "unlink")) TH_LOG("%s", sct_last_error());
	sct_call(SYS_renameat, AT_FDCWD, "from", AT_FDCWD, "to");
	sct_call(SYS_unlink, "to");
	EXPECT_LOG("renameat\n");
}

TEST_F(rules, parameter_by_its_name)
{
	static const char rules[] =
		RULE("r", "mkdir", "PARAMS[pathname] == \"it\" && PARAMS[mode] == 0700",
		     LOG("%params"), "before");

	ASSERT_LOADED(sct_load(rules));
	sct_call(SYS_mkdir, "it", 0755);
	sct_call(SYS_mkdir, "it", 0700);
	EXPECT_LOG("\"it\", 0700\n");
}

/* Text of a log_format, and the line it makes of unlink("it"). */
static const struct {
	const char *format;
	const char *line;
} formats[] = {
	{ "%ruleid", "r" },
	{ "%sid", "87" },
	{ "%sname", "unlink" },
	{ "%params", "\"it\"" },
	{ "%uid %euid %suid %gid %egid %sgid", "0 0 0 0 0 0" },
	{ "%comm", "\"" SCT_COMM "\"" },
	{ "%comm : %params suppression par %euid \xe2\x88\x92\xe2\x88\x92> %suid",
	  "\"" SCT_COMM "\" : \"it\" suppression par 0 \xe2\x88\x92\xe2\x88\x92> 0" },
	{ "%sid_%sname(%params)", "87_unlink(\"it\")" },
	{ "%sname%sname", "unlinkunlink" },
	{ "100%% of %%pid", "100% of %pid" },
	{ "%%", "%" },
	{ "%%%sname%%", "%unlink%" },
	{ "{ a \\} b \\}\\}", "{ a } b }}" },
	{ "\xc3\xa9t\xc3\xa9 \xe2\x86\x92 \xf0\x9f\x90\xa7 %sname",
	  "\xc3\xa9t\xc3\xa9 \xe2\x86\x92 \xf0\x9f\x90\xa7 unlink" },
	{ "# no comment %sname # \"", "# no comment unlink # \"" },
	{ "  \t outer blanks  %sname  are trimmed \t ", "outer blanks  unlink  are trimmed" },
	{ "rule { x = y", "rule { x = y" },
	{ "a \\n b", "a \\n b" },
};

TEST_F_TIMEOUT(rules, log_format, SCT_TIMEOUT)
{
	char expected[256];
	char *text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		ASSERT_LOADED(sct_loadf(RULE("r", "unlink", MINE, LOG("%s"), "before"),
					formats[i].format));
		sct_call(SYS_unlink, "it");
		snprintf(expected, sizeof(expected), "%s\n", formats[i].line);
		EXPECT_LOG_CLEAR(expected);

		text = sct_read(SCT_RULES);
		ASSERT_NE(NULL, text);
		ASSERT_LOADED(sct_load(text));
		free(text);
		sct_call(SYS_unlink, "it");
		EXPECT_LOG_CLEAR(expected);
	}
}

TEST_F(rules, default_format)
{
	char expected[128];

	ASSERT_LOADED(sct_load("rule { syscall_name = unlink rule_name = r\n"
			       "filter_expression { " MINE " } action { type = LOG } }\n"));
	sct_call(SYS_unlink, "it");
	snprintf(expected, sizeof(expected),
		 "syscall: %d[\"" SCT_COMM "\"]: 87_unlink(\"it\") (rule r)\n", getpid());
	EXPECT_LOG(expected);
}

TEST_F(rules, format_outside_a_rule_is_for_those_that_follow)
{
	static const char rules[] =
		"rule { syscall_name = unlink rule_name = a filter_expression { PARAMS[1] == \"a\" }\n"
		"action { type = LOG } }\n"
		"log_format { first %ruleid }\n"
		"rule { syscall_name = unlink rule_name = b filter_expression { PARAMS[1] == \"b\" }\n"
		"action { type = LOG } }\n"
		"rule { syscall_name = unlink rule_name = c filter_expression { PARAMS[1] == \"c\" }\n"
		"action { type = LOG log_format { own %ruleid } } }\n"
		"log_format { second %ruleid }\n"
		"rule { syscall_name = unlink rule_name = d filter_expression { PARAMS[1] == \"d\" }\n"
		"action { type = LOG } }\n";
	static const char * const names[] = { "a", "b", "c", "d" };
	char expected[256];
	char *text;
	int round;
	size_t i;

	snprintf(expected, sizeof(expected),
		 "syscall: %d[\"" SCT_COMM "\"]: 87_unlink(\"a\") (rule a)\n"
		 "first b\nown c\nsecond d\n", getpid());
	ASSERT_LOADED(sct_load(rules));
	for (round = 0; round < 2; round++) {
		for (i = 0; i < ARRAY_SIZE(names); i++)
			sct_call(SYS_unlink, names[i]);
		EXPECT_LOG_CLEAR(expected);
		text = sct_read(SCT_RULES);
		ASSERT_NE(NULL, text);
		ASSERT_LOADED(sct_load(text));
		free(text);
	}
}

/* A table that uses all there is reads back the same, twice. */
TEST_F(rules, reading_gives_what_loads_to_the_same)
{
	static const char rules[] =
		"log_format { d\303\251faut %pid \\} %% }\n"
		"rule { syscall_name = unlink, unlinkat rule_name = a.b-c_d\n"
		"filter_expression { !(UID != 0x0) && (1 + 2 * 3 == 7 || -1 < 0) && 010 == 8\n"
		"&& (COMM ~= \"a\\n\\t\\\"\\\\\\x01\\377\" || PID in (1, -2, 0x10)) ^ 1 | 2 & ~3 }\n"
		"action { type = LOG } action { type = FAIL error_code = \342\210\22213 } }\n"
		"rule { syscall_name = openat rule_name = o when = after\n"
		"filter_expression { RETVAL == -2 && PARAMS[2] glob \"*.[ch]\"\n"
		"&& PARAMS[3] & 0100 } action { type = LOG log_format { %sname = %retval } } }\n"
		"rule { syscall_name = kill rule_name = k filter_expression { 1 }\n"
		"action { type = LOG } action { type = LOG log_format { } } continue = yes }\n";
	char *first, *second;

	ASSERT_LOADED(sct_load(rules));
	first = sct_read(SCT_RULES);
	ASSERT_NE(NULL, first);
	ASSERT_LOADED(sct_load(first));
	second = sct_read(SCT_RULES);
	ASSERT_NE(NULL, second);
	EXPECT_STREQ(first, second);
	EXPECT_EQ(3, sct_number("nr_rules"));

	/* The canonical form is indented by tabs. */
	EXPECT_EQ(3, sct_count(first, "rule {\n\t"));
	EXPECT_EQ(3, sct_count(first, "\n}\n"));
	free(first);
	free(second);
}

/*
 * Puts another file over /etc/passwd, for this process alone: should a rule fail
 * to keep it, what is mounted there can't be removed (EBUSY).
 */
static bool cover_passwd(void)
{
	return sct_make("passwd") && !unshare(CLONE_NEWNS) &&
	       !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	       !mount("passwd", "/etc/passwd", NULL, MS_BIND, NULL);
}

/* The article's rules, as printed there. */
TEST_F(rules, of_the_article_load_as_printed)
{
	char path[PATH_MAX + 256], *text, *at;
	struct dirent *entry;
	int nr = 0;
	DIR *dir;

	dir = opendir(self->fixtures);
	ASSERT_NE(NULL, dir) TH_LOG("%s", self->fixtures);
	while ((entry = readdir(dir))) {
		at = strstr(entry->d_name, ".conf");
		if (!at)
			continue;
		snprintf(path, sizeof(path), "%s/%s", self->fixtures, entry->d_name);
		text = sct_read(path);
		ASSERT_NE(NULL, text);
		EXPECT_EQ(0, nr ? sct_add(text) : sct_load(text))
			TH_LOG("%s: %s", entry->d_name, sct_last_error());
		free(text);
		EXPECT_EQ(++nr, sct_number("nr_rules"));

		text = sct_read(SCT_RULES);
		ASSERT_NE(NULL, text);
		snprintf(path, sizeof(path), "rule_name = %.*s\n", (int)(at - entry->d_name),
			 entry->d_name);
		EXPECT_EQ(1, sct_count(text, path)) TH_LOG("%s in %s", path, text);
		free(text);
	}
	closedir(dir);
	EXPECT_EQ(3, nr);
}

TEST_F(rules, prevent_delete_of_the_article)
{
	char path[PATH_MAX + 64], *text;

	snprintf(path, sizeof(path), "%s/prevent_delete.conf", self->fixtures);
	text = sct_read(path);
	ASSERT_NE(NULL, text);
	ASSERT_LOADED(sct_load(text));
	free(text);
	ASSERT_TRUE(cover_passwd());
	EXPECT_EQ(-EPERM, sct_call(SYS_unlink, "/etc/passwd"));
	EXPECT_EQ(-EBUSY, sct_call(SYS_unlinkat, AT_FDCWD, "/etc/passwd", 0));
}

TEST_HARNESS_MAIN
