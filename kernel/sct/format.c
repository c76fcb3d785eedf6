// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parser of log_format: text and %macros
 */

#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/jhash.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "format.h"

const char sct_default_format[] =
	"syscall: %pid[%comm]: %sid_%sname(%params) (rule %ruleid)";

static const struct {
	u8 macro;
	const char *name;
} sct_macros[] = {
#define SCT_MACRO(id, name) { SCT_MACRO_##id, name },
#include "macros.h"
#undef SCT_MACRO
};

/* Letters, and digits behind them: "%sid_" is sid, "%param1" is param1. */
static size_t sct_macro_len(const char *p, const char *end)
{
	const char *s = p;

	while (s < end && isascii(*s) && isalpha(*s))
		s++;
	if (s > p) {
		while (s < end && isascii(*s) && isdigit(*s))
			s++;
	}
	return s - p;
}

/* The place in the text of rules of a place in the format. */
static const char *sct_format_place(const struct sct_format_source *from, size_t n)
{
	const char *at = from->at;

	if (from->inherited)
		return at;
	for (; n; n--)
		at += at[0] == '\\' && at[1] == '}' ? 2 : 1;
	return at;
}

static int sct_find_macro(const struct sct_format_source *from, const char *name,
			  size_t len, size_t place)
{
	struct sct_nearest near;
	char hint[80];
	int i;

	sct_nearest_init(&near, name, len);
	for (i = 0; i < ARRAY_SIZE(sct_macros); i++) {
		const char *known = sct_macros[i].name;

		if (strlen(known) == len && !memcmp(known, name, len))
			return sct_macros[i].macro;
		sct_nearest_try(&near, known);
	}

	sct_error_at(from->err, from->src, sct_format_place(from, place),
		     "unknown macro \"%%%.*s\" in log_format; expected a macro, or %%%% for a percent sign%s",
		     (int)min_t(size_t, len, SCT_MAX_NAME), name,
		     sct_nearest_hint(&near, hint, sizeof(hint)));
	return -EINVAL;
}

/* A byte of text. Those behind one another are one piece. */
static void sct_add_text(struct sct_layout *layout, size_t at)
{
	struct sct_piece *piece = layout->nr ? &layout->pieces[layout->nr - 1] : NULL;

	if (!piece || piece->macro != SCT_MACRO_TEXT || piece->at + piece->len != at) {
		piece = &layout->pieces[layout->nr++];
		*piece = (struct sct_piece){ .macro = SCT_MACRO_TEXT, .at = at };
	}
	piece->len++;
}

/* What an event must carry for it. */
static void sct_note_macro(struct sct_layout *layout, enum sct_macro macro)
{
	switch (macro) {
	case SCT_MACRO_PARAMS:
		layout->params = GENMASK(5, 0);
		break;
	case SCT_MACRO_PARAM1 ... SCT_MACRO_PARAM6:
		layout->params |= BIT(macro - SCT_MACRO_PARAM1);
		break;
	case SCT_MACRO_PATH1 ... SCT_MACRO_PATH6:
		layout->paths |= BIT(macro - SCT_MACRO_PATH1);
		break;
	case SCT_MACRO_EXE:
		layout->has_exe = true;
		break;
	case SCT_MACRO_CWD:
		layout->has_cwd = true;
		break;
	case SCT_MACRO_TIME:
		layout->has_time = true;
		break;
	case SCT_MACRO_RETVAL:
	case SCT_MACRO_ERRNO:
		layout->has_result = true;
		break;
	default:
		break;
	}
}

static int sct_layout_fill(struct sct_layout *layout, enum sct_when when,
			   const struct sct_format_source *from)
{
	const char *text = layout->text, *end = text + layout->len, *p = text;

	while (p < end) {
		size_t name;
		int macro;

		if (*p != '%') {
			sct_add_text(layout, p++ - text);
			continue;
		}
		if (++p < end && *p == '%') {
			sct_add_text(layout, p++ - text);
			continue;
		}
		name = sct_macro_len(p, end);
		macro = sct_find_macro(from, p, name, p - 1 - text);
		if (macro < 0)
			return macro;
		sct_note_macro(layout, macro);
		if (layout->has_result && when == SCT_BEFORE) {
			sct_error_at(from->err, from->src, sct_format_place(from, p - 1 - text),
				     "%%%.*s is not known before the call; expected when = after",
				     (int)name, p);
			return -EINVAL;
		}
		layout->pieces[layout->nr++].macro = macro;
		p += name;
	}
	return 0;
}

/* How many pieces a text has at most: a macro, and text behind it, for each '%'. */
static size_t sct_most_pieces(const char *text, size_t len)
{
	size_t n = 1;

	while (len--)
		n += *text++ == '%' ? 2 : 0;
	return n;
}

