// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of log formats and of the lines they make
 */

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/string.h>

#include "../print.h"
#include "../record.h"
#include "marked.h"

KUNIT_DEFINE_ACTION_WRAPPER(free_format, sct_format_free, struct sct_format *);

static struct sct_format *parse(struct kunit *test, const char *text, size_t len)
{
	struct sct_error err = {};
	struct sct_source src = {
		.text = text,
		.end = text + len,
		.line = 1,
		.column = 1,
	};
	struct sct_format_source from = { .src = &src, .at = text, .err = &err };
	struct sct_layout *layout = sct_layout_parse(text, len, SCT_AFTER, &from);
	struct sct_format *format;

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(layout), "%s: %s", text, err.what);
	format = sct_format_new(layout, "r.1");
	sct_layout_put(layout);
	KUNIT_ASSERT_NOT_NULL(test, format);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_format, format), 0);
	return format;
}

/* A record of a call with these parameters, in memory of its own size, for KASAN. */
static struct sct_record *new_record(struct kunit *test, const char *call, const u64 args[6],
				     const char *const strings[6])
{
	const struct sct_syscall *desc = sct_syscall_by_name(SCT_ABI_NATIVE, call, strlen(call));
	size_t size = offsetof(struct sct_record, args[6]);
	struct sct_record *rec;
	struct sct_field *field;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, desc);
	for (i = 0; i < 6; i++)
		size += strings[i] ? sct_field_size(strlen(strings[i])) : 0;
	rec = kunit_kmalloc(test, size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rec);
	*rec = (struct sct_record){
		.nr = desc->nr,
		.sid = desc->nr,
		.abi = SCT_ABI_NATIVE,
		.when = SCT_AFTER,
		.nr_args = 6,
		.pid = 101,
		.tid = 102,
		.ppid = 103,
		.uid = 104,
		.euid = 105,
		.suid = 106,
		.fsuid = 107,
		.gid = 108,
		.egid = 109,
		.sgid = 110,
		.fsgid = U32_MAX,
		.comm = "a \"b\"",
		.retval = -2,
	};
	field = (void *)sct_record_fields(rec);
	for (i = 0; i < 6; i++) {
		rec->args[i] = args[i];
		if (!strings[i])
			continue;
		field->which = SCT_DATUM_BEHIND + i;
		field->state = SCT_FIELD_WHOLE;
		field->len = strlen(strings[i]);
		memcpy(field + 1, strings[i], field->len);
		field = (void *)sct_field_next(field);
		rec->nr_fields++;
	}
	return rec;
}

/* The line of a record, without its newline. */
static char *line_of(struct kunit *test, const struct sct_record *rec, const char *format)
{
	char *line = kunit_kzalloc(test, SZ_64K, GFP_KERNEL);
	struct seq_buf s;

	KUNIT_ASSERT_NOT_NULL(test, line);
	seq_buf_init(&s, line, SZ_64K - 1);
	sct_record_print(&s, rec, parse(test, format, strlen(format)));
	KUNIT_ASSERT_FALSE(test, seq_buf_has_overflowed(&s));
	KUNIT_ASSERT_GT(test, s.len, 0);
	KUNIT_EXPECT_EQ(test, line[s.len - 1], '\n');
	line[s.len - 1] = '\0';
	return line;
}

static const u64 openat_args[6] = { -100, 0x1000, 02101, 0644 };
static const char *const openat_strings[6] = { NULL, "/tmp/a" };

/* Formats, and what they make of a call of openat */

struct format_case {
	const char *text;
	const char *line;
};

