// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trace event sct:sct_match, for perf and trace-cmd
 */

#include <linux/cred.h>
#include <linux/seq_buf.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "record.h"
#include "syscalls.h"
#include "trace.h"

/* Bytes that an event has of the parameters' text: one of ftrace must fit in a page. */
#define SCT_TRACED_PARAMS	2048

/* Bytes that it is printed to: the longest path, each byte of it escaped. */
#define SCT_TRACE_LINE		SZ_16K

static const char *sct_decision_name(enum sct_decision decision)
{
	static const char *const names[] = {
		[SCT_ALLOW] = "allow",
		[SCT_FAIL] = "fail",
		[SCT_RETURN] = "return",
		[SCT_KILL] = "kill",
		[SCT_SUSPEND] = "suspend",
		[SCT_REWRITE] = "rewrite",
	};

	return names[decision];
}

#define CREATE_TRACE_POINTS
#include <trace/events/sct.h>

static const char sct_trace_cut[] = "...";

/* The parameters as %params prints them. */
static void sct_trace_params(struct seq_buf *s, const struct sct_record *rec,
			     const struct sct_syscall *desc)
{
	unsigned int i;

	for (i = 0; i < desc->nr_params; i++) {
		size_t whole = s->len;

		if (i)
			seq_buf_puts(s, ", ");
		sct_print_param(s, rec, desc, i);
		/* Only what stood there before is known to be written. */
		if (seq_buf_has_overflowed(s) || !seq_buf_buffer_left(s)) {
			s->len = min(whole, s->size - sizeof(sct_trace_cut));
			seq_buf_puts(s, sct_trace_cut);
			break;
		}
	}
}

/**
 * __sct_trace_match - a rule matches a call, and somebody traces it
 * @call: the call
 * @rule: the rule
 *
 * Without memory the event comes without the text of the parameters.
 *
 * Context: The caller's task; may sleep to fetch what parameters point to.
 */
void __sct_trace_match(struct sct_call *call, const struct sct_rule *rule)
{
	int starved = call->starved;
	struct sct_record *rec = sct_record_params(call);
	char *text = kmalloc(SCT_TRACE_LINE, GFP_KERNEL_ACCOUNT);
	struct seq_buf s;

	if (rec && text) {
		seq_buf_init(&s, text, SCT_TRACE_LINE);
		sct_trace_params(&s, rec, call->desc);
		seq_buf_str(&s);
		if (s.len >= SCT_TRACED_PARAMS)
			memcpy(text + SCT_TRACED_PARAMS - sizeof(sct_trace_cut), sct_trace_cut,
			       sizeof(sct_trace_cut));
		trace_sct_match(call, rule, text);
	} else {
		trace_sct_match(call, rule, "");
	}
	kfree(text);
	kfree(rec);
	/* What may not be read now was not asked for by a rule. */
	if (call->held)
		call->starved = starved;
}
