// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records are turned into text when the log is read
 */

#include <linux/align.h>
#include <linux/err.h>
#include <linux/errname.h>
#include <linux/string.h>
#include <linux/time.h>

#include "flags.h"
#include "print.h"
#include "record.h"
#include "types.h"

static const struct sct_field *sct_find_field(const struct sct_record *rec,
					      enum sct_datum which)
{
	const char *at = rec->fields;
	unsigned int i;

	for (i = 0; i < rec->nr_fields; i++) {
		const struct sct_field *field = (const void *)at;

		if (field->which == which)
			return field;
		at += ALIGN(sizeof(*field) + field->len, sizeof(u32));
	}
	return NULL;
}

static void sct_print_text(struct seq_buf *s, const struct sct_record *rec,
			   enum sct_datum which)
{
	const struct sct_field *field = sct_find_field(rec, which);

	if (field)
		sct_print_string(s, sct_field_data(field), field->len);
	else
		seq_buf_puts(s, "<unknown>");
}

/* What a pointer points to, where it is known; or the address. */
static void sct_print_behind(struct seq_buf *s, const struct sct_record *rec,
			     const struct sct_param *param, unsigned int place)
{
	const struct sct_field *field = sct_find_field(rec, SCT_DATUM_BEHIND + place);
	struct sct_member m = {};
	u64 arg = rec->args[place];

	if (!field || field->state == SCT_FIELD_UNREADABLE) {
		if (!arg)
			seq_buf_puts(s, "<NULL>");
		else if (field || param->kind == SCT_KIND_STRING)
			seq_buf_printf(s, "<%#llx>", arg);
		else
			seq_buf_printf(s, "%#llx", arg);
		return;
	}
	if (param->kind != SCT_KIND_POINTER) {
		sct_print_string(s, sct_field_data(field), field->len);
		if (field->state == SCT_FIELD_MORE)
			seq_buf_puts(s, "...");
		return;
	}

	m.type = field->type;
	m.kind = SCT_MEMBER_STRUCT;
	if (sct_member_is_sockaddr(&m))
		sct_print_sockaddr(s, sct_field_data(field), field->len);
	else
		sct_print_struct(s, &m, sct_field_data(field), field->len);
}

static void sct_print_param(struct seq_buf *s, const struct sct_record *rec,
			    const struct sct_syscall *desc, unsigned int place)
{
	const struct sct_param *param = &desc->params[place];
	u64 arg = rec->args[place];

	if (param->flags && sct_flags_known(param->flags, arg)) {
		sct_print_flags(s, param->flags, arg);
		return;
	}
	/* A descriptor is an int, though some calls declare it wider. */
	if (param->is & SCT_PARAM_FD) {
		seq_buf_printf(s, "%d", (int)arg);
		return;
	}
	switch (param->kind) {
	case SCT_KIND_SIGNED:
		seq_buf_printf(s, param->is & SCT_PARAM_OCTAL ? "%#llo" : "%lld", arg);
		break;
	case SCT_KIND_UNSIGNED:
		seq_buf_printf(s, "%llu", arg);
		break;
	case SCT_KIND_MODE:
		seq_buf_printf(s, "%#llo", arg);
		break;
	default:
		sct_print_behind(s, rec, param, place);
		break;
	}
}

static void sct_print_params(struct seq_buf *s, const struct sct_record *rec,
			     const struct sct_syscall *desc)
{
	unsigned int i;

	for (i = 0; i < desc->nr_params; i++) {
		if (i)
			seq_buf_puts(s, ", ");
		sct_print_param(s, rec, desc, i);
	}
}

/* UTC, as ISO 8601 has it. */
static void sct_print_time(struct seq_buf *s, u64 ns)
{
	u32 rest;
	u64 seconds = div_u64_rem(ns, NSEC_PER_SEC, &rest);
	struct tm tm;

	time64_to_tm(seconds, 0, &tm);
	seq_buf_printf(s, "%04ld-%02d-%02dT%02d:%02d:%02d.%06luZ", tm.tm_year + 1900,
		       tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
		       rest / NSEC_PER_USEC);
}

static void sct_print_errno(struct seq_buf *s, s64 retval)
{
	const char *name = IS_ERR_VALUE((unsigned long)retval) ? errname(-retval) : NULL;

	if (name)
		seq_buf_puts(s, name);
	else
		seq_buf_printf(s, "%lld", IS_ERR_VALUE((unsigned long)retval) ? -retval : 0);
}

