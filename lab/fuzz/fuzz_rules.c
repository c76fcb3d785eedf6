// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz target of the rule language
 *
 * The input is a text of rules. Behind its last NUL byte, where it has one, stand
 * bytes that say how it is loaded:
 *
 *	flags	1: add to a table that has a rule, 2: all allocations fail from
 *		the chosen one on
 *	n	2 bytes, little endian: the allocation that fails, 0 for none
 *	pieces	the length of each piece, less one, over and over
 *
 * An input without them is loaded as a hash of its bytes says. So a seed is just
 * a file of rules.
 *
 * What must hold, besides what ASan and UBSan see:
 *
 * 1. A text loads, or is refused with a message and a place that it has.
 * 2. What a rule prints loads again, to the same text and the same filters.
 * 3. A text means the same, whatever the pieces in which it comes.
 * 4. Every filter ends for every call, and looks at nothing else.
 * 5. Where memory runs out, the load fails with -ENOMEM; nothing leaks.
 */

#include <sanitizer/asan_interface.h>
#include <linux/string.h>

#include "errlog.h"
#include "fuzz.h"
#include "load.h"

#define MAX_PIECES	64
#define REDZONE		64	/* bytes behind what a load has got that nobody may read */

static const char base_rules[] =
	"rule { syscall_name = getpid rule_name = base action { type = LOG } }\n";

/**
 * struct input - a text, and how to load it
 * @text: the text, in a block of its own
 * @len: its bytes
 * @hash: of all of the input
 * @add: to a table that has a rule
 * @all: all allocations fail from @failing on
 * @failing: the allocation that fails, from 1; 0 for none
 * @pieces: the length of each piece
 * @nr_pieces: how many of them there are; they repeat
 */
struct input {
	char *text;
	size_t len;
	u64 hash;
	bool add;
	bool all;
	unsigned int failing;
	unsigned int pieces[MAX_PIECES];
	unsigned int nr_pieces;
};

/**
 * struct outcome - what came of a load
 * @status: 0, or the error that it returned
 * @begun: it could be begun
 * @nr_errors: how many errors and warnings were recorded
 * @errors: the first of them
 * @text: the table in force, as the file rules shows it
 * @len: its bytes
 */
struct outcome {
	int status;
	bool begun;
	unsigned int nr_errors;
	struct sct_error errors[FUZZ_MAX_ERRORS];
	char *text;
	size_t len;
};

static u64 fuzz_hash(const void *data, size_t len)
{
	const unsigned char *p = data;
	u64 hash = 0xcbf29ce484222325;

	while (len--)
		hash = (hash ^ *p++) * 0x100000001b3;
	return hash ^ hash >> 29;
}

static void input_init(struct input *in, const u8 *data, size_t size)
{
	const u8 *end = data + size, *p = end;

	memset(in, 0, sizeof(*in));
	in->hash = fuzz_hash(data, size);
	while (p > data && p[-1])
		p--;
	if (p > data) {
		in->len = p - data - 1;
		if (p < end)
			in->add = *p & 1, in->all = *p & 2, p++;
		if (end - p >= 2)
			in->failing = p[0] | p[1] << 8, p += 2;
		for (; p < end && in->nr_pieces < MAX_PIECES; p++)
			in->pieces[in->nr_pieces++] = *p + 1;
	} else {
		in->len = size;
		in->add = !(in->hash & 7);
		in->all = in->hash & 8;
		if (in->hash & 16)
			in->failing = 1 + (in->hash >> 8) % 48;
		in->pieces[0] = 1 + (in->hash >> 16) % (in->hash & 32 ? 3 : 200);
		in->pieces[1] = 1 + (in->hash >> 32) % 50;
		in->nr_pieces = 2;
	}
	in->text = malloc(in->len);
	memcpy(in->text, data, in->len);
}

/* Errors */