static const struct format_case format_cases[] = {
	{ "", "" },
	{ "text", "text" },
	{ "%%", "%" },
	{ "%%pid", "%pid" },
	{ "%%%pid%%", "%101%" },
	{ "100%%", "100%" },
	{ "é−%pid−>", "é−101−>" },
	{ "a\tb\n%pid", "a\tb\n101" },
	{ "{\"\\}", "{\"\\}" },
	{ "%ruleid", "r.1" },
	{ "%sid", "257" },
	{ "%sname", "openat" },
	{ "%params", "AT_FDCWD, \"/tmp/a\", O_WRONLY|O_CREAT|O_APPEND, 0644" },
	{ "%param1", "AT_FDCWD" },
	{ "%param2", "\"/tmp/a\"" },
	{ "%param3", "O_WRONLY|O_CREAT|O_APPEND" },
	{ "%param4", "0644" },
	{ "<%param5%param6>", "<>" },
	{ "%pid", "101" },
	{ "%tid", "102" },
	{ "%ppid", "103" },
	{ "%uid", "104" },
	{ "%euid", "105" },
	{ "%suid", "106" },
	{ "%fsuid", "107" },
	{ "%gid", "108" },
	{ "%egid", "109" },
	{ "%sgid", "110" },
	{ "%fsgid", "4294967295" },
	{ "%comm", "\"a \\\"b\\\"\"" },
	{ "%abi", "native" },
	{ "%retval", "-2" },
	{ "%sid_%sname", "257_openat" },
	{ "%uid%gid", "104108" },
	{ "%param2x", "\"/tmp/a\"x" },
	{ "%pid.%tid,%uid-%gid:%sid;", "101.102,104-108:257;" },
	{ "syscall: %pid[%comm]: %sid_%sname(%params) (rule %ruleid)",
	  "syscall: 101[\"a \\\"b\\\"\"]: 257_openat(AT_FDCWD, \"/tmp/a\", O_WRONLY|O_CREAT|O_APPEND, 0644) (rule r.1)"
	},
};

/* A name of a test is one line of plain text. */
static void format_desc(const struct format_case *c, char *desc)
{
	struct seq_buf s;

	seq_buf_init(&s, desc, KUNIT_PARAM_DESC_SIZE);
	sct_print_string(&s, c->text, strlen(c->text));
	seq_buf_str(&s);
}

KUNIT_ARRAY_PARAM(format, format_cases, format_desc);

static void format_line(struct kunit *test)
{
	const struct format_case *c = test->param_value;
	struct sct_record *rec = new_record(test, "openat", openat_args, openat_strings);

	KUNIT_EXPECT_STREQ(test, line_of(test, rec, c->text), c->line);
}

static void format_default(struct kunit *test)
{
	struct sct_record *rec = new_record(test, "openat", openat_args, openat_strings);

	KUNIT_EXPECT_STREQ(test, sct_default_format,
			   "syscall: %pid[%comm]: %sid_%sname(%params) (rule %ruleid)");
	KUNIT_EXPECT_STREQ(test, line_of(test, rec, "%pid %ruleid"), "101 r.1");
}

/* Formats that are wrong, at the mark */

struct bad_case {
	const char *text;	/* as it is written: \} is a brace */
	const char *piece;
	enum sct_when when;
};

static const struct bad_case bad_cases[] = {
	{ "@%", "unknown macro \"%\" in log_format; expected a macro, or %% for a percent sign" },
	{ "a @% b", "unknown macro \"%\"" },
	{ "@%_", "unknown macro \"%\"" },
	{ "%%@%", "unknown macro \"%\"" },
	{ "é @%1", "unknown macro \"%\"" },
	{ "é− @%é", "unknown macro \"%\"" },
	{ "%pid @%foo", "unknown macro \"%foo\"" },
	{ "@%PID", "did you mean \"pid\"?" },
	{ "@%parmas", "did you mean \"params\"?" },
	{ "@%param", "did you mean \"params\"?" },
	{ "@%param0", "unknown macro \"%param0\"" },
	{ "@%param7", "unknown macro \"%param7\"" },
	{ "@%param12", "unknown macro \"%param12\"" },
	{ "@%pid5", "did you mean \"pid\"?" },
	{ "@%pids", "did you mean \"pid\"?" },
	{ "{\\}\\} @%foo", "unknown macro" },
	{ "\\\\} @%foo", "unknown macro" },
	{ "a\nb @%foo", "unknown macro" },
	{ "@%retval", "%retval is not known before the call; expected when = after", SCT_BEFORE },
	{ "%pid é\\} @%retval", "expected when = after", SCT_BEFORE },
};

