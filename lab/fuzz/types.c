// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stand-in for SCT's own file of this name: a few structs, with members of every kind
 *
 * The number of a type is a place in fuzz_types[].
 */

#include <linux/string.h>

#include "types.h"

enum {
	T_SOCKADDR, T_SOCKADDR_IN, T_IN_ADDR, T_UTSNAME, T_ODD, T_UNION, T_LONGER,
	T_CHARS, T_NUMBERS, T_ADDRS, T_ENDLESS, T_S8, T_U8, T_S16, T_U16, T_S32, T_U32, T_S64,
	T_U64, T_POINTER,
};

struct fuzz_member {
	const char *name;
	u32 type;
	u32 at;
	u8 bit;
	u8 bits;
};

/**
 * struct fuzz_type - a type
 * @name: of a struct, with its keyword
 * @kind: enum sct_member_kind
 * @size: its bytes
 * @element: of an array, what it holds
 * @nr: how many of them; 0 for any
 * @members: of a struct
 */
struct fuzz_type {
	const char *name;
	u8 kind;
	u32 size;
	u32 element;
	u32 nr;
	struct fuzz_member members[8];
};

static const struct fuzz_type fuzz_types[] = {
	[T_SOCKADDR] = { "struct sockaddr", SCT_MEMBER_STRUCT, 16, 0, 0, {
		{ "sa_family", T_U16, 0 }, { "sa_data", T_CHARS, 2 } } },
	[T_SOCKADDR_IN] = { "struct sockaddr_in", SCT_MEMBER_STRUCT, 16, 0, 0, {
		{ "sin_family", T_U16, 0 }, { "sin_port", T_U16, 2 },
		{ "sin_addr", T_IN_ADDR, 4 } } },
	[T_IN_ADDR] = { "struct in_addr", SCT_MEMBER_STRUCT, 4, 0, 0, {
		{ "s_addr", T_U32, 0 } } },
	[T_UTSNAME] = { "struct utsname", SCT_MEMBER_STRUCT, 28, 0, 0, {
		{ "sysname", T_CHARS, 0 }, { "nodename", T_CHARS, 14 } } },
	[T_ODD] = { "struct odd", SCT_MEMBER_STRUCT, 72, 0, 0, {
		{ "s8", T_S8, 0 }, { "low", T_U8, 1, 0, 3 }, { "high", T_S8, 1, 3, 5 },
		{ "s16", T_S16, 2 }, { "wide", T_U64, 8, 7, 33 }, { "s64", T_S64, 16 },
		{ "next", T_POINTER, 24 }, { "u", T_UNION, 32 } } },
	[T_UNION] = { "union choice", SCT_MEMBER_STRUCT, 40, 0, 0, {
		{ "numbers", T_NUMBERS, 0 }, { "addrs", T_ADDRS, 0 }, { "s32", T_S32, 0 },
		{ "u64", T_U64, 32 } } },
	[T_LONGER] = { "struct longer", SCT_MEMBER_STRUCT, 5000, 0, 0, {
		{ "first", T_U32, 0 }, { "last", T_U32, 4996 }, { "rest", T_ENDLESS, 5000 } } },
	[T_CHARS] = { NULL, SCT_MEMBER_STRING, 14, T_S8, 14 },
	[T_NUMBERS] = { NULL, SCT_MEMBER_ARRAY, 40, T_S64, 5 },
	[T_ADDRS] = { NULL, SCT_MEMBER_ARRAY, 40, T_IN_ADDR, 10 },
	[T_ENDLESS] = { NULL, SCT_MEMBER_ARRAY, 0, T_SOCKADDR_IN, 0 },
	[T_S8] = { NULL, SCT_MEMBER_SIGNED, 1 },
	[T_U8] = { NULL, SCT_MEMBER_UNSIGNED, 1 },
	[T_S16] = { NULL, SCT_MEMBER_SIGNED, 2 },
	[T_U16] = { NULL, SCT_MEMBER_UNSIGNED, 2 },
	[T_S32] = { NULL, SCT_MEMBER_SIGNED, 4 },
	[T_U32] = { NULL, SCT_MEMBER_UNSIGNED, 4 },
	[T_S64] = { NULL, SCT_MEMBER_SIGNED, 8 },
	[T_U64] = { NULL, SCT_MEMBER_UNSIGNED, 8 },
	[T_POINTER] = { NULL, SCT_MEMBER_POINTER, 8 },
};

static void fuzz_member_type(u32 type, struct sct_member *m)
{
	m->type = type;
	m->kind = fuzz_types[type].kind;
	m->size = fuzz_types[type].size;
	m->bit = 0;
	m->bits = 0;
}

bool sct_types_ready(void)
{
	return true;
}

const char *sct_types_missing(void)
{
	return "no types";
}

