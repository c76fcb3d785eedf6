// SPDX-License-Identifier: GPL-2.0-only
/*
 * How structs of a user print: as strace has them
 *
 * The bytes are the user's and there may be fewer of them than the struct has:
 * what can't be seen prints as "...". Reading the log must not sleep, and nothing
 * here does.
 */

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/minmax.h>
#include <linux/netlink.h>
#include <linux/socket.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/un.h>

#include "print.h"
#include "types.h"

#define SCT_ELEMENTS	32	/* elements of an array that print */

static void sct_print_value(struct seq_buf *s, const struct sct_member *m, const void *data,
			    size_t len, unsigned int depth);

/* What was fetched holds all of a number, and any of what has several parts. */
static bool sct_print_reaches(const struct sct_member *m, size_t len)
{
	if (m->at > len)
		return false;
	if (m->kind <= SCT_MEMBER_POINTER)
		return m->size <= len - m->at;
	return m->at < len || !m->size;
}

static void sct_print_comma(struct seq_buf *s, bool *first)
{
	if (!*first)
		seq_buf_puts(s, ", ");
	*first = false;
}

/*
 * Members with a comma between; those of anonymous members as if they were the
 * struct's own. Of a union the first is enough. False where it was cut.
 */
static bool sct_print_members(struct seq_buf *s, const struct sct_member *m, const void *data,
			      size_t len, unsigned int depth, bool *first)
{
	bool one = sct_member_is_union(m);
	struct sct_member member;
	const char *name;

	for (unsigned int i = 0; !sct_member_at(m, i, &member, &name); i++) {
		bool inlined = !*name && member.kind == SCT_MEMBER_STRUCT && depth < SCT_NESTED;

		if (seq_buf_has_overflowed(s))
			return false;
		if (member.kind == SCT_MEMBER_STRUCT && !member.size)
			continue;
		if (!sct_print_reaches(&member, len)) {
			sct_print_comma(s, first);
			seq_buf_puts(s, "...");
			return false;
		}
		if (inlined) {
			if (!sct_print_members(s, &member, data, len, depth + 1, first))
				return false;
		} else {
			sct_print_comma(s, first);
			seq_buf_printf(s, "%s=", name);
			sct_print_value(s, &member, data, len, depth + 1);
		}
		if (one)
			break;
	}
	return true;
}

static void sct_print_array(struct seq_buf *s, const struct sct_member *m, const void *data,
			    size_t len, unsigned int depth)
{
	struct sct_member element;
	bool first = true;

	seq_buf_putc(s, '[');
	for (unsigned int i = 0; !seq_buf_has_overflowed(s); i++) {
		element = *m;
		if (sct_member_index(&element, i) || !element.size)
			break;
		/* One without a length ends where the bytes do. */
		if (!m->size && !sct_print_reaches(&element, len))
			break;
		sct_print_comma(s, &first);
		if (i == SCT_ELEMENTS || !sct_print_reaches(&element, len)) {
			seq_buf_puts(s, "...");
			break;
		}
		sct_print_value(s, &element, data, len, depth + 1);
	}
	seq_buf_putc(s, ']');
}

static void sct_print_text(struct seq_buf *s, const struct sct_member *m, const void *data,
			   size_t len)
{
	size_t n;
	const char *text = sct_member_text(m, data, len, &n);

	if (!text) {
		seq_buf_puts(s, "...");
		return;
	}
	sct_print_string(s, text, n);
	/* Neither its NUL nor the end of the array was seen. */
	if (n < m->size && m->at + n == len)
		seq_buf_puts(s, "...");
}

static void sct_print_number(struct seq_buf *s, const struct sct_member *m, const void *data,
			     size_t len)
{
	u64 value;

	if (!sct_member_read(m, data, len, &value))
		seq_buf_puts(s, "...");
	else if (m->kind == SCT_MEMBER_SIGNED)
		seq_buf_printf(s, "%lld", value);
	else if (m->kind == SCT_MEMBER_UNSIGNED)
		seq_buf_printf(s, "%llu", value);
	else if (value)
		seq_buf_printf(s, "0x%llx", value);
	else
		seq_buf_puts(s, "NULL");
}

static void sct_print_aggregate(struct seq_buf *s, const struct sct_member *m,
				const void *data, size_t len, unsigned int depth)
{
	bool first = true;

	if (!sct_print_reaches(m, len) || depth >= SCT_NESTED) {
		seq_buf_puts(s, "{...}");
		return;
	}
	/* One inside of a struct has its place; outside, as many bytes as there are. */
	if (sct_member_is_sockaddr(m)) {
		len -= m->at;
		sct_print_sockaddr(s, data + m->at, depth ? min_t(size_t, len, m->size) : len);
		return;
	}
	seq_buf_putc(s, '{');
	sct_print_members(s, m, data, len, depth, &first);
	seq_buf_putc(s, '}');
}

/* Recursion ends at SCT_NESTED. */
static void sct_print_value(struct seq_buf *s, const struct sct_member *m, const void *data,
			    size_t len, unsigned int depth)
{
	switch (m->kind) {
	case SCT_MEMBER_STRUCT:
		sct_print_aggregate(s, m, data, len, depth);
		break;
	case SCT_MEMBER_ARRAY:
		sct_print_array(s, m, data, len, depth);
		break;
	case SCT_MEMBER_STRING:
		sct_print_text(s, m, data, len);
		break;
	default:
		sct_print_number(s, m, data, len);
		break;
	}
}

