// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records are turned into JSON (RFC 8259) when log_json is read
 *
 * Whatever bytes a name holds, a line is one object, and valid UTF-8. What its
 * fields mean is told in Documentation/admin-guide/sct/files.rst.
 */

#include <linux/string.h>
#include <linux/timekeeping.h>

#include "json.h"
#include "print.h"

/*
 * The character that @p begins with, in @out; bytes that it takes, 0 where they are
 * no UTF-8: too long a form, a half of a surrogate pair, or no character at all.
 */
static size_t sct_utf8(const u8 *p, size_t len, u32 *out)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n, i;
	u32 c;

	if (*p < 0x80)
		n = 1;
	else if (*p >= 0xc2 && *p < 0xe0)
		n = 2;
	else if (*p >= 0xe0 && *p < 0xf0)
		n = 3;
	else if (*p >= 0xf0 && *p < 0xf5)
		n = 4;
	else
		return 0;
	if (n > len)
		return 0;

	c = n == 1 ? *p : *p & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[n] || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
		return 0;
	*out = c;
	return n;
}

/* What stands for a character in a string of JSON; NULL where it may stand itself. */
static const char *sct_json_escape(u32 c, char buf[8])
{
	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\b':
		return "\\b";
	case '\f':
		return "\\f";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	}
	/* DEL and those behind it are allowed, but a terminal obeys them. */
	if (c >= 0x20 && (c < 0x7f || c >= 0xa0))
		return NULL;
	snprintf(buf, 8, "\\u%04x", c);
	return buf;
}

/**
 * sct_json_string - print a string of JSON, with its quotes
 * @s: where to
 * @str: the string; any bytes
 * @len: how many
 *
 * Each byte that is no UTF-8 becomes U+FFFD, the replacement character.
 *
 * Context: Any.
 */
void sct_json_string(struct seq_buf *s, const char *str, size_t len)
{
	size_t at = 0, plain = 0;

	seq_buf_putc(s, '"');
	while ((at += sct_plain_len(str + at, len - at)) < len) {
		const char *instead = "\\ufffd";
		char buf[8];
		size_t n;
		u32 c;

		n = sct_utf8((const u8 *)str + at, len - at, &c);
		if (n) {
			instead = sct_json_escape(c, buf);
			if (!instead) {
				at += n;
				continue;
			}
		}
		seq_buf_putmem(s, str + plain, at - plain);
		seq_buf_putmem(s, instead, strlen(instead));
		at += n ?: 1;
		plain = at;
	}
	seq_buf_putmem(s, str + plain, at - plain);
	seq_buf_putc(s, '"');
}

static bool sct_is_utf8(const char *str, size_t len)
{
	size_t at = 0, n;
	u32 c;

	while ((at += sct_plain_len(str + at, len - at)) < len) {
		n = sct_utf8((const u8 *)str + at, len - at, &c);
		if (!n)
			return false;
		at += n;
	}
	return true;
}

/*
 * A member of the object, but not the first; its value follows. The key is a literal:
 * there are twenty of them in a line, and put together here they are one copy each.
 */
#define sct_json_key(s, key) \
	seq_buf_putmem(s, ",\"" key "\":", sizeof(",\"" key "\":") - 1)

#define sct_json_number(s, key, value) do { \
	sct_json_key(s, key); \
	sct_print_signed(s, value); \
} while (0)

#define sct_json_text(s, key, value) do { \
	sct_json_key(s, key); \
	sct_json_cstring(s, value); \
} while (0)

static void sct_json_cstring(struct seq_buf *s, const char *value)
{
	sct_json_string(s, value, strlen(value));
}

/* Every object begins with it. */
static void sct_json_time(struct seq_buf *s, u64 ns)
{
	seq_buf_puts(s, "{\"time\":\"");
	sct_print_time(s, ns);
	seq_buf_putc(s, '"');
}

/*
 * When an event was. A record that was begun before log_json was opened may not hold
 * it; the ring tells it by a clock that knows no date.
 */
static u64 sct_json_when(const struct sct_entry *entry)
{
	const struct sct_record *rec = (const struct sct_record *)entry->data;

	return rec->time ?: ktime_get_real_ns() - sct_ring_age(entry);
}

static void sct_json_ids(struct seq_buf *s, const struct sct_record *rec)
{
	sct_json_number(s, "pid", rec->pid);
	sct_json_number(s, "tid", rec->tid);
	sct_json_number(s, "ppid", rec->ppid);
	sct_json_number(s, "uid", rec->uid);
	sct_json_number(s, "euid", rec->euid);
	sct_json_number(s, "suid", rec->suid);
	sct_json_number(s, "fsuid", rec->fsuid);
	sct_json_number(s, "gid", rec->gid);
	sct_json_number(s, "egid", rec->egid);
	sct_json_number(s, "sgid", rec->sgid);
	sct_json_number(s, "fsgid", rec->fsgid);
	sct_json_number(s, "loginuid", rec->loginuid);
}

