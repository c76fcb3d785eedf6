// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parser of log_format: text and %macros
 */

#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
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

/**
 * struct sct_format_source - where a format's text was written
 * @src: the text of rules
 * @at: first byte of the format in it; where @inherited, of the action
 * @inherited: the format stands elsewhere, as the default of the rules
 * @text: the format, escapes resolved
 * @err: where errors go
 */
struct sct_format_source {
	const struct sct_source *src;
	const char *at;
	bool inherited;
	const char *text;
	struct sct_error *err;
};

/* The place in the text of rules of a place in the format. */
static const char *sct_format_place(const struct sct_format_source *from, const char *p)
{
	const char *at = from->at;
	size_t n;

	if (from->inherited)
		return at;
	for (n = p - from->text; n; n--)
		at += at[0] == '\\' && at[1] == '}' ? 2 : 1;
	return at;
}

static int sct_find_macro(const struct sct_format_source *from, const char *name,
			  size_t len)
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

	sct_error_at(from->err, from->src, sct_format_place(from, name - 1),
		     "unknown macro \"%%%.*s\" in log_format; expected a macro, or %%%% for a percent sign%s",
		     (int)min_t(size_t, len, SCT_MAX_NAME), name,
		     sct_nearest_hint(&near, hint, sizeof(hint)));
	return -EINVAL;
}

static void sct_add_text(struct sct_format *format, char c, u16 *used)
{
	struct sct_piece *piece = format->nr ? &format->pieces[format->nr - 1] : NULL;

	if (!piece || piece->macro != SCT_MACRO_TEXT) {
		piece = &format->pieces[format->nr++];
		*piece = (struct sct_piece){ .macro = SCT_MACRO_TEXT, .at = *used };
	}
	format->text[(*used)++] = c;
	piece->len++;
}

/* What an event must carry for it. */
static void sct_note_macro(struct sct_format *format, enum sct_macro macro)
{
	switch (macro) {
	case SCT_MACRO_PARAMS:
		format->params = GENMASK(5, 0);
		break;
	case SCT_MACRO_PARAM1 ... SCT_MACRO_PARAM6:
		format->params |= BIT(macro - SCT_MACRO_PARAM1);
		break;
	case SCT_MACRO_PATH1 ... SCT_MACRO_PATH6:
		format->paths |= BIT(macro - SCT_MACRO_PATH1);
		break;
	case SCT_MACRO_EXE:
		format->has_exe = true;
		break;
	case SCT_MACRO_CWD:
		format->has_cwd = true;
		break;
	case SCT_MACRO_TIME:
		format->has_time = true;
		break;
	default:
		break;
	}
}

static int sct_format_fill(struct sct_format *format,
			   const struct sct_format_source *from, size_t len,
			   enum sct_when when)
{
	const char *end = from->text + len;
	const char *p = from->text;
	u16 used = 0;

	while (p < end) {
		size_t name;
		int macro;

		if (*p != '%') {
			sct_add_text(format, *p++, &used);
			continue;
		}
		if (++p < end && *p == '%') {
			sct_add_text(format, *p++, &used);
			continue;
		}
		name = sct_macro_len(p, end);
		macro = sct_find_macro(from, p, name);
		if (macro < 0)
			return macro;
		if ((macro == SCT_MACRO_RETVAL || macro == SCT_MACRO_ERRNO) &&
		    when == SCT_BEFORE) {
			sct_error_at(from->err, from->src, sct_format_place(from, p - 1),
				     "%%%.*s is not known before the call; expected when = after",
				     (int)name, p);
			return -EINVAL;
		}
		sct_note_macro(format, macro);
		format->pieces[format->nr++].macro = macro;
		p += name;
	}
	return 0;
}

/**
 * sct_format_parse - read the text of a log_format
 * @text: the text, its escapes resolved
 * @len: its length, at most SCT_MAX_FORMAT
 * @when: whether the rule acts before or after the call
 * @src: the text of rules it comes from, for errors
 * @at: where the format begins in it, as written; where @inherited, the place
 *	that errors are to point to
 * @inherited: the format was written elsewhere
 * @err: where errors go
 *
 * Return: the format; an ERR_PTR: -EINVAL where there is an error, which is
 * recorded; -ENOMEM.
 */
struct sct_format *sct_format_parse(const char *text, size_t len, enum sct_when when,
				    const struct sct_source *src, const char *at,
				    bool inherited, struct sct_error *err)
{
	struct sct_format_source from = {
		.src = src,
		.at = at,
		.inherited = inherited,
		.text = text,
		.err = err,
	};
	struct sct_format *format;
	int ret;

	format = kvzalloc(struct_size(format, text, len), GFP_KERNEL_ACCOUNT);
	if (!format)
		return ERR_PTR(-ENOMEM);

	/* Every piece takes a byte of the text at the least. */
	format->pieces = kvcalloc(len + 1, sizeof(*format->pieces), GFP_KERNEL_ACCOUNT);
	if (!format->pieces) {
		sct_format_free(format);
		return ERR_PTR(-ENOMEM);
	}

	spin_lock_init(&format->limit.lock);
	ret = sct_format_fill(format, &from, len, when);
	if (ret) {
		sct_format_free(format);
		return ERR_PTR(ret);
	}
	return format;
}

/**
 * sct_format_free - free a format that no record names
 * @format: the format
 */
void sct_format_free(struct sct_format *format)
{
	kvfree(format->pieces);
	kvfree(format);
}

/**
 * sct_limit_allows - whether another event may be logged
 * @limit: the limit of the LOG action
 *
 * Context: Task context.
 * Return: true where it may, and is counted.
 */
bool sct_limit_allows(struct sct_limit *limit)
{
	bool ret;

	if (!limit->most)
		return true;

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