int sct_struct_find(const char *name, size_t len, struct sct_member *out)
{
	u32 i;

	/* As if some kernel had none. */
	if (len == 12 && !memcmp(name, "struct notyp", len))
		return -EOPNOTSUPP;
	for (i = T_SOCKADDR; i <= T_LONGER; i++) {
		if (strlen(fuzz_types[i].name) == len && !memcmp(fuzz_types[i].name, name, len)) {
			*out = (struct sct_member){};
			fuzz_member_type(i, out);
			return 0;
		}
	}
	return -ENOENT;
}

int sct_struct_of_param(const char *type, struct sct_member *out)
{
	size_t len = strlen(type);

	if (len < 2 || strcmp(type + len - 2, " *"))
		return -EINVAL;
	return sct_struct_find(type, len - 2, out) ? -EINVAL : 0;
}

bool sct_struct_is_portable(const struct sct_member *m)
{
	return m->type != T_ODD;
}

int sct_struct_compat(const char *name, size_t len, struct sct_member *out)
{
	struct sct_member native;

	if (sct_struct_find(name, len, &native) || !sct_struct_is_portable(&native))
		return -ENOENT;
	*out = native;
	return 0;
}

void sct_struct_nearest(struct sct_nearest *near)
{
	u32 i;

	for (i = T_SOCKADDR; i <= T_LONGER; i++)
		sct_nearest_try(near, strchr(fuzz_types[i].name, ' ') + 1);
}

int sct_member_at(const struct sct_member *m, unsigned int i, struct sct_member *out,
		  const char **name)
{
	const struct fuzz_member *member;

	if (m->kind != SCT_MEMBER_STRUCT || i >= ARRAY_SIZE(fuzz_types[0].members))
		return -ENOENT;
	member = &fuzz_types[m->type].members[i];
	if (!member->name)
		return -ENOENT;
	*out = *m;
	fuzz_member_type(member->type, out);
	out->at = m->at + member->at;
	out->bit = member->bit;
	out->bits = member->bits;
	*name = member->name;
	return 0;
}

static int fuzz_member_look(struct sct_member *m, const struct sct_member *in, const char *name,
			    size_t len)
{
	struct sct_member member;
	const char *known;
	unsigned int i;

	for (i = 0; !sct_member_at(in, i, &member, &known); i++) {
		if (strlen(known) == len && !memcmp(known, name, len)) {
			*m = member;
			return 0;
		}
	}
	return -ENOENT;
}

int sct_member_find(struct sct_member *m, const char *name, size_t len)
{
	struct sct_member as = *m;

	if (!fuzz_member_look(m, &as, name, len))
		return 0;
	if (!sct_member_is_sockaddr(m))
		return -ENOENT;
	fuzz_member_type(T_SOCKADDR_IN, &as);
	as.family = 2;
	as.family_at = m->at;
	return fuzz_member_look(m, &as, name, len);
}

int sct_member_index(struct sct_member *m, u64 index)
{
	const struct fuzz_type *array = &fuzz_types[m->type];
	u32 at = m->at;

	if (m->kind != SCT_MEMBER_ARRAY && m->kind != SCT_MEMBER_STRING)
		return -EINVAL;
	if ((array->nr && index >= array->nr) ||
	    index >= S32_MAX / max(fuzz_types[array->element].size, 1U))
		return -ERANGE;
	fuzz_member_type(array->element, m);
	m->at = at + index * m->size;
	return 0;
}

void sct_member_nearest(const struct sct_member *m, struct sct_nearest *near)
{
	struct sct_member member;
	const char *name;
	unsigned int i;

	for (i = 0; !sct_member_at(m, i, &member, &name); i++)
		sct_nearest_try(near, name);
}

bool sct_member_is_union(const struct sct_member *m)
{
	return m->type == T_UNION;
}

bool sct_member_is_sockaddr(const struct sct_member *m)
{
	return m->type == T_SOCKADDR;
}

bool sct_member_read(const struct sct_member *m, const void *data, size_t len, u64 *value)
{
	unsigned int bits = m->bits ? m->bits : 8 * m->size;
	u64 n = 0;

	if (m->kind > SCT_MEMBER_POINTER || m->at > len || m->size > len - m->at)
		return false;
	memcpy(&n, data + m->at, m->size);
	n = n >> m->bit << (64 - bits);
	*value = m->kind == SCT_MEMBER_SIGNED ? (u64)((s64)n >> (64 - bits)) : n >> (64 - bits);
	return true;
}

const char *sct_member_text(const struct sct_member *m, const void *data, size_t len,
			    size_t *text_len)
{
	if (m->kind != SCT_MEMBER_STRING || m->at >= len)
		return NULL;
	*text_len = min_t(size_t, m->size, len - m->at);
	return data + m->at;
}
