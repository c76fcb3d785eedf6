// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the log as JSON
 */

#include <kunit/test.h>
#include <linux/hex.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../json.h"

/* Strings: whatever bytes, one string of JSON, of characters of UTF-8 */

struct string_case {
	const char *name;
	const char *value;
	const char *json;
	size_t len;		/* where it holds a NUL */
};

static const struct string_case string_cases[] = {
	{ "empty", "", "" },
	{ "text", "/tmp/a b'{}<>", "/tmp/a b'{}<>" },
	{ "quote", "a\"b", "a\\\"b" },
	{ "backslash", "a\\b\\", "a\\\\b\\\\" },
	{ "both", "\\\"", "\\\\\\\"" },
	{ "short escapes", "\b\f\n\r\t", "\\b\\f\\n\\r\\t" },
	{ "control", "\001\033[31m\037", "\\u0001\\u001b[31m\\u001f" },
	{ "NUL", "a\0b", "a\\u0000b", 3 },
	{ "DEL", "\177", "\\u007f" },
	{ "C1", "\302\200\302\233\302\237\302\240", "\\u0080\\u009b\\u009f\302\240" },
	{ "two bytes", "\303\251\337\277", "\303\251\337\277" },
	{ "three bytes", "\340\240\200\342\210\222", "\340\240\200\342\210\222" },
	{ "three bytes, last", "\357\277\277", "\357\277\277" },
	{ "around surrogates", "\355\237\277\356\200\200", "\355\237\277\356\200\200" },
	{ "four bytes", "\360\220\200\200\364\217\277\277", "\360\220\200\200\364\217\277\277" },
	{ "high bytes", "\377\376\200\277", "\\ufffd\\ufffd\\ufffd\\ufffd" },
	{ "bytes between", "a\377b\200c", "a\\ufffdb\\ufffdc" },
	{ "Latin-1", "caf\351", "caf\\ufffd" },
	{ "Latin-1 inside", "\351t\351", "\\ufffdt\\ufffd" },
	{ "cut short", "a\303", "a\\ufffd" },
	{ "cut short, three", "\342\210", "\\ufffd\\ufffd" },
	{ "cut short, four", "\360\220\200", "\\ufffd\\ufffd\\ufffd" },
	{ "cut short by a quote", "\342\"", "\\ufffd\\\"" },
	{ "lead after lead", "\303\303\251", "\\ufffd\303\251" },
	{ "too long, two", "\300\200\301\277", "\\ufffd\\ufffd\\ufffd\\ufffd" },
	{ "too long, three", "\340\237\277", "\\ufffd\\ufffd\\ufffd" },
	{ "too long, four", "\360\217\277\277", "\\ufffd\\ufffd\\ufffd\\ufffd" },
	{ "surrogate, first", "\355\240\200", "\\ufffd\\ufffd\\ufffd" },
	{ "surrogate, last", "\355\277\277", "\\ufffd\\ufffd\\ufffd" },
	{ "beyond Unicode", "\364\220\200\200", "\\ufffd\\ufffd\\ufffd\\ufffd" },
	{ "five bytes", "\370\210\200\200\200", "\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd" },
	{ "forged", "\"}\n{\"lost\":5}", "\\\"}\\n{\\\"lost\\\":5}" },
};

KUNIT_ARRAY_PARAM_DESC(string, string_cases, name);

static void json_string(struct kunit *test)
{
	const struct string_case *c = test->param_value;
	size_t len = c->len ?: strlen(c->value);
	size_t want = strlen(c->json) + 2, size;
	/* Memory of its own size, for KASAN. */
	char *value = kunit_kmalloc(test, len ?: 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, value);
	memcpy(value, c->value, len);
	for (size = 1; size <= want + 2; size++) {
		char *buf = kunit_kmalloc(test, size, GFP_KERNEL);
		struct seq_buf s;

		KUNIT_ASSERT_NOT_NULL(test, buf);
		seq_buf_init(&s, buf, size);
		sct_json_string(&s, value, len);
		KUNIT_EXPECT_EQ_MSG(test, seq_buf_has_overflowed(&s), size < want, "%zu", size);
		if (size < want)
			continue;
		KUNIT_EXPECT_EQ(test, s.len, want);
		KUNIT_EXPECT_EQ(test, buf[0], '"');
		KUNIT_EXPECT_EQ(test, memcmp(buf + 1, c->json, want - 2), 0);
		KUNIT_EXPECT_EQ(test, buf[want - 1], '"');
	}
}

/* Each pair of bytes gives a string that ends where it should. */
static void json_pairs(struct kunit *test)
{
	char buf[32], pair[2];
	unsigned int i;

	for (i = 0; i < 65536; i++) {
		struct seq_buf s;
		unsigned int at, bad = 0;

		pair[0] = i >> 8;
		pair[1] = i;
		seq_buf_init(&s, buf, sizeof(buf));
		sct_json_string(&s, pair, 2);
		for (at = 1; at < s.len - 1; at++) {
			bad += (u8)buf[at] < 0x20 || buf[at] == 0x7f || buf[at] == '"';
			/* What is escaped does not end it. */
			if (buf[at] == '\\')
				at++;
		}
		KUNIT_ASSERT_TRUE_MSG(test, !bad && at == s.len - 1 && buf[at] == '"',
				      "%02x%02x", (u8)pair[0], (u8)pair[1]);
	}
}

