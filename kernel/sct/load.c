// SPDX-License-Identifier: GPL-2.0-only
/*
 * From writes to a table in force
 *
 * A shell writes a table line by line, in pages, or a byte at a time, so a write
 * is any piece of text. The scanner finds where an item of the top level ends;
 * it looks at every byte once, whatever the pieces. A whole item is parsed at
 * once, so a bad rule fails the write that completes it. The table changes when
 * the writer says that it is whole: at a line `commit`, or when it closes the file.
 * At a line `check` it is made as far as it can be, and then forgotten.
 *
 * One load at a time: the opener of the file rules sees to that.
 */

#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "errlog.h"
#include "watch.h"
#include "load.h"
#include "seal.h"
#include "trial.h"

#define SCT_SLICE	SZ_64K		/* scanned and parsed before the next is copied */
#define SCT_CONTEXT	SZ_4K		/* of the line before an item, kept for errors */
#define SCT_BUF_SIZE	(SCT_MAX_ITEM + SCT_SLICE + SCT_CONTEXT)

static struct sct_source sct_load_source(const struct sct_load *load, size_t end)
{
	return (struct sct_source){
		.text = load->buf,
		.end = load->buf + end,
		.line = load->line,
		.column = load->column,
	};
}

/* Records why the load failed; nothing that was in force is touched. */
static int sct_load_fail(struct sct_load *load, int ret)
{
	struct sct_source src = sct_load_source(load, load->len);

	if (load->status)
		return load->status;
	if (ret == -ENOMEM)
		sct_error_at(&load->parser->err, &src, load->buf + load->begin,
			     "out of memory; expected a smaller table, or more memory");
	if (ret == -EPERM)
		sct_error_at(&load->parser->err, &src, load->buf + load->begin,
			     "sealed: the rules can't be changed until the machine restarts");
	sct_errlog_add(&load->parser->err);
	load->status = ret;
	return ret;
}

static int sct_load_table(struct sct_load *load)
{
	struct sct_table *base;

	if (load->table)
		return 0;
	base = sct_table_get();
	load->table = sct_table_new(base);
	if (base)
		sct_table_put(base);
	return load->table ? 0 : -ENOMEM;
}

/* Arms the hooks that the rules of the table need, beside those that are armed. */
static void sct_load_arm(struct sct_load *load, u8 sees)
{
	if (load->armed && load->sees == sees)
		return;
	sct_hooks_arm(sees);
	/* Once is enough for a load. */
	if (load->armed)
		sct_hooks_disarm();
	load->armed = true;
	load->sees = sees;
}

static int sct_load_add(struct sct_load *load, struct sct_rule *rule, const char *at)
{
	struct sct_source src = sct_load_source(load, load->len);
	unsigned int i;
	int ret = sct_load_table(load);

	for (i = 0; !ret && i < rule->nr_logs; i++)
		ret = sct_format_register(rule->logs[i]);
	if (!ret)
		ret = sct_table_add(load->table, rule);
	if (ret == -EEXIST) {
		sct_error_at(&load->parser->err, &src, at,
			     "rule_name \"%s\" is in the table already; expected another name",
			     rule->name);
		ret = -EINVAL;
	} else if (ret == -ENOSPC) {
		sct_error_at(&load->parser->err, &src, at,
			     "too many rules; expected at most %u", SCT_MAX_RULES);
		ret = -EINVAL;
	} else if (ret == -E2BIG) {
		sct_error_at(&load->parser->err, &src, at,
			     "table too large; expected rules that take at most %u MiB of memory",
			     SCT_MAX_TABLE / SZ_1M);
		ret = -EINVAL;
	}
	if (ret)
		return ret;
	sct_load_arm(load, load->table->sees);
	return 0;
}

/* What was armed is in force, or never will be. */
static void sct_load_disarm(struct sct_load *load)
{
	if (load->armed)
		sct_hooks_disarm();
	else
		sct_hooks_settle();
	load->armed = false;
}

/* The same limit, whatever the pieces in which the item came. */
static int sct_load_check_item(struct sct_load *load, size_t end)
{
	struct sct_source src = sct_load_source(load, load->len);

	if (end - load->begin <= SCT_MAX_ITEM)
		return 0;
	sct_error_at(&load->parser->err, &src, load->buf + load->begin,
		     "rule too long; expected at most %u bytes", SCT_MAX_ITEM);
	return -EINVAL;
}