static void format_bad(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad_cases); i++) {
		const struct bad_case *c = &bad_cases[i];
		unsigned int line, column, inherited;
		size_t len = strlen(c->text), n, j;
		char written[64], text[64];
		struct sct_source src = { .text = written, .line = 1, .column = 1 };

		KUNIT_ASSERT_LT(test, len, sizeof(written));
		memcpy(written, c->text, len);
		take_mark(written, &len, &line, &column);
		for (j = n = 0; j < len; j++) {
			if (written[j] != '\\' || j + 1 == len || written[j + 1] != '}')
				text[n++] = written[j];
		}
		src.end = written + len;

		for (inherited = 0; inherited < 2; inherited++) {
			struct sct_error err = {};
			struct sct_format_source from = {
				.src = &src,
				.at = written,
				.inherited = inherited,
				.err = &err,
			};
			struct sct_layout *layout = sct_layout_parse(text, n, c->when, &from);

			KUNIT_ASSERT_EQ_MSG(test, PTR_ERR_OR_ZERO(layout), -EINVAL, "%s", c->text);
			KUNIT_EXPECT_EQ(test, err.line, inherited ? 1 : line);
			KUNIT_EXPECT_EQ_MSG(test, err.column, inherited ? 1 : column, "%s",
					    c->text);
			KUNIT_EXPECT_TRUE_MSG(test, strstr(err.what, c->piece), "%s: %s", c->text,
					      err.what);
		}
	}
}

/* As many pieces as there can be. */
static void format_pieces(struct kunit *test)
{
	char *text = kunit_kzalloc(test, SCT_MAX_FORMAT + 1, GFP_KERNEL);
	struct sct_record *rec = new_record(test, "openat", openat_args, openat_strings);
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (i = 0; i + 5 <= SCT_MAX_FORMAT; i += 5)
		memcpy(text + i, "%pid:", 5);
	KUNIT_EXPECT_EQ(test, strlen(line_of(test, rec, text)), i / 5 * 4);

	memset(text, '%', SCT_MAX_FORMAT - 1);
	text[SCT_MAX_FORMAT - 1] = '\0';
	KUNIT_EXPECT_EQ(test, strlen(line_of(test, rec, text)), (SCT_MAX_FORMAT - 1) / 2);
}

/* Parameters, by their kind */

struct param_case {
	const char *call;
	u64 args[6];
	const char *strings[6];
	const char *line;
};

static const struct param_case param_cases[] = {
	{ "getpid", {}, {}, "" },
	{ "write", { U32_MAX, 0xffff888000000000, U64_MAX }, {},
	  "-1, 0xffff888000000000, 18446744073709551615" },
	{ "read", { 3, 0, 0 }, {}, "3, <NULL>, 0" },
	{ "lseek", { 0, -1, 2 }, {}, "0, -1, SEEK_END" },
	{ "mkdir", { 1, 0 }, { "d" }, "\"d\", 0" },
	{ "mkdir", { 1, 01777 }, { "" }, "\"\", 01777" },
	{ "unlink", { 0xdead }, {}, "<0xdead>" },
	{ "unlink", { 0 }, {}, "<NULL>" },
	{ "unlink", { 0 }, { "" }, "\"\"" },
	{ "rename", { 1, 2 }, { "a", "bc" }, "\"a\", \"bc\"" },
	{ "rename", { 0x10, 2 }, { NULL, "bc" }, "<0x10>, \"bc\"" },
	{ "rename", { 1, U64_MAX }, { "a" }, "\"a\", <0xffffffffffffffff>" },
	{ "renameat", { -100, 1, 5, 2 }, { NULL, "a", NULL, "b" }, "AT_FDCWD, \"a\", 5, \"b\"" },
};