/* Lines */

/**
 * struct event - an event, and memory to make its line
 * @entry: as the ring holds it
 * @rec: its record
 * @format: the record's format
 * @line: the line
 * @scratch: see sct_json_print()
 */
struct event {
	struct sct_entry *entry;
	struct sct_record *rec;
	struct sct_format *format;
	char *line;
	char *scratch;
};

KUNIT_DEFINE_ACTION_WRAPPER(free_format, sct_format_free, struct sct_format *);
KUNIT_DEFINE_ACTION_WRAPPER(free_big, kvfree, void *);

static void *big(struct kunit *test, size_t size)
{
	void *p = kvzalloc(size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_big, p), 0);
	return p;
}

static void parse(struct kunit *test, struct event *e, const char *text)
{
	size_t len = strlen(text);
	struct sct_error err = {};
	struct sct_source src = { .text = text, .end = text + len, .line = 1, .column = 1 };
	struct sct_format_source from = { .src = &src, .at = text, .err = &err };
	struct sct_layout *layout;

	layout = sct_layout_parse(text, len, SCT_AFTER, &from);
	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(layout), "%s: %s", text, err.what);
	e->format = sct_format_new(layout, "r.1");
	sct_layout_put(layout);
	KUNIT_ASSERT_NOT_NULL(test, e->format);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_format, e->format), 0);
}

/* A call of rename, with room for two long paths. */
static struct event *new_event(struct kunit *test, const char *text)
{
	struct event *e = kunit_kzalloc(test, sizeof(*e), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, e);
	e->entry = big(test, SZ_16K);
	e->line = big(test, SCT_MAX_JSON);
	e->scratch = big(test, SCT_MAX_LINE);
	*e->entry = (struct sct_entry){ .seq = (1ULL << 53) + 1, .cpu = 3 };
	e->rec = (struct sct_record *)e->entry->data;
	*e->rec = (struct sct_record){
		.nr = __NR_rename,
		.sid = __NR_rename,
		.abi = SCT_ABI_NATIVE,
		.when = SCT_AFTER,
		.nr_args = 2,
		.cpu = 3,
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
		.loginuid = 111,
		.comm = "a \"b\"",
		.retval = -2,
		.time = 1700000000123456789,
	};
	e->rec->args[0] = 0x1000;
	e->rec->args[1] = 0x2000;
	parse(test, e, text);
	return e;
}

static void add_string(struct event *e, unsigned int place, const char *text, size_t len)
{
	struct sct_field *field = (void *)sct_record_fields(e->rec);
	unsigned int i;

	for (i = 0; i < e->rec->nr_fields; i++)
		field = (void *)sct_field_next(field);
	*field = (struct sct_field){ .which = SCT_DATUM_BEHIND + place, .len = len };
	memcpy(field + 1, text, len);
	e->rec->nr_fields++;
}

static const char *line_of(struct kunit *test, struct event *e)
{
	struct seq_buf s;

	seq_buf_init(&s, e->line, SCT_MAX_JSON);
	sct_json_print(&s, e->entry, e->format, e->scratch);
	KUNIT_ASSERT_FALSE(test, seq_buf_has_overflowed(&s));
	return seq_buf_str(&s);
}

#define IDS \
	"\"pid\":101,\"tid\":102,\"ppid\":103," \
	"\"uid\":104,\"euid\":105,\"suid\":106,\"fsuid\":107," \
	"\"gid\":108,\"egid\":109,\"sgid\":110,\"fsgid\":4294967295,\"loginuid\":111,"

#define LINE \
	"{\"time\":\"2023-11-14T22:13:20.123456Z\"," \
	"\"sequence\":9007199254740993,\"cpu\":3,\"rule\":\"r.1\"," \
	"\"when\":\"after\",\"syscall\":\"rename\",\"abi\":\"native\"," \
	IDS "\"comm\":\"a \\\"b\\\"\"," \
	"\"params\":[\"\\\"/tmp/a\\\\\\\"\\\\n\\\"\",\"\\\"\\\\377\\\\\\\\\\\"\"]," \
	"\"retval\":-2," \
	"\"message\":\"101: \\\"/tmp/a\\\\\\\"\\\\n\\\", \\\"\\\\377\\\\\\\\\\\", \\\"é\\\"\"}\n"

/* A name that is no UTF-8, before a call without parameters. */
#define ODD_NAME \
	"\"comm\":\"\\ufffdé\\\"xxxxxxxxxxxx\"," \
	"\"comm_bytes\":\"ffc3a922787878787878787878787878\"," \
	"\"params\":[],\"retval\":null,\"message\":\"a\\nb\\ufffd%\"," \
	"\"message_bytes\":\"610a62ff25\"}\n"