/* Parses the item that begins at @begin and ends at @end. */
static int sct_load_item(struct sct_load *load, size_t end)
{
	struct sct_source src = sct_load_source(load, end);
	struct sct_rule *rule;
	int ret;

	/* What lies behind the scanner's place is there to be quoted only. */
	ret = sct_load_check_item(load, min(end, load->scanned + 1));
	if (ret)
		return ret;
	ret = sct_parse_item(load->parser, &src, load->buf + load->begin, &rule);
	if (!ret && rule) {
		ret = sct_load_add(load, rule, load->parser->name_at);
		sct_rule_put(rule);
	}
	load->item = false;
	load->depth = 0;
	return ret;
}

static void sct_load_warn(struct sct_load *load)
{
	unsigned int i;

	sct_warnings_end(load->parser);
	for (i = 0; i < load->parser->nr_warnings; i++)
		sct_errlog_add(&load->parser->warnings[i]);
	load->parser->nr_warnings = 0;
}

static int sct_load_commit(struct sct_load *load)
{
	int ret;

	if (!load->table)
		return 0;	/* nothing was added to what is in force */
	ret = sct_table_finish(load->table);
	if (ret)
		return ret;

	mutex_lock(&sct_table_lock);
	ret = sct_may_change("rules") ?: sct_trial_begin();
	if (!ret)
		sct_table_publish(load->table);
	mutex_unlock(&sct_table_lock);
	if (ret)
		return ret;

	sct_load_warn(load);
	load->table = NULL;
	sct_load_disarm(load);
	return 0;
}

/* Would the table come in force? Nothing changes, and no text may follow. */
static int sct_load_check(struct sct_load *load)
{
	int ret = load->table ? sct_table_finish(load->table) : 0;

	if (ret)
		return ret;
	sct_load_warn(load);
	if (load->table)
		sct_table_discard(load->table);
	load->table = NULL;
	sct_load_disarm(load);
	load->checked = true;
	return 0;
}

/* What was checked is forgotten: rules that follow would stand alone. */
static int sct_load_behind(struct sct_load *load, size_t at)
{
	struct sct_source src = sct_load_source(load, load->len);

	load->begin = at;
	sct_error_at(&load->parser->err, &src, load->buf + at,
		     "text behind check; expected nothing but comments");
	return -EINVAL;
}

static bool sct_scan_is(const struct sct_load *load, const char *word)
{
	return load->word_len == strlen(word) &&
	       !memcmp(load->buf + load->word, word, load->word_len);
}

/* A word has ended. On the top level that tells what the item is. */
static int sct_scan_word(struct sct_load *load)
{
	load->in_word = false;
	if (load->item)
		return 0;

	if (load->checked)
		return sct_load_behind(load, load->word);
	load->begin = load->word;
	if (sct_scan_is(load, "commit")) {
		load->begin = load->scanned;
		return sct_load_commit(load);
	}
	if (sct_scan_is(load, "check")) {
		load->begin = load->scanned;
		return sct_load_check(load);
	}
	load->item = true;
	/* Anything else is none: let the parser say so. */
	if (!sct_scan_is(load, "rule") && !sct_scan_is(load, "log_format"))
		return sct_load_item(load, load->len);
	return 0;
}

/* No item begins so. The lexer would look on, as far as this write happens to go. */
static int sct_load_stray(struct sct_load *load, char c)
{
	static const char expected[] = "expected rule, log_format or commit";
	static const char signs[] = "{}()[],.=:|&!<>+-*/%~^\"";
	struct sct_source src = sct_load_source(load, load->len);
	struct sct_error *err = &load->parser->err;
	const char *at = load->buf + load->scanned;

	load->begin = load->scanned;
	if (!c)
		sct_error_at(err, &src, at, "NUL byte; %s", expected);
	else if (strchr(signs, c))
		sct_error_at(err, &src, at, "unknown word \"%c\"; %s", c, expected);
	else if (isascii(c) && isprint(c))
		sct_error_at(err, &src, at, "unexpected character '%c'; %s", c, expected);
	else
		sct_error_at(err, &src, at, "unexpected byte 0x%02x; %s", (u8)c, expected);
	return -EINVAL;
}

