/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Structs that parameters point to, as the kernel's own type information (BTF)
 * describes them. No struct is described a second time here.
 */

#ifndef _SCT_TYPES_H
#define _SCT_TYPES_H

#include <linux/errno.h>
#include <linux/kconfig.h>
#include <linux/seq_buf.h>
#include <linux/types.h>

#include "error.h"

/* Structs within structs that are followed, and print: kernel stacks are small. */
#define SCT_NESTED	8

enum sct_member_kind {
	SCT_MEMBER_SIGNED,
	SCT_MEMBER_UNSIGNED,
	SCT_MEMBER_POINTER,
	SCT_MEMBER_STRING,	/* an array of char */
	SCT_MEMBER_STRUCT,	/* or union: no value, but may have members */
	SCT_MEMBER_ARRAY,	/* of anything else: no value, but has elements */
};

/**
 * struct sct_member - a struct, or a piece of one, and how to read it
 * @type: number of its type in BTF, without typedefs and qualifiers
 * @at: where it is, in bytes from the start of the outermost struct
 * @size: its bytes; of a bitfield, those of the unit to be read; of an array,
 *	those of all elements, 0 where the array is as long as what there is
 * @family_at: where the sa_family is that decides, in bytes
 * @family: the AF_* that must be there; 0 for any
 * @kind: enum sct_member_kind
 * @bit: first bit of a bitfield in its unit
 * @bits: width of a bitfield; 0 where it is none
 */
struct sct_member {
	u32 type;
	u32 at;
	u32 size;
	u32 family_at;
	u16 family;
	u8 kind;
	u8 bit;
	u8 bits;
};

#ifdef CONFIG_DEBUG_INFO_BTF

bool sct_types_ready(void);
const char *sct_types_missing(void);

int sct_struct_find(const char *name, size_t len, struct sct_member *out);
int sct_struct_of_param(const char *type, struct sct_member *out);
bool sct_struct_is_portable(const struct sct_member *m);
int sct_struct_compat(const char *name, size_t len, struct sct_member *out);
void sct_struct_nearest(struct sct_nearest *near);

int sct_member_find(struct sct_member *m, const char *name, size_t len);
int sct_member_index(struct sct_member *m, u64 index);
int sct_member_at(const struct sct_member *m, unsigned int i, struct sct_member *out,
		  const char **name);
void sct_member_nearest(const struct sct_member *m, struct sct_nearest *near);
bool sct_member_is_union(const struct sct_member *m);
bool sct_member_is_sockaddr(const struct sct_member *m);

bool sct_member_read(const struct sct_member *m, const void *data, size_t len, u64 *value);
const char *sct_member_text(const struct sct_member *m, const void *data, size_t len,
			    size_t *text_len);

#else /* !CONFIG_DEBUG_INFO_BTF */

static inline bool sct_types_ready(void)
{
	return false;
}

static inline const char *sct_types_missing(void)
{
	return IS_ENABLED(CONFIG_BPF_SYSCALL) ?
		"this kernel has no type information: CONFIG_DEBUG_INFO_BTF" :
		"this kernel has no type information: CONFIG_BPF_SYSCALL, CONFIG_DEBUG_INFO_BTF";
}

static inline int sct_struct_find(const char *name, size_t len, struct sct_member *out)
{
	return -EOPNOTSUPP;
}

static inline int sct_struct_of_param(const char *type, struct sct_member *out)
{
	return -EOPNOTSUPP;
}

static inline bool sct_struct_is_portable(const struct sct_member *m)
{
	return false;
}

static inline int sct_struct_compat(const char *name, size_t len, struct sct_member *out)
{
	return -EOPNOTSUPP;
}

static inline void sct_struct_nearest(struct sct_nearest *near)
{
}

static inline int sct_member_find(struct sct_member *m, const char *name, size_t len)
{
	return -ENOENT;
}

static inline int sct_member_index(struct sct_member *m, u64 index)
{
	return -ERANGE;
}

static inline int sct_member_at(const struct sct_member *m, unsigned int i,
				struct sct_member *out, const char **name)
{
	return -ENOENT;
}

static inline void sct_member_nearest(const struct sct_member *m, struct sct_nearest *near)
{
}

static inline bool sct_member_is_union(const struct sct_member *m)
{
	return false;
}

static inline bool sct_member_is_sockaddr(const struct sct_member *m)
{
	return false;
}

static inline bool sct_member_read(const struct sct_member *m, const void *data, size_t len,
				   u64 *value)
{
	return false;
}

static inline const char *sct_member_text(const struct sct_member *m, const void *data,
					  size_t len, size_t *text_len)
{
	return NULL;
}

#endif /* !CONFIG_DEBUG_INFO_BTF */

/* print_struct.c */

void sct_print_struct(struct seq_buf *s, const struct sct_member *m, const void *data,
		      size_t len);
void sct_print_sockaddr(struct seq_buf *s, const void *data, size_t len);

#endif /* _SCT_TYPES_H */
