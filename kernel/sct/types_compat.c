// SPDX-License-Identifier: GPL-2.0-only
/*
 * Structs as 32-bit callers lay them out
 *
 * BTF describes the layout of a 64-bit kernel. A struct can serve a 32-bit caller
 * too where a 32-bit compiler would have come to the same; else the kernel has a
 * struct of another name for such callers, and BTF knows that.
 */

#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "limits.h"
#include "types.h"

#define SCT_I386_ALIGN	4	/* of every number that is no smaller, in a struct */

/**
 * struct sct_layout - what a type does to a struct that holds it
 * @align: its alignment for a 32-bit caller, in bytes
 * @wide: it is another for a 64-bit caller
 */
struct sct_layout {
	u32 align;
	bool wide;
};

/* A long has 8 bytes here, and 4 there. size_t and its like are longs too. */
static bool sct_is_long(const struct btf *btf, const struct btf_type *t)
{
	const char *name = btf_name_by_offset(btf, t->name_off);

	return t->size == sizeof(long) && strstr(name, "long") && !strstr(name, "long long");
}

static bool sct_number_layout(const struct btf *btf, const struct btf_type *t,
			      struct sct_layout *out)
{
	if (t->size > sizeof(u64) || (btf_type_is_int(t) && sct_is_long(btf, t)))
		return false;
	out->align = min_t(u32, t->size, SCT_I386_ALIGN);
	out->wide = t->size > SCT_I386_ALIGN;
	return true;
}

/* Through typedefs and arrays, to the type that says how the whole is aligned. */
static const struct btf_type *sct_element(const struct btf *btf, u32 id)
{
	const struct btf_type *t = btf_type_skip_modifiers(btf, id, NULL);

	while (btf_type_is_array(t))
		t = btf_type_skip_modifiers(btf, btf_array(t)->type, NULL);
	return t;
}

/* The member begins where it would for a 32-bit caller. In bits: */
static bool sct_begins_alike(const struct sct_layout *l, u32 begins, u32 before)
{
	return !l->wide || begins == before ||
	       begins == round_up(before, l->align * BITS_PER_BYTE);
}

static u32 sct_bits_of(const struct btf *btf, const struct btf_type *t,
		       const struct btf_member *member)
{
	u32 bits = __btf_member_bitfield_size(t, member), size;

	if (bits)
		return bits;
	t = btf_type_skip_modifiers(btf, member->type, NULL);
	if (IS_ERR(btf_resolve_size(btf, t, &size)))
		return 0;
	return size * BITS_PER_BYTE;
}

/*
 * Whether both layouts of a type are the same. Attributes that align or pack are
 * not in BTF: they show in where the members begin and the struct ends, and what
 * they could hide counts as different.
 */
static bool sct_layout(const struct btf *btf, u32 id, struct sct_layout *out,
		       unsigned int depth)
{
	const struct btf_type *t = sct_element(btf, id);
	const struct btf_member *member;
	u32 i, first, end = 0;

	if (btf_type_is_int(t) || btf_is_any_enum(t))
		return sct_number_layout(btf, t, out);
	if (!btf_type_is_struct(t) || depth == SCT_NESTED)
		return false;

	*out = (struct sct_layout) { .align = 1 };
	for_each_member(i, t, member) {
		struct sct_layout l;

		if (!sct_layout(btf, member->type, &l, depth + 1))
			return false;
		first = __btf_member_bit_offset(t, member);
		if (!sct_begins_alike(&l, first, __btf_type_is_struct(t) ? end : 0))
			return false;
		end = max(end, first + sct_bits_of(btf, t, member));
		out->align = max(out->align, l.align);
		out->wide |= l.wide;
	}
	return sct_begins_alike(out, t->size * BITS_PER_BYTE, end);
}

/**
 * sct_struct_is_portable - whether a struct is the same for a 32-bit caller
 * @m: the struct
 *
 * Where in doubt it is not: what an __aligned_u64 or bits without a name hold
 * apart (struct __kernel_timex) looks in BTF as if the compiler had done so.
 *
 * Context: Process context, may sleep.
 * Return: true where a 32-bit caller's has the same members at the same places,
 * and the same size.
 */
bool sct_struct_is_portable(const struct sct_member *m)
{
	const struct btf *btf = bpf_get_btf_vmlinux();
	struct sct_layout l;

	return !IS_ERR_OR_NULL(btf) && m->kind == SCT_MEMBER_STRUCT &&
	       sct_layout(btf, m->type, &l, 0);
}

/**
 * struct sct_compat_name - how the name for 32-bit callers comes from the plain one
 * @prefix: what the plain one begins with; it is taken away
 * @before: what is put in its place
 * @behind: what is put behind the name
 */
struct sct_compat_name {
	const char *prefix;
	const char *before;
	const char *behind;
};

static const struct sct_compat_name sct_compat_names[] = {
	{ "__kernel_old_",	"old_",		"32" },
	{ "user_",		"compat_",	"" },
	{ "",			"compat_",	"" },
	{ "",			"old_",		"32" },
};

static bool sct_compat_named(const char *keyword, int keyword_len, const char *name,
			     const struct sct_compat_name *as, struct sct_member *out)
{
	size_t skip = strlen(as->prefix);
	char buf[SCT_MAX_WORD + 1];
	int n;

	if (strncmp(name, as->prefix, skip))
		return false;
	n = snprintf(buf, sizeof(buf), "%.*s%s%s%s", keyword_len, keyword, as->before,
		     name + skip, as->behind);
	return n < sizeof(buf) && !sct_struct_find(buf, n, out);
}

/**
 * sct_struct_compat - find what a struct is for a 32-bit caller
 * @name: as in sct_struct_find()
 * @len: its length in bytes
 * @out: where to leave the whole struct: the one of that name where it is the
 *	same for both, else compat_NAME, or old_NAME32 for times
 *
 * Context: Process context, may sleep.
 * Return: 0, -ENOENT where there is none, or -EOPNOTSUPP where the kernel has no
 * type information.
 */
int sct_struct_compat(const char *name, size_t len, struct sct_member *out)
{
	struct sct_member native;
	char word[SCT_MAX_WORD + 1];
	const char *at;
	int err;

	err = sct_struct_find(name, len, &native);
	if (err)
		return err;
	if (sct_struct_is_portable(&native)) {
		*out = native;
		return 0;
	}

	while (len && isspace(name[len - 1]))
		len--;
	for (at = name + len; at > name && (isalnum(at[-1]) || at[-1] == '_'); at--)
		;
	if (name + len - at >= sizeof(word))
		return -ENOENT;
	strscpy(word, at, name + len - at + 1);

	for (unsigned int i = 0; i < ARRAY_SIZE(sct_compat_names); i++) {
		if (sct_compat_named(name, at - name, word, &sct_compat_names[i], out))
			return 0;
	}
	return -ENOENT;
}
