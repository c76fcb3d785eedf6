/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a line of the log looks like, and how long that must be known
 */

#ifndef _SCT_FORMAT_H
#define _SCT_FORMAT_H

#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "call.h"
#include "error.h"
#include "limits.h"

enum sct_macro {
	SCT_MACRO_TEXT,		/* no macro: the text between two */
#define SCT_MACRO(id, ...) SCT_MACRO_##id,
#include "macros.h"
#undef SCT_MACRO
};

/**
 * struct sct_piece - a part of a format
 * @macro: what is put here, enum sct_macro
 * @at: place of a piece of text in the layout's text
 * @len: its length
 */
struct sct_piece {
	u16 macro;
	u16 at;
	u16 len;
};

/**
 * struct sct_layout - the text of a log_format, taken apart
 * @refs: the formats that print so, and who keeps it for others to come
 * @params: parameters that it shows, a bit each
 * @paths: parameters whose objects' paths it shows, a bit each
 * @has_exe: it shows the caller's executable
 * @has_cwd: it shows the working directory
 * @has_time: it shows the time
 * @has_result: it shows the result of the call
 * @len: bytes of @text
 * @nr: pieces
 * @node: in struct sct_layouts
 * @text: the text, escapes resolved; behind @pieces
 * @pieces: in order
 *
 * It never changes once it is read. Rules that print alike share one.
 */
struct sct_layout {
	refcount_t refs;
	u8 params;
	u8 paths;
	bool has_exe;
	bool has_cwd;
	bool has_time;
	bool has_result;
	u16 len;
	u16 nr;
	struct hlist_node node;
	const char *text;
	struct sct_piece pieces[];
};

#define SCT_LAYOUT_BITS	6

/**
 * struct sct_layouts - layouts by their text, for rules to share
 * @heads: by a hash of it
 */
struct sct_layouts {
	struct hlist_head heads[1 << SCT_LAYOUT_BITS];
};

/**
 * struct sct_limit - how often a LOG action may log
 * @lock: protects @begin and @left
 * @most: events in one @interval; 0 for any number
 * @interval: in jiffies
 * @left: events that the present interval has left
 * @begin: when it began, in jiffies
 */
struct sct_limit {
	spinlock_t lock;	/* see above */
	u32 most;
	u32 interval;
	u32 left;
	unsigned long begin;
};

/**
 * struct sct_format - how the events of one LOG action print
 * @id: what a record in the ring calls it; 0 before it is registered
 * @logged: a record may name it; set once, so that the line stays shared
 * @params: as the layout has it
 * @paths: as the layout has it
 * @made: the layout shows texts that take work to make
 * @has_time: as the layout has it
 * @limit: how often the action may log
 * @retired: on a list of formats whose rule is gone
 * @layout: what it prints, with a reference
 * @rule: name of the rule
 *
 * A record is binary and names its format, and text is made when the log is
 * read. So a format outlives its rule until the ring holds no record of it.
 */
struct sct_format {
	u32 id;
	bool logged;
	u8 params;
	u8 paths;
	bool made;
	bool has_time;
	struct sct_limit limit;
	struct list_head retired;
	struct sct_layout *layout;
	char rule[];
};

extern const char sct_default_format[];

/**
 * struct sct_format_source - where a format's text was written
 * @src: the text of rules
 * @at: first byte of the format in it, as written; where @inherited, the place that
 *	errors are to point to
 * @inherited: the format stands elsewhere, as the default of the rules
 * @err: where errors go
 */
struct sct_format_source {
	const struct sct_source *src;
	const char *at;
	bool inherited;
	struct sct_error *err;
};

struct sct_layout *sct_layout_parse(const char *text, size_t len, enum sct_when when,
				    const struct sct_format_source *from);
void sct_layout_put(struct sct_layout *layout);
size_t sct_layout_size(const struct sct_layout *layout);
struct sct_layout *sct_layouts_get(struct sct_layouts *layouts, const char *text, size_t len,
				   enum sct_when when, const struct sct_format_source *from);
void sct_layouts_free(struct sct_layouts *layouts);

struct sct_format *sct_format_new(struct sct_layout *layout, const char *rule);
void sct_format_free(struct sct_format *format);

bool __sct_limit_allows(struct sct_limit *limit);

/**
 * sct_limit_allows - whether another event may be logged
 * @limit: the limit of the LOG action
 *
 * Context: Task context.
 * Return: true where it may, and is counted.
 */
static inline bool sct_limit_allows(struct sct_limit *limit)
{
	return likely(!limit->most) || __sct_limit_allows(limit);
}

int sct_format_register(struct sct_format *format);
void sct_format_retire(struct sct_format *format);
const struct sct_format *sct_format_find(u32 id);
void sct_formats_reap(void);

#endif /* _SCT_FORMAT_H */