static int sct_scan_code(struct sct_load *load, char c)
{
	if (isascii(c) && (isalnum(c) || c == '_')) {
		if (!load->in_word) {
			load->in_word = true;
			load->word = load->scanned;
			load->word_len = 0;
		}
		if (++load->word_len <= SCT_MAX_WORD)
			return 0;
		/* No word is that long: let the parser say so. */
		if (!load->item)
			load->begin = load->word;
		return sct_load_item(load, load->len);
	}
	if (load->in_word) {
		int ret = sct_scan_word(load);

		if (ret)
			return ret;
	}
	if (isascii(c) && isspace(c))
		return 0;

	if (c == '#') {
		load->state = SCT_SCAN_COMMENT;
		return 0;
	}
	if (!load->item && load->checked)
		return sct_load_behind(load, load->scanned);
	if (!load->item)
		return sct_load_stray(load, c);

	switch (c) {
	case '=':
	case ':':
		return 0;
	case '"':
		load->state = SCT_SCAN_STRING;
		break;
	case '{':
		if (sct_scan_is(load, "log_format"))
			load->state = SCT_SCAN_RAW;
		load->depth++;
		break;
	case '}':
		if (load->depth <= 1)
			return sct_load_item(load, load->scanned + 1);
		load->depth--;
		break;
	}
	load->word_len = 0;
	return 0;
}

static bool sct_is_blank(char c)
{
	return c != '\n' && isascii(c) && isspace(c);
}

/*
 * Whether the line that ends here is `commit`, and no value: then the item before
 * it was never closed. Its writer waits for the answer in this very write.
 */
static bool sct_commit_inside(const struct sct_load *load)
{
	static const char word[] = "commit";
	const size_t len = sizeof(word) - 1;
	const char *begin = load->buf + load->begin;
	const char *p = load->buf + load->scanned;

	while (p > begin && sct_is_blank(p[-1]))
		p--;
	if (p - begin < len || memcmp(p - len, word, len))
		return false;
	p -= len;
	while (p > begin && sct_is_blank(p[-1]))
		p--;
	if (p == begin || p[-1] != '\n')
		return false;
	while (p > begin && isascii(p[-1]) && isspace(p[-1]))
		p--;
	return p == begin || !strchr("=:,", p[-1]);
}

static int sct_scan_byte(struct sct_load *load, char c)
{
	if (c == '\n' && load->item &&
	    (load->state == SCT_SCAN_STRING || sct_commit_inside(load)))
		return sct_load_item(load, load->scanned);

	switch (load->state) {
	case SCT_SCAN_CODE:
		return sct_scan_code(load, c);
	case SCT_SCAN_COMMENT:
		if (c == '\n')
			load->state = SCT_SCAN_CODE;
		break;
	case SCT_SCAN_STRING:
		if (c == '\\')
			load->state = SCT_SCAN_STRING_ESCAPE;
		else if (c == '"')
			load->state = SCT_SCAN_CODE;
		break;
	case SCT_SCAN_STRING_ESCAPE:
		load->state = SCT_SCAN_STRING;
		break;
	case SCT_SCAN_RAW_ESCAPE:
		load->state = SCT_SCAN_RAW;
		if (c == '}')
			break;
		fallthrough;
	case SCT_SCAN_RAW:
		if (c == '\\') {
			load->state = SCT_SCAN_RAW_ESCAPE;
		} else if (c == '}') {
			load->state = SCT_SCAN_CODE;
			return sct_scan_code(load, c);
		}
		break;
	}
	return 0;
}

/* Forgets what was parsed, but for the begin of its line. */
static void sct_load_compact(struct sct_load *load)
{
	size_t keep = load->item || load->in_word ? load->begin : load->scanned;
	size_t from, i;

	if (load->in_word && !load->item)
		keep = load->word;
	for (from = keep; from && load->buf[from - 1] != '\n'; from--)
		;
	if (keep - from > SCT_CONTEXT) {
		from = keep - SCT_ERROR_SOURCE;
		while (from < keep && ((unsigned char)load->buf[from] & 0xc0) == 0x80)
			from++;
	}
	if (!from)
		return;

	for (i = 0; i < from; i++) {
		if (load->buf[i] == '\n') {
			load->line++;
			load->column = 1;
		} else if (((unsigned char)load->buf[i] & 0xc0) != 0x80) {
			load->column++;
		}
	}
	memmove(load->buf, load->buf + from, load->len - from);
	load->len -= from;
	load->scanned -= from;
	load->begin = keep - from;
	load->word = load->word > from ? load->word - from : 0;
}