/* Bytes as hexadecimal digits, for those whom a string of JSON has lost some. */
static void sct_json_bytes(struct seq_buf *s, const char *value, size_t len)
{
	seq_buf_putc(s, '"');
	/* All that one %*ph takes. */
	for (; len > 64; value += 64, len -= 64)
		seq_buf_printf(s, "%64phN", value);
	seq_buf_printf(s, "%*phN\"", (int)len, value);
}

/* The name of the task, and its bytes where that loses some. */
static void sct_json_comm(struct seq_buf *s, const struct sct_record *rec)
{
	size_t len = strnlen(rec->comm, sizeof(rec->comm));

	sct_json_key(s, "comm");
	sct_json_string(s, rec->comm, len);
	if (sct_is_utf8(rec->comm, len))
		return;
	sct_json_key(s, "comm_bytes");
	sct_json_bytes(s, rec->comm, len);
}

static void sct_json_params(struct seq_buf *s, const struct sct_record *rec,
			    const struct sct_syscall *desc, char *scratch)
{
	unsigned int i;

	sct_json_key(s, "params");
	seq_buf_putc(s, '[');
	for (i = 0; i < desc->nr_params; i++) {
		struct seq_buf part;

		if (i)
			seq_buf_putc(s, ',');
		seq_buf_init(&part, scratch, SCT_MAX_LINE);
		sct_print_param(&part, rec, desc, i);
		sct_json_string(s, scratch, seq_buf_used(&part));
	}
	seq_buf_putc(s, ']');
}

static void sct_json_message(struct seq_buf *s, const struct sct_record *rec,
			     const struct sct_format *format, char *scratch)
{
	struct seq_buf line;
	size_t len;

	seq_buf_init(&line, scratch, SCT_MAX_LINE);
	sct_record_print(&line, rec, format);
	/* Without the newline. */
	len = seq_buf_used(&line) - 1;
	sct_json_key(s, "message");
	sct_json_string(s, scratch, len);
	if (sct_is_utf8(scratch, len))
		return;
	sct_json_key(s, "message_bytes");
	sct_json_bytes(s, scratch, len);
}

/**
 * sct_json_print - turn an entry of the ring into a line of JSON, with its newline
 * @s: where to; SCT_MAX_JSON bytes hold any
 * @entry: the entry
 * @format: the format of its record
 * @scratch: SCT_MAX_LINE bytes to work with
 *
 * Context: In an RCU read section: it doesn't sleep.
 */
void sct_json_print(struct seq_buf *s, const struct sct_entry *entry,
		    const struct sct_format *format, char *scratch)
{
	const struct sct_record *rec = (const struct sct_record *)entry->data;
	const struct sct_syscall *desc = sct_syscall_by_nr(rec->abi, rec->nr);

	sct_json_time(s, sct_json_when(entry));
	sct_json_number(s, "sequence", entry->seq);
	sct_json_number(s, "cpu", rec->cpu);
	sct_json_text(s, "rule", format->rule);
	sct_json_text(s, "when", rec->when == SCT_AFTER ? "after" : "before");
	sct_json_text(s, "syscall", desc->name);
	sct_json_text(s, "abi", sct_abi_name(rec->abi));
	sct_json_ids(s, rec);
	sct_json_comm(s, rec);
	sct_json_params(s, rec, desc, scratch);
	if (rec->when == SCT_AFTER) {
		sct_json_number(s, "retval", rec->retval);
	} else {
		sct_json_key(s, "retval");
		seq_buf_puts(s, "null");
	}
	sct_json_message(s, rec, format, scratch);
	seq_buf_puts(s, "}\n");
}

/**
 * sct_json_lost - tell of a loss, in a line of its own
 * @s: where to
 * @lost: how many events were lost
 * @next: the event that follows on the CPU that lost them; NULL where there is none
 *
 * Context: Any but NMI.
 */
void sct_json_lost(struct seq_buf *s, u64 lost, const struct sct_entry *next)
{
	sct_json_time(s, next ? sct_json_when(next) : ktime_get_real_ns());
	sct_json_key(s, "lost");
	sct_print_unsigned(s, lost);
	if (next)
		sct_json_number(s, "cpu", next->cpu);
	seq_buf_puts(s, "}\n");
}