static void print_params(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(param_cases); i++) {
		const struct param_case *c = &param_cases[i];
		struct sct_record *rec = new_record(test, c->call, c->args, c->strings);

		KUNIT_EXPECT_STREQ(test, line_of(test, rec, "%params"), c->line);
	}
}

/* A call of another ABI, a name as long as it gets, numbers at their ends. */
static void print_edges(struct kunit *test)
{
	struct sct_record *rec = new_record(test, "openat", openat_args, openat_strings);
	const struct sct_syscall *unlink;

	memset(rec->comm, 'c', sizeof(rec->comm));
	KUNIT_EXPECT_STREQ(test, line_of(test, rec, "%comm"), "\"cccccccccccccccc\"");
	rec->comm[0] = '\0';
	KUNIT_EXPECT_STREQ(test, line_of(test, rec, "%comm"), "\"\"");
	rec->pid = S32_MAX;
	rec->uid = U32_MAX;
	rec->retval = S64_MIN;
	KUNIT_EXPECT_STREQ(test, line_of(test, rec, "%pid %uid %retval"),
			   "2147483647 4294967295 -9223372036854775808");

	unlink = sct_syscall_by_name(SCT_ABI_COMPAT, "unlink", 6);
	if (!unlink)
		return;
	rec->abi = SCT_ABI_COMPAT;
	rec->nr = unlink->nr;
	rec->sid = unlink->nr;
	KUNIT_EXPECT_STREQ(test, line_of(test, rec, "%abi %sid %sname"), "compat 10 unlink");
}

/* Strings: no byte of a value can end a line, or a quote */

struct string_case {
	const char *name;
	const char *value;
	const char *printed;
	size_t len;		/* where it holds a NUL */
};

static const struct string_case string_cases[] = {
	{ "empty", "", "\"\"" },
	{ "text", "/tmp/a b", "\"/tmp/a b\"" },
	{ "signs", "'%{}#<>$`", "\"'%{}#<>$`\"" },
	{ "newline", "a\nb", "\"a\\nb\"" },
	{ "newline at the end", "\n", "\"\\n\"" },
	{ "blanks", "\t\r\v\f", "\"\\t\\r\\v\\f\"" },
	{ "quote", "a\"b", "\"a\\\"b\"" },
	{ "quote and newline", "\"\nrule", "\"\\\"\\nrule\"" },
	{ "backslash", "a\\nb\\", "\"a\\\\nb\\\\\"" },
	{ "control", "\a\033[2J\001\037", "\"\\a\\e[2J\\001\\037\"" },
	{ "control before a digit", "\0012", "\"\\0012\"" },
	{ "delete", "\177", "\"\\177\"" },
	{ "UTF-8", "é", "\"\\303\\251\"" },
	{ "high bytes", "\200\233\240\377", "\"\\200\\233\\240\\377\"" },
	{ "NUL", "a\0b", "\"a\\000b\"", 3 },
};

KUNIT_ARRAY_PARAM_DESC(string, string_cases, name);

static void print_string(struct kunit *test)
{
	const struct string_case *c = test->param_value;
	size_t len = c->len ?: strlen(c->value);
	size_t want = strlen(c->printed), size;

	for (size = 1; size <= want + 2; size++) {
		char *buf = kunit_kmalloc(test, size, GFP_KERNEL);
		struct seq_buf s;

		KUNIT_ASSERT_NOT_NULL(test, buf);
		seq_buf_init(&s, buf, size);
		sct_print_string(&s, c->value, len);
		KUNIT_EXPECT_EQ_MSG(test, seq_buf_has_overflowed(&s), size < want, "%zu", size);
		if (size < want)
			continue;
		KUNIT_EXPECT_EQ(test, s.len, want);
		KUNIT_EXPECT_EQ(test, memcmp(buf, c->printed, want), 0);
	}
}