/* Who made the call, and what it came to. */
static void sct_print_subject(struct seq_buf *s, const struct sct_record *rec,
			      enum sct_macro macro)
{
	switch (macro) {
	case SCT_MACRO_PID:
		seq_buf_printf(s, "%d", rec->pid);
		break;
	case SCT_MACRO_TID:
		seq_buf_printf(s, "%d", rec->tid);
		break;
	case SCT_MACRO_PPID:
		seq_buf_printf(s, "%d", rec->ppid);
		break;
	case SCT_MACRO_UID:
		seq_buf_printf(s, "%u", rec->uid);
		break;
	case SCT_MACRO_EUID:
		seq_buf_printf(s, "%u", rec->euid);
		break;
	case SCT_MACRO_SUID:
		seq_buf_printf(s, "%u", rec->suid);
		break;
	case SCT_MACRO_FSUID:
		seq_buf_printf(s, "%u", rec->fsuid);
		break;
	case SCT_MACRO_GID:
		seq_buf_printf(s, "%u", rec->gid);
		break;
	case SCT_MACRO_EGID:
		seq_buf_printf(s, "%u", rec->egid);
		break;
	case SCT_MACRO_SGID:
		seq_buf_printf(s, "%u", rec->sgid);
		break;
	case SCT_MACRO_FSGID:
		seq_buf_printf(s, "%u", rec->fsgid);
		break;
	case SCT_MACRO_LOGINUID:
		seq_buf_printf(s, "%u", rec->loginuid);
		break;
	case SCT_MACRO_COMM:
		sct_print_string(s, rec->comm, strnlen(rec->comm, sizeof(rec->comm)));
		break;
	case SCT_MACRO_EXE:
		sct_print_text(s, rec, SCT_DATUM_EXE);
		break;
	default:
		sct_print_text(s, rec, SCT_DATUM_CWD);
		break;
	}
}

static void sct_print_macro(struct seq_buf *s, const struct sct_record *rec,
			    const struct sct_format *format, enum sct_macro macro)
{
	const struct sct_syscall *desc = sct_syscall_by_nr(rec->abi, rec->nr);

	switch (macro) {
	case SCT_MACRO_TEXT:
		break;
	case SCT_MACRO_RULEID:
		seq_buf_puts(s, format->rule);
		break;
	case SCT_MACRO_SID:
		seq_buf_printf(s, "%u", rec->sid);
		if (rec->sub)
			seq_buf_printf(s, ":%u", rec->sub);
		break;
	case SCT_MACRO_SNAME:
		seq_buf_puts(s, desc->name);
		break;
	case SCT_MACRO_PARAMS:
		sct_print_params(s, rec, desc);
		break;
	case SCT_MACRO_PARAM1 ... SCT_MACRO_PARAM6:
		if (macro - SCT_MACRO_PARAM1 < desc->nr_params)
			sct_print_param(s, rec, desc, macro - SCT_MACRO_PARAM1);
		break;
	case SCT_MACRO_PATH1 ... SCT_MACRO_PATH6:
		sct_print_text(s, rec, SCT_DATUM_PATH + macro - SCT_MACRO_PATH1);
		break;
	case SCT_MACRO_TIME:
		sct_print_time(s, rec->time);
		break;
	case SCT_MACRO_CPU:
		seq_buf_printf(s, "%u", rec->cpu);
		break;
	case SCT_MACRO_ABI:
		seq_buf_puts(s, sct_abi_name(rec->abi));
		break;
	case SCT_MACRO_RETVAL:
		seq_buf_printf(s, "%lld", rec->retval);
		break;
	case SCT_MACRO_ERRNO:
		sct_print_errno(s, rec->retval);
		break;
	default:
		sct_print_subject(s, rec, macro);
		break;
	}
}

/**
 * sct_record_print - turn a record into a line of text, with its newline
 * @s: where to
 * @rec: the record
 * @format: its format
 *
 * A line that doesn't fit is cut, and ends in "...".
 *
 * Context: In an RCU read section: it doesn't sleep.
 */
void sct_record_print(struct seq_buf *s, const struct sct_record *rec,
		      const struct sct_format *format)
{
	static const char cut[] = "...";
	u32 i;

	for (i = 0; i < format->nr; i++) {
		const struct sct_piece *piece = &format->pieces[i];
		size_t whole = s->len;

		if (piece->macro == SCT_MACRO_TEXT)
			seq_buf_putmem(s, format->text + piece->at, piece->len);
		else
			sct_print_macro(s, rec, format, piece->macro);

		/* Only what stood there before is known to be written. */
		if (seq_buf_has_overflowed(s) || !seq_buf_buffer_left(s)) {
			s->len = min(whole, s->size - sizeof(cut));
			seq_buf_puts(s, cut);
			break;
		}
	}
	seq_buf_putc(s, '\n');
}