/**
 * sct_print_struct - print a struct by its members
 * @s: where to
 * @m: the struct, or a member of one; a struct sockaddr prints as
 *	sct_print_sockaddr() does
 * @data: what was fetched of the outermost struct
 * @len: how many bytes were
 *
 * Context: Any. Does not sleep.
 */
void sct_print_struct(struct seq_buf *s, const struct sct_member *m, const void *data,
		      size_t len)
{
	sct_print_value(s, m, data, len, 0);
}

/* Socket addresses: one function a family; false where it is too short for it. */

static bool sct_print_in(struct seq_buf *s, const void *data, size_t len)
{
	struct sockaddr_in in;

	if (len < sizeof(in))
		return false;
	memcpy(&in, data, sizeof(in));
	seq_buf_printf(s, ", sin_port=htons(%u), sin_addr=inet_addr(\"%pI4\")",
		       ntohs(in.sin_port), &in.sin_addr);
	return true;
}

static bool sct_print_in6(struct seq_buf *s, const void *data, size_t len)
{
	struct sockaddr_in6 in6 = {};

	/* RFC 2133 knew no scope: the kernel takes an address without. */
	if (len < offsetof(struct sockaddr_in6, sin6_scope_id))
		return false;
	memcpy(&in6, data, min(len, sizeof(in6)));
	seq_buf_printf(s, ", sin6_port=htons(%u), sin6_flowinfo=htonl(%u)",
		       ntohs(in6.sin6_port), ntohl(in6.sin6_flowinfo));
	seq_buf_printf(s, ", inet_pton(AF_INET6, \"%pI6c\", &sin6_addr)", &in6.sin6_addr);
	if (len >= sizeof(in6))
		seq_buf_printf(s, ", sin6_scope_id=%u", in6.sin6_scope_id);
	return true;
}

/* A path ends at its NUL; an abstract name begins with one and may hold others. */
static bool sct_print_un(struct seq_buf *s, const void *data, size_t len)
{
	const char *path = data + offsetof(struct sockaddr_un, sun_path);
	size_t n = min(len, sizeof(struct sockaddr_un)) - offsetof(struct sockaddr_un, sun_path);

	if (*path) {
		seq_buf_puts(s, ", sun_path=");
		sct_print_string(s, path, strnlen(path, n));
	} else {
		seq_buf_puts(s, ", sun_path=@");
		sct_print_string(s, path + 1, n - 1);
	}
	return true;
}

static bool sct_print_nl(struct seq_buf *s, const void *data, size_t len)
{
	struct sockaddr_nl nl;

	if (len < sizeof(nl))
		return false;
	memcpy(&nl, data, sizeof(nl));
	if (nl.nl_pad)
		seq_buf_printf(s, ", nl_pad=%#x", nl.nl_pad);
	seq_buf_printf(s, ", nl_pid=%u, nl_groups=", nl.nl_pid);
	/* C prints no 0x before a zero, the kernel does. */
	seq_buf_printf(s, nl.nl_groups ? "%#08x" : "%08x", nl.nl_groups);
	return true;
}

struct sct_family {
	u16 family;
	const char *name;
	bool (*print)(struct seq_buf *s, const void *data, size_t len);
};

static const struct sct_family sct_families[] = {
	{ AF_UNSPEC,	"AF_UNSPEC" },
	{ AF_UNIX,	"AF_UNIX",	sct_print_un },
	{ AF_INET,	"AF_INET",	sct_print_in },
	{ AF_INET6,	"AF_INET6",	sct_print_in6 },
	{ AF_NETLINK,	"AF_NETLINK",	sct_print_nl },
};

static const struct sct_family *sct_family_find(u16 family)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(sct_families); i++) {
		if (sct_families[i].family == family)
			return &sct_families[i];
	}
	return NULL;
}

/**
 * sct_print_sockaddr - print a socket address as its family says
 * @s: where to
 * @data: the address; any bytes
 * @len: how many the caller passed, as far as they were fetched
 *
 * Context: Any. Does not sleep.
 */
void sct_print_sockaddr(struct seq_buf *s, const void *data, size_t len)
{
	const struct sct_family *known;
	const size_t head = offsetof(struct sockaddr, sa_data);
	sa_family_t family;

	if (len < head) {
		seq_buf_puts(s, "{...}");
		return;
	}
	/* No address is longer, whatever the caller says. */
	len = min(len, sizeof(struct __kernel_sockaddr_storage));
	memcpy(&family, data, sizeof(family));
	known = sct_family_find(family);
	if (known)
		seq_buf_printf(s, "{sa_family=%s", known->name);
	else
		seq_buf_printf(s, "{sa_family=%u", family);

	if (len > head && !(known && known->print && known->print(s, data, len))) {
		seq_buf_puts(s, ", sa_data=");
		sct_print_string(s, data + head, len - head);
	}
	seq_buf_putc(s, '}');
}
