// SPDX-License-Identifier: GPL-2.0-only
/*
 * The last failed loads: where, why, and the line with a caret under the place
 *
 * An error at close is lost to the writer, and a write returns a number only.
 * Here is the rest.
 */

#include <linux/mutex.h>
#include <linux/string.h>

#include "errlog.h"
#include "limits.h"

static DEFINE_MUTEX(sct_errlog_lock);
static struct sct_error sct_errlog[SCT_MAX_ERRORS];
static unsigned int sct_errlog_next;	/* grows; its place is the remainder */

/**
 * sct_errlog_add - keep an error; the oldest goes
 * @err: the error
 *
 * Context: Process context; takes sct_errlog_lock.
 */
void sct_errlog_add(const struct sct_error *err)
{
	mutex_lock(&sct_errlog_lock);
	sct_errlog[sct_errlog_next++ % SCT_MAX_ERRORS] = *err;
	mutex_unlock(&sct_errlog_lock);
}

/**
 * sct_errlog_note - keep an error that has no place in the text
 * @what: what happened, and what to do
 *
 * Context: Process context; takes sct_errlog_lock.
 */
void sct_errlog_note(const char *what)
{
	struct sct_error err = {};

	strscpy(err.what, what, sizeof(err.what));
	sct_errlog_add(&err);
}

/**
 * sct_errlog_clear - forget all errors
 *
 * Context: Process context; takes sct_errlog_lock.
 */
void sct_errlog_clear(void)
{
	mutex_lock(&sct_errlog_lock);
	sct_errlog_next = 0;
	mutex_unlock(&sct_errlog_lock);
}

/**
 * sct_errlog_show - print all errors, the oldest first
 * @m: where to
 * @v: not used
 *
 * Context: Process context; takes sct_errlog_lock.
 * Return: 0.
 */
int sct_errlog_show(struct seq_file *m, void *v)
{
	unsigned int i, first;

	mutex_lock(&sct_errlog_lock);
	first = sct_errlog_next > SCT_MAX_ERRORS ? sct_errlog_next - SCT_MAX_ERRORS : 0;
	for (i = first; i < sct_errlog_next; i++) {
		const struct sct_error *err = &sct_errlog[i % SCT_MAX_ERRORS];

		if (i > first)
			seq_putc(m, '\n');
		if (err->line)
			seq_printf(m, "%u:%u: %s\n    %s\n    %*s^\n", err->line,
				   err->column, err->what, err->source,
				   (int)err->caret, "");
		else
			seq_printf(m, "%s\n", err->what);
	}
	mutex_unlock(&sct_errlog_lock);
	return 0;
}