/* Lines that don't fit are cut, and show nothing that was not written */

#define POISON	0xaa

struct cut_case {
	const char *name;
	const char *format;
};

static const struct cut_case cut_cases[] = {
	{ "text only", "a text of some length" },
	{ "default", "syscall: %pid[%comm]: %sid_%sname(%params) (rule %ruleid)" },
	{ "number last", "%retval %pid" },
	{ "string last", "%pid %param2" },
	{ "parameters last", "%params" },
	{ "macros only", "%pid%comm%params%sname" },
	{ "text last", "%comm%pid and more" },
	{ "nothing", "" },
};

KUNIT_ARRAY_PARAM_DESC(cut, cut_cases, name);

static void print_cut(struct kunit *test)
{
	const struct cut_case *c = test->param_value;
	struct sct_record *rec = new_record(test, "openat", openat_args, openat_strings);
	struct sct_format *format = parse(test, c->format, strlen(c->format));
	const char *whole = line_of(test, rec, c->format);
	size_t len = strlen(whole), size;

	for (size = 4; size <= len + 3; size++) {
		char *buf = kunit_kmalloc(test, size, GFP_KERNEL);
		struct seq_buf s;
		size_t kept = len;

		KUNIT_ASSERT_NOT_NULL(test, buf);
		memset(buf, POISON, size);
		seq_buf_init(&s, buf, size);
		sct_record_print(&s, rec, format);

		KUNIT_ASSERT_FALSE(test, seq_buf_has_overflowed(&s));
		KUNIT_EXPECT_NULL(test, memchr(buf, POISON, s.len));
		KUNIT_ASSERT_GT(test, s.len, 0);
		KUNIT_EXPECT_EQ(test, buf[s.len - 1], '\n');
		if (size > len) {
			KUNIT_EXPECT_EQ_MSG(test, s.len, len + 1, "%zu", size);
		} else {
			KUNIT_ASSERT_GE_MSG(test, s.len, 4, "%zu", size);
			kept = s.len - 4;
			KUNIT_EXPECT_EQ(test, memcmp(buf + kept, "...", 3), 0);
		}
		KUNIT_EXPECT_EQ(test, memcmp(buf, whole, kept), 0);
	}
}

/* Two paths as long as they get, of bytes that print as four: it fits a line. */
static void print_longest(struct kunit *test)
{
	static const u64 args[6] = { 1, 2 };
	char *path = kunit_kzalloc(test, PATH_MAX, GFP_KERNEL);
	const char *strings[6] = { path, path };
	const char *line;

	KUNIT_ASSERT_NOT_NULL(test, path);
	memset(path, '\001', PATH_MAX - 1);
	line = line_of(test, new_record(test, "rename", args, strings), "%params");
	KUNIT_EXPECT_EQ(test, strlen(line), 2 * (4 * (PATH_MAX - 1) + 2) + 2);
	KUNIT_EXPECT_LT(test, strlen(line), SCT_MAX_LINE);
}

static struct kunit_case sct_format_cases[] = {
	KUNIT_CASE_PARAM(format_line, format_gen_params),
	KUNIT_CASE(format_default),
	KUNIT_CASE(format_bad),
	KUNIT_CASE(format_pieces),
	KUNIT_CASE(print_params),
	KUNIT_CASE(print_edges),
	KUNIT_CASE_PARAM(print_string, string_gen_params),
	KUNIT_CASE_PARAM(print_cut, cut_gen_params),
	KUNIT_CASE(print_longest),
	{}
};

static struct kunit_suite sct_format_suite = {
	.name = "sct_format",
	.test_cases = sct_format_cases,
};

kunit_test_suite(sct_format_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's log formats");
MODULE_LICENSE("GPL");
