// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records are turned into text when the log is read
 */

#include <linux/err.h>
#include <linux/errname.h>
#include <linux/string.h>
#include <linux/time.h>

#include "flags.h"
#include "print.h"
#include "record.h"
#include "types.h"
#include "words.h"

static const struct sct_field *sct_find_field(const struct sct_record *rec,
					      enum sct_datum which)
{
	const struct sct_field *field = sct_record_fields(rec);
	unsigned int i;

	for (i = 0; i < rec->nr_fields; i++, field = sct_field_next(field)) {
		if (field->which == which)
			return field;
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

/**
 * sct_print_param - print a parameter as %params does
 * @s: where to
 * @rec: the record
 * @desc: its call
 * @place: the parameter's place, from 0
 *
 * Context: Any but NMI: it doesn't sleep.
 */
void sct_print_param(struct seq_buf *s, const struct sct_record *rec,
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
		sct_print_signed(s, (int)arg);
		return;
	}
	switch (param->kind) {
	case SCT_KIND_SIGNED:
		if (param->is & SCT_PARAM_OCTAL)
			seq_buf_printf(s, "%#llo", arg);
		else
			sct_print_signed(s, arg);
		break;
	case SCT_KIND_UNSIGNED:
		sct_print_unsigned(s, arg);
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
			sct_put(s, ", ", 2);
		sct_print_param(s, rec, desc, i);
	}
}

/**
 * sct_print_time - print a time of UTC, as ISO 8601 has it
 * @s: where to
 * @ns: nanoseconds since 1970
 *
 * Context: Any.
 */
void sct_print_time(struct seq_buf *s, u64 ns)
{
	static const char form[] = "1970-01-01T00:00:00.000000Z";
	u64 seconds = ns / NSEC_PER_SEC;
	u32 rest = ns % NSEC_PER_SEC / NSEC_PER_USEC;
	char buf[sizeof(form)];
	struct tm tm;

	memcpy(buf, form, sizeof(form));
	/* Nanoseconds in 64 bits end in 2554: the year has four digits. */
	time64_to_tm(seconds, 0, &tm);
	sct_put_two(buf, (tm.tm_year + 1900) / 100);
	sct_put_two(buf + 2, (tm.tm_year + 1900) % 100);
	sct_put_two(buf + 5, tm.tm_mon + 1);
	sct_put_two(buf + 8, tm.tm_mday);
	sct_put_two(buf + 11, tm.tm_hour);
	sct_put_two(buf + 14, tm.tm_min);
	sct_put_two(buf + 17, tm.tm_sec);
	sct_put_two(buf + 20, rest / 10000);
	sct_put_two(buf + 22, rest / 100 % 100);
	sct_put_two(buf + 24, rest % 100);
	seq_buf_putmem(s, buf, sizeof(buf) - 1);
}

static void sct_print_errno(struct seq_buf *s, s64 retval)
{
	const char *name = IS_ERR_VALUE((unsigned long)retval) ? errname(-retval) : NULL;

	if (name)
		seq_buf_puts(s, name);
	else
		seq_buf_printf(s, "%lld", IS_ERR_VALUE((unsigned long)retval) ? -retval : 0);
}

/* Bytes of the name of a task: all its memory is there to be looked at. */
static size_t sct_comm_len(const struct sct_record *rec)
{
	return min(sct_strlen(rec->comm), sizeof(rec->comm));
}

/* Who made the call, and what it came to. */
static void sct_print_subject(struct seq_buf *s, const struct sct_record *rec,
			      enum sct_macro macro)
{
	switch (macro) {
	case SCT_MACRO_PID:
		sct_print_signed(s, rec->pid);
		break;
	case SCT_MACRO_TID:
		sct_print_signed(s, rec->tid);
		break;
	case SCT_MACRO_PPID:
		sct_print_signed(s, rec->ppid);
		break;
	case SCT_MACRO_UID:
		sct_print_unsigned(s, rec->uid);
		break;
	case SCT_MACRO_EUID:
		sct_print_unsigned(s, rec->euid);
		break;
	case SCT_MACRO_SUID:
		sct_print_unsigned(s, rec->suid);
		break;
	case SCT_MACRO_FSUID:
		sct_print_unsigned(s, rec->fsuid);
		break;
	case SCT_MACRO_GID:
		sct_print_unsigned(s, rec->gid);
		break;
	case SCT_MACRO_EGID:
		sct_print_unsigned(s, rec->egid);
		break;
	case SCT_MACRO_SGID:
		sct_print_unsigned(s, rec->sgid);
		break;
	case SCT_MACRO_FSGID:
		sct_print_unsigned(s, rec->fsgid);
		break;
	case SCT_MACRO_LOGINUID:
		sct_print_unsigned(s, rec->loginuid);
		break;
	case SCT_MACRO_COMM:
		sct_print_string(s, rec->comm, sct_comm_len(rec));
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
			    const struct sct_format *format, const struct sct_syscall *desc,
			    enum sct_macro macro)
{
	switch (macro) {
	case SCT_MACRO_TEXT:
		break;
	case SCT_MACRO_RULEID:
		sct_put_text(s, format->rule);
		break;
	case SCT_MACRO_SID:
		sct_print_unsigned(s, rec->sid);
		if (rec->sub)
			seq_buf_printf(s, ":%u", rec->sub);
		break;
	case SCT_MACRO_SNAME:
		sct_put_text(s, desc->name);
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
		sct_print_unsigned(s, rec->cpu);
		break;
	case SCT_MACRO_ABI:
		seq_buf_puts(s, sct_abi_name(rec->abi));
		break;
	case SCT_MACRO_RETVAL:
		sct_print_signed(s, rec->retval);
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
	const struct sct_syscall *desc = sct_syscall_by_nr(rec->abi, rec->nr);
	const struct sct_layout *layout = format->layout;
	u32 i;

	for (i = 0; i < layout->nr; i++) {
		const struct sct_piece *piece = &layout->pieces[i];
		size_t whole = s->len;

		if (piece->macro == SCT_MACRO_TEXT)
			sct_put(s, layout->text + piece->at, piece->len);
		else
			sct_print_macro(s, rec, format, desc, piece->macro);

		/* Only what stood there before is known to be written. */
		if (seq_buf_has_overflowed(s) || !seq_buf_buffer_left(s)) {
			s->len = min(whole, s->size - sizeof(cut));
			seq_buf_puts(s, cut);
			break;
		}
	}
	seq_buf_putc(s, '\n');
}