/**
 * sct_layout_parse - read the text of a log_format
 * @text: the text, its escapes resolved
 * @len: its length, at most SCT_MAX_FORMAT
 * @when: whether the rule acts before or after the call
 * @from: where it was written
 *
 * Return: the layout, to be put with sct_layout_put(); an ERR_PTR: -EINVAL where there
 * is an error, which is recorded; -ENOMEM.
 */
struct sct_layout *sct_layout_parse(const char *text, size_t len, enum sct_when when,
				    const struct sct_format_source *from)
{
	size_t pieces = sct_most_pieces(text, len);
	struct sct_layout *layout;
	int ret;

	layout = kvzalloc(struct_size(layout, pieces, pieces) + len, GFP_KERNEL_ACCOUNT);
	if (!layout)
		return ERR_PTR(-ENOMEM);

	refcount_set(&layout->refs, 1);
	layout->text = memcpy(&layout->pieces[pieces], text, len);
	layout->len = len;
	ret = sct_layout_fill(layout, when, from);
	if (ret) {
		sct_layout_put(layout);
		return ERR_PTR(ret);
	}
	return layout;
}

/**
 * sct_layout_put - let go of a layout
 * @layout: the layout; the last one to let go frees it
 */
void sct_layout_put(struct sct_layout *layout)
{
	if (refcount_dec_and_test(&layout->refs))
		kvfree(layout);
}

/**
 * sct_layout_size - how much memory a layout takes
 * @layout: the layout
 *
 * Return: bytes.
 */
size_t sct_layout_size(const struct sct_layout *layout)
{
	return layout->text + layout->len - (const char *)layout;
}

/**
 * sct_layouts_get - the layout of a log_format, which rules share that have the same
 * @layouts: those that were read before
 * @text: as of sct_layout_parse()
 * @len: as of sct_layout_parse()
 * @when: as of sct_layout_parse()
 * @from: as of sct_layout_parse()
 *
 * Return: as sct_layout_parse().
 */
struct sct_layout *sct_layouts_get(struct sct_layouts *layouts, const char *text, size_t len,
				   enum sct_when when, const struct sct_format_source *from)
{
	u32 hash = jhash(text, len, 0) & ((1 << SCT_LAYOUT_BITS) - 1);
	struct hlist_head *head = &layouts->heads[hash];
	struct sct_layout *layout;

	hlist_for_each_entry(layout, head, node) {
		/* Before the call it would be an error. */
		if (layout->has_result && when == SCT_BEFORE)
			continue;
		if (layout->len == len && !memcmp(layout->text, text, len)) {
			refcount_inc(&layout->refs);
			return layout;
		}
	}
	layout = sct_layout_parse(text, len, when, from);
	if (!IS_ERR(layout)) {
		refcount_inc(&layout->refs);
		hlist_add_head(&layout->node, head);
	}
	return layout;
}

/**
 * sct_layouts_free - no more rules are to come that could share them
 * @layouts: the layouts
 */
void sct_layouts_free(struct sct_layouts *layouts)
{
	struct sct_layout *layout;
	struct hlist_node *next;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(layouts->heads); i++) {
		hlist_for_each_entry_safe(layout, next, &layouts->heads[i], node)
			sct_layout_put(layout);
		INIT_HLIST_HEAD(&layouts->heads[i]);
	}
}

/**
 * sct_format_new - how the events of a LOG action will print
 * @layout: as this; the format takes a reference
 * @rule: name of the rule
 *
 * Return: the format; NULL without memory.
 */
struct sct_format *sct_format_new(struct sct_layout *layout, const char *rule)
{
	size_t len = strlen(rule) + 1;
	struct sct_format *format;

	format = kzalloc(struct_size(format, rule, len), GFP_KERNEL_ACCOUNT);
	if (!format)
		return NULL;
	memcpy(format->rule, rule, len);
	spin_lock_init(&format->limit.lock);
	refcount_inc(&layout->refs);
	format->layout = layout;
	format->params = layout->params;
	format->paths = layout->paths;
	format->made = layout->paths || layout->has_exe || layout->has_cwd;
	format->has_time = layout->has_time;
	return format;
}

/**
 * sct_format_free - free a format that no record names
 * @format: the format
 */
void sct_format_free(struct sct_format *format)
{
	sct_layout_put(format->layout);
	kfree(format);
}

/**
 * __sct_limit_allows - see sct_limit_allows()
 * @limit: a limit
 *
 * Context: Task context.
 * Return: true where another event may be logged, and is counted.
 */
bool __sct_limit_allows(struct sct_limit *limit)
{
	bool ret;

	spin_lock(&limit->lock);
	if (!limit->begin || time_after_eq(jiffies, limit->begin + limit->interval)) {
		/* Zero stands for never, which jiffies may come by. */
		limit->begin = jiffies ?: 1;
		limit->left = limit->most;
	}
	ret = limit->left;
	if (ret)
		limit->left--;
	spin_unlock(&limit->lock);
	return ret;
}
