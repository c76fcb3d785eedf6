/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a line of the log looks like, and how long that must be known
 */

#ifndef _SCT_FORMAT_H
#define _SCT_FORMAT_H

#include <linux/list.h>
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
 * @at: place of a piece of text in the format's text
 * @len: its length
 */
struct sct_piece {
	u16 macro;
	u16 at;
	u16 len;
};

/**
 * struct sct_limit - how often a LOG action may log
 * @lock: protects @begin and @left
 * @most: events in one @interval; 0 for any number
 * @interval: in jiffies
 * @begin: when the present interval began, in jiffies
 * @left: events that it has left
 */
struct sct_limit {
	spinlock_t lock;	/* see above */
	u32 most;
	u32 interval;
	unsigned long begin;
	u32 left;
};

/**
 * struct sct_format - how the events of one LOG action print
 * @id: what a record in the ring calls it; 0 before it is registered
 * @logged: a record may name it; set once, so that the line stays shared
 * @params: parameters that it shows, a bit each
 * @paths: parameters whose objects' paths it shows, a bit each
 * @has_exe: it shows the caller's executable
 * @has_cwd: it shows the working directory
 * @has_time: it shows the time
 * @limit: how often the action may log
 * @retired: on a list of formats whose rule is gone
 * @rule: name of the rule
 * @nr: pieces
 * @pieces: in order
 * @text: the pieces' text
 *
 * A record is binary and names its format, and text is made when the log is
 * read. So a format outlives its rule until the ring holds no record of it.
 */
struct sct_format {
	u32 id;
	bool logged;
	u8 params;
	u8 paths;
	bool has_exe;
	bool has_cwd;
	bool has_time;
	struct sct_limit limit;
	struct list_head retired;
	char rule[SCT_MAX_NAME + 1];
	u32 nr;
	struct sct_piece *pieces;
	char text[];
};

extern const char sct_default_format[];

struct sct_format *sct_format_parse(const char *text, size_t len, enum sct_when when,
				    const struct sct_source *src, const char *at,
				    bool inherited, struct sct_error *err);
void sct_format_free(struct sct_format *format);

bool sct_limit_allows(struct sct_limit *limit);

int sct_format_register(struct sct_format *format);
void sct_format_retire(struct sct_format *format);
const struct sct_format *sct_format_find(u32 id);
void sct_formats_reap(void);

#endif /* _SCT_FORMAT_H */