static int sct_load_scan(struct sct_load *load)
{
	int ret;

	for (; load->scanned < load->len; load->scanned++) {
		ret = sct_scan_byte(load, load->buf[load->scanned]);
		if (ret)
			return ret;
	}
	sct_load_compact(load);
	return 0;
}

static int sct_load_check_total(struct sct_load *load)
{
	struct sct_source src = sct_load_source(load, load->len);

	if (load->total > SCT_MAX_TEXT) {
		sct_error_at(&load->parser->err, &src, load->buf + load->begin,
			     "text too long; expected at most %u bytes", SCT_MAX_TEXT);
		return -EFBIG;
	}
	return 0;
}

/**
 * sct_load_write - take a piece of the text
 * @load: the load
 * @text: the piece, in kernel memory
 * @len: its bytes
 *
 * Context: Process context, may sleep; takes sct_table_lock at a commit.
 * Return: 0; -EINVAL where the text is wrong, -EFBIG where there is too much of
 * it, -ENOMEM; each is recorded in error_log, and final for this load.
 */
int sct_load_write(struct sct_load *load, const char *text, size_t len)
{
	int ret = load->status;

	while (!ret && len) {
		size_t n = min_t(size_t, len, SCT_SLICE);

		memcpy(load->buf + load->len, text, n);
		load->len += n;
		load->total += n;
		text += n;
		len -= n;
		ret = sct_load_scan(load);
		/* What is left must leave room for the next slice. */
		if (!ret)
			ret = sct_load_check_item(load, load->len);
		if (!ret)
			ret = sct_load_check_total(load);
		if (!ret)
			cond_resched();
	}
	return ret ? sct_load_fail(load, ret) : 0;
}

/**
 * sct_load_refuse - a write can't be taken: the load fails
 * @load: the load
 * @ret: the error that the write returns
 * @what: why, and what to do
 *
 * What was written before is not whole then, so it must not come in force when
 * the file is closed.
 *
 * Return: @ret, or the error that came before.
 */
int sct_load_refuse(struct sct_load *load, int ret, const char *what)
{
	struct sct_source src = sct_load_source(load, load->len);

	sct_error_at(&load->parser->err, &src, load->buf + load->scanned, "%s", what);
	return sct_load_fail(load, ret);
}

/**
 * sct_load_pending - whether closing the file would change what is in force
 * @load: the load
 *
 * Return: true where there is a table that waits for it, or half an item.
 */
bool sct_load_pending(const struct sct_load *load)
{
	return !load->status && (load->table || load->item || load->in_word);
}

/**
 * sct_load_end - no more text comes: put the table in force
 * @load: the load
 *
 * Context: Process context, may sleep; takes sct_table_lock.
 * Return: 0; otherwise as sct_load_write(), and the table that was in force
 * still is.
 */
int sct_load_end(struct sct_load *load)
{
	int ret = load->status;

	if (ret)
		return ret;
	/* A last line without its newline is a line. */
	if (load->in_word)
		ret = sct_scan_word(load);
	if (!ret && load->item)
		ret = sct_load_item(load, load->len);
	if (!ret)
		ret = sct_load_commit(load);
	return ret ? sct_load_fail(load, ret) : 0;
}

/**
 * sct_load_begin - begin a load
 * @replace: the table begins empty; otherwise with what is in force
 *
 * Return: the load, to be freed with sct_load_free(); NULL without memory.
 */
struct sct_load *sct_load_begin(bool replace)
{
	struct sct_load *load = kzalloc(sizeof(*load), GFP_KERNEL_ACCOUNT);

	if (!load)
		return NULL;
	load->line = 1;
	load->column = 1;
	load->parser = sct_parser_new();
	load->buf = kvmalloc(SCT_BUF_SIZE, GFP_KERNEL_ACCOUNT);
	if (replace)
		load->table = sct_table_new(NULL);
	if (!load->parser || !load->buf || (replace && !load->table)) {
		sct_load_free(load);
		return NULL;
	}
	return load;
}

/**
 * sct_load_free - free a load; what it didn't put in force is forgotten
 * @load: the load
 */
void sct_load_free(struct sct_load *load)
{
	if (load->table)
		sct_table_discard(load->table);
	sct_load_disarm(load);
	sct_parser_free(load->parser);
	kvfree(load->buf);
	kfree(load);
}