/* No name, and strings that could not be read. */
#define NO_NAME \
	"\"comm\":\"\",\"params\":[\"<0x1000>\",\"<0x2000>\"]," \
	"\"retval\":-9223372036854775808,\"message\":\"\"}\n"

static void json_line(struct kunit *test)
{
	struct event *e = new_event(test, "%pid: %params, \"é\"");

	add_string(e, 0, "/tmp/a\"\n", 8);
	add_string(e, 1, "\377\\", 2);
	KUNIT_EXPECT_STREQ(test, line_of(test, e), LINE);
}

/* What a record may not have. */
static void json_edges(struct kunit *test)
{
	struct event *e = new_event(test, "a\nb\xff%%");
	const char *line;

	e->rec->when = SCT_BEFORE;
	e->rec->nr = __NR_getpid;
	memcpy(e->rec->comm, "\377\303\251\"xxxxxxxxxxxx", TASK_COMM_LEN);
	line = line_of(test, e);
	KUNIT_EXPECT_NOT_NULL(test, strstr(line, "\"when\":\"before\",\"syscall\":\"getpid\","));
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(line, ODD_NAME), "%s", line);

	e = new_event(test, "");
	e->rec->retval = S64_MIN;
	e->rec->comm[0] = '\0';
	line = line_of(test, e);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(line, NO_NAME), "%s", line);

	/* Without a time there is one all the same. */
	e->rec->time = 0;
	e->entry->time = 0;
	line = line_of(test, e);
	KUNIT_EXPECT_TRUE(test, strstarts(line, "{\"time\":\""));
	KUNIT_EXPECT_EQ(test, line[36], '"');
}

/* The bytes of a line that is no UTF-8, of any length, are whole. */
static void json_message_bytes(struct kunit *test)
{
	char *text = big(test, SCT_MAX_FORMAT + 1);
	unsigned int len;

	for (len = 1; len < 200; len++) {
		struct event *e;
		const char *at;
		unsigned int i;
		u8 byte;

		for (i = 0; i < len; i++)
			text[i] = i == len / 2 ? '\377' : 'a' + i % 26;
		e = new_event(test, text);
		at = strstr(line_of(test, e), ",\"message_bytes\":\"");
		KUNIT_ASSERT_NOT_NULL_MSG(test, at, "%u", len);
		at += strlen(",\"message_bytes\":\"");
		for (i = 0; i < len; i++) {
			KUNIT_ASSERT_EQ(test, hex2bin(&byte, at + 2 * i, 1), 0);
			KUNIT_ASSERT_EQ(test, byte, (u8)text[i]);
		}
		KUNIT_EXPECT_STREQ(test, at + 2 * len, "\"}\n");
	}
}

/* The longest paths of the worst bytes, as often as a format can show them. */
static void json_longest(struct kunit *test)
{
	static const char worst[] = { '"', '\\', '\001', '\377' };
	char *text = big(test, SCT_MAX_FORMAT + 1);
	char *path = big(test, PATH_MAX);
	unsigned int i;

	for (i = 0; i + 7 <= SCT_MAX_FORMAT; i += 7)
		memcpy(text + i, "%params", 7);
	for (i = 0; i < sizeof(worst); i++) {
		struct event *e = new_event(test, text);
		const char *line;

		memset(path, worst[i], PATH_MAX - 1);
		add_string(e, 0, path, PATH_MAX - 1);
		add_string(e, 1, path, PATH_MAX - 1);
		line = line_of(test, e);
		KUNIT_EXPECT_STREQ(test, line + strlen(line) - 6, "...\"}\n");
	}

	memset(text, '\377', SCT_MAX_FORMAT);
	KUNIT_EXPECT_GT(test, strlen(line_of(test, new_event(test, text))), 6 * SCT_MAX_FORMAT);
}

static void json_lost(struct kunit *test)
{
	struct event *e = new_event(test, "");
	struct seq_buf s;

	seq_buf_init(&s, e->line, SCT_MAX_JSON);
	sct_json_lost(&s, 217, e->entry);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s),
			   "{\"time\":\"2023-11-14T22:13:20.123456Z\",\"lost\":217,\"cpu\":3}\n");

	seq_buf_clear(&s);
	sct_json_lost(&s, U64_MAX, NULL);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s) + 37, ",\"lost\":18446744073709551615}\n");
}

static struct kunit_case sct_json_cases[] = {
	KUNIT_CASE_PARAM(json_string, string_gen_params),
	KUNIT_CASE(json_pairs),
	KUNIT_CASE(json_line),
	KUNIT_CASE(json_edges),
	KUNIT_CASE(json_message_bytes),
	KUNIT_CASE(json_longest),
	KUNIT_CASE(json_lost),
	{}
};

static struct kunit_suite sct_json_suite = {
	.name = "sct_json",
	.test_cases = sct_json_cases,
};

kunit_test_suite(sct_json_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's log as JSON");
MODULE_LICENSE("GPL");