static bool starts_char(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

static size_t chars(const char *p, const char *end)
{
	size_t n = 0;

	for (; p < end; p++)
		n += starts_char(*p);
	return n;
}

/* An error names a place of the text, or the one behind a line's last. */
static void check_error(const struct sct_error *err, const char *text, size_t len)
{
	const char *line = text, *end = text + len, *p;
	unsigned int n;

	FUZZ_CHECK(err->line >= 1);
	FUZZ_CHECK(err->column >= 1);
	FUZZ_CHECK(err->what[0]);
	FUZZ_CHECK(strnlen(err->what, sizeof(err->what)) < sizeof(err->what));
	FUZZ_CHECK(strnlen(err->source, sizeof(err->source)) < sizeof(err->source));
	for (p = err->what; *p; p++)
		FUZZ_CHECK(*p == (char)0x7f || (unsigned char)*p >= ' ');
	for (p = err->source; *p; p++)
		FUZZ_CHECK(*p == (char)0x7f || (unsigned char)*p >= ' ');
	FUZZ_CHECK(err->caret <= chars(err->source, err->source + strlen(err->source)));

	for (n = 1; n < err->line; n++) {
		line = line < end ? memchr(line, '\n', end - line) : NULL;
		FUZZ_CHECK(line);
		line++;
	}
	p = line < end ? memchr(line, '\n', end - line) : NULL;
	FUZZ_CHECK(err->column <= chars(line, p ? p : end) + 1);
}

static void show_error(const char *who, const struct sct_error *err)
{
	fprintf(stderr, "%s: line %u, column %u: %s\n\t%s\n", who, err->line, err->column,
		err->what, err->source);
}

static void same_error(const struct sct_error *a, const struct sct_error *b)
{
	if (a->line == b->line && a->column == b->column && !strcmp(a->what, b->what))
		return;
	show_error("one load", a);
	show_error("another", b);
	fuzz_bug("both say the same", __FILE__, __LINE__);
}

/* Rules */

static void same_format(const struct sct_format *a, const struct sct_format *b)
{
	const struct sct_layout *l = a->layout, *m = b->layout;
	unsigned int i;

	FUZZ_CHECK(!strcmp(a->rule, b->rule));
	FUZZ_CHECK(a->limit.most == b->limit.most);
	FUZZ_CHECK(a->limit.interval == b->limit.interval);
	FUZZ_CHECK(l->nr == m->nr);
	for (i = 0; i < l->nr; i++) {
		const struct sct_piece *p = &l->pieces[i], *q = &m->pieces[i];

		FUZZ_CHECK(p->macro == q->macro);
		FUZZ_CHECK(p->len == q->len);
		FUZZ_CHECK(!memcmp(l->text + p->at, m->text + q->at, p->len));
	}
}

static void same_filter(const struct sct_filter *a, const struct sct_filter *b)
{
	FUZZ_CHECK(!a == !b);
	if (!a || a == b)
		return;
	FUZZ_CHECK(a->size == b->size);
	FUZZ_CHECK(!memcmp(a, b, a->size));
}

static void same_rule(const struct sct_rule *a, const struct sct_rule *b)
{
	unsigned int i;

	FUZZ_CHECK(a->text_len == b->text_len);
	FUZZ_CHECK(!memcmp(a->text, b->text, a->text_len));
	FUZZ_CHECK(!strcmp(a->name, b->name));
	FUZZ_CHECK(a->when == b->when);
	FUZZ_CHECK(a->decision == b->decision);
	FUZZ_CHECK(a->proceed == b->proceed);
	FUZZ_CHECK(a->value == b->value);

	FUZZ_CHECK(!a->path == !b->path);
	if (a->path)
		FUZZ_CHECK(!strcmp(a->path, b->path));

	FUZZ_CHECK(a->nr_logs == b->nr_logs);
	for (i = 0; i < a->nr_logs; i++)
		same_format(a->logs[i], b->logs[i]);

	FUZZ_CHECK(a->nr_binds == b->nr_binds);
	for (i = 0; i < a->nr_binds; i++) {
		FUZZ_CHECK(a->binds[i].desc == b->binds[i].desc);
		FUZZ_CHECK(a->binds[i].shared == b->binds[i].shared);
		FUZZ_CHECK(a->binds[i].by_class == b->binds[i].by_class);
		FUZZ_CHECK(a->binds[i].param == b->binds[i].param);
		same_filter(a->binds[i].filter, b->binds[i].filter);
	}
}

/* Every filter, asked about some calls. */
static void run_filters(const struct sct_rule *rule, u64 seed)
{
	unsigned int i, n;

	for (i = 0; i < rule->nr_binds; i++) {
		const struct sct_bind *bind = &rule->binds[i];

		for (n = 0; bind->filter && n < (bind->shared ? 1 : 6); n++) {
			u64 other = seed + 0x9e3779b97f4a7c15 * (6 * i + n);
			struct sct_call *call = fuzz_call_new(bind->desc, rule->when, other);

			sct_filter_run(bind->filter, call);
			fuzz_call_free(call);
		}
	}
}

/* Reads one item whose text stands in a block of its own size. */
static int parse_alone(struct sct_parser *ps, const char *text, size_t len,
		       struct sct_rule **rule)
{
	char *copy = malloc(len);
	struct sct_source src = { .text = copy, .end = copy + len, .line = 1, .column = 1 };
	int ret;

	memcpy(copy, text, len);
	ret = sct_parse_item(ps, &src, copy, rule);
	FUZZ_CHECK(ret == 0 || ret == -EINVAL);
	if (ret)
		check_error(&ps->err, copy, len);
	else
		FUZZ_CHECK(!ps->err.line);
	free(copy);
	return ret;
}

/* What a rule prints is that rule. */
static void check_rule(const struct sct_rule *rule, u64 seed)
{
	struct sct_parser *ps = sct_parser_new();
	struct sct_rule *again;

	FUZZ_CHECK(parse_alone(ps, rule->text, rule->text_len, &again) == 0);
	FUZZ_CHECK(again);
	same_rule(rule, again);
	run_filters(again, seed);
	sct_rule_put(again);
	sct_parser_free(ps);
}

/* The whole text as one item: mostly none, and never more than its bytes are read. */
static void check_alone(const struct input *in)
{
	struct sct_parser *ps = sct_parser_new();
	struct sct_rule *rule;

	if (!parse_alone(ps, in->text, in->len, &rule) && rule) {
		check_rule(rule, in->hash);
		sct_rule_put(rule);
	}
	sct_parser_free(ps);
}

/* Loads */

/* What lies behind the text in the load's buffer is nobody's: ASan is told. */
static int write_piece(struct sct_load *load, const char *text, size_t len)
{
	char *copy = malloc(len);
	char *behind = load->buf + load->len + len;
	int ret;

	memcpy(copy, text, len);
	ASAN_POISON_MEMORY_REGION(behind, REDZONE);
	ret = sct_load_write(load, copy, len);
	ASAN_UNPOISON_MEMORY_REGION(behind, REDZONE);
	free(copy);
	return ret;
}

static int write_pieces(struct sct_load *load, const struct input *in, bool cut)
{
	size_t done, n;
	unsigned int i;
	int ret = 0;

	for (done = 0, i = 0; !ret && done < in->len; done += n, i++) {
		n = min_t(size_t, in->len - done, SZ_32K);
		if (cut && in->nr_pieces)
			n = min_t(size_t, n, in->pieces[i % in->nr_pieces]);
		ret = write_piece(load, in->text + done, n);
	}
	/* A load that has failed stays so. */
	if (ret)
		FUZZ_CHECK(write_piece(load, "x", 1) == ret);
	return ret;
}

static void check_rules(const struct sct_table *table, u64 seed)
{
	u32 i;

	for (i = 0; i < table->nr_rules; i++)
		check_rule(table->rules[i], seed);
}

static void read_table(struct outcome *out)
{
	struct sct_table *table = sct_table_get();
	size_t size = 0;
	u32 i;

	FUZZ_CHECK(table);
	FUZZ_CHECK(table->nr_rules == sct_table_nr_rules());
	for (i = 0; i < table->nr_rules; i++)
		size += table->rules[i]->text_len;
	out->text = malloc(size);
	out->len = 0;
	for (i = 0; i < table->nr_rules; i++) {
		memcpy(out->text + out->len, table->rules[i]->text, table->rules[i]->text_len);
		out->len += table->rules[i]->text_len;
	}
	sct_table_put(table);
}

static void check_in_force(u64 seed)
{
	struct sct_table *table = sct_table_get();

	check_rules(table, seed);
	sct_table_put(table);
}

static struct outcome *load(const struct input *in, bool cut, bool check)
{
	struct outcome *out = calloc(1, sizeof(*out));
	struct sct_load *load;

	fuzz_kernel.nr_errors = 0;
	load = sct_load_begin(!in->add);
	out->begun = load;
	if (load) {
		out->status = write_pieces(load, in, cut);
		/* Those that were good before one was not never come in force. */
		if (check && out->status && load->table)
			check_rules(load->table, in->hash);
		if (!out->status)
			out->status = sct_load_end(load);
		FUZZ_CHECK(!out->status || sct_load_end(load) == out->status);
		FUZZ_CHECK(!sct_load_pending(load));
		sct_load_free(load);
	} else {
		out->status = -ENOMEM;
	}
	FUZZ_CHECK(!fuzz_kernel.armed);
	out->nr_errors = fuzz_kernel.nr_errors;
	memcpy(out->errors, fuzz_kernel.errors, sizeof(out->errors));
	read_table(out);
	return out;
}

static void outcome_free(struct outcome *out)
{
	free(out->text);
	free(out);
}

static void load_text(const char *text, size_t len)
{
	struct sct_load *load = sct_load_begin(true);

	FUZZ_CHECK(load);
	FUZZ_CHECK(!sct_load_write(load, text, len));
	FUZZ_CHECK(!sct_load_end(load));
	sct_load_free(load);
}

static void clear_table(void)
{
	if (sct_table_nr_rules())
		load_text("", 0);
}

static void set_base(const struct input *in)
{
	clear_table();
	if (in->add)
		load_text(base_rules, sizeof(base_rules) - 1);
}

static void check_outcome(const struct input *in, const struct outcome *out)
{
	unsigned int i;

	FUZZ_CHECK(out->status == 0 || out->status == -EINVAL || out->status == -ENOMEM);
	/* Warnings are recorded where a table comes in force, one error where it fails. */
	if (out->begun && out->status)
		FUZZ_CHECK(out->nr_errors);
	for (i = 0; i < min(out->nr_errors, FUZZ_MAX_ERRORS); i++)
		check_error(&out->errors[i], in->text, in->len);
}

static void same_outcome(const struct outcome *a, const struct outcome *b)
{
	unsigned int i;

	FUZZ_CHECK(a->status == b->status);
	FUZZ_CHECK(a->nr_errors == b->nr_errors);
	for (i = 0; i < min(a->nr_errors, FUZZ_MAX_ERRORS); i++)
		same_error(&a->errors[i], &b->errors[i]);
	FUZZ_CHECK(a->len == b->len);
	FUZZ_CHECK(!memcmp(a->text, b->text, a->len));
}

/* The file rules, written back to it, changes nothing. */
static void check_reload(const struct input *in, const struct outcome *whole)
{
	struct input again = *in;
	struct outcome *out;

	again.text = whole->text;
	again.len = whole->len;
	again.add = false;
	out = load(&again, true, false);
	FUZZ_CHECK(!out->status);
	FUZZ_CHECK(out->len == whole->len);
	FUZZ_CHECK(!memcmp(out->text, whole->text, whole->len));
	outcome_free(out);
}

static void check_without_memory(const struct input *in, const struct outcome *whole)
{
	struct outcome *out;
	bool failed;

	set_base(in);
	fuzz_memory.countdown = in->failing;
	fuzz_memory.all = in->all;
	fuzz_memory.failed = false;
	out = load(in, false, false);
	failed = fuzz_memory.failed;
	fuzz_memory.countdown = 0;

	check_outcome(in, out);
	/* A text that is wrong may be found to be so before memory is asked for. */
	if (!failed || out->status != -ENOMEM)
		same_outcome(whole, out);
	outcome_free(out);
}

static void check_input(const struct input *in)
{
	struct outcome *whole, *cut;

	check_alone(in);

	set_base(in);
	whole = load(in, false, true);
	FUZZ_CHECK(whole->status != -ENOMEM);
	check_outcome(in, whole);
	check_in_force(in->hash);

	set_base(in);
	cut = load(in, true, false);
	same_outcome(whole, cut);
	outcome_free(cut);

	if (whole->len)
		check_reload(in, whole);
	if (in->failing)
		check_without_memory(in, whole);
	outcome_free(whole);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static bool begun;
	static long live;
	struct input in;

	if (!begun) {
		load_text("", 0);
		live = fuzz_memory.live;
		begun = true;
	}
	input_init(&in, data, size);
	check_input(&in);
	free(in.text);
	clear_table();
	FUZZ_CHECK(fuzz_memory.live == live);
	return 0;
}
