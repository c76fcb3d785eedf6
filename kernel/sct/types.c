// SPDX-License-Identifier: GPL-2.0-only
/*
 * Structs that parameters point to, by the kernel's own type information (BTF)
 *
 * Whoever loads a rule resolves names to places, sizes and signs here; a call
 * then reads a member without looking anything up. Built with
 * CONFIG_DEBUG_INFO_BTF only; types.h has what is left without.
 */

#include <linux/bits.h>
#include <linux/bitops.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/socket.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "syscalls.h"
#include "types.h"

/**
 * struct sct_types - the types of vmlinux
 * @btf: what the kernel parsed. It is never freed, so nobody counts references.
 * @nr: how many @by_name has
 * @by_name: numbers of the structs, unions and typedefs, by kind, then by name;
 *	of several of one name, in the order of BTF
 */
struct sct_types {
	const struct btf *btf;
	u32 nr;
	u32 by_name[];
};

/*
 * Set by whoever looks up a struct first, and never changed then: reading the log
 * must not sleep, and needs only structs that were looked up.
 */
static const struct sct_types *sct_types;

/* Without sleeping: NULL where nothing was looked up yet. */
static const struct btf *sct_btf(void)
{
	const struct sct_types *types = READ_ONCE(sct_types);

	return types ? types->btf : NULL;
}

static const char *sct_type_name(const struct btf *btf, u32 id)
{
	return btf_name_by_offset(btf, btf_type_by_id(btf, id)->name_off);
}

static bool sct_type_is_sought(const struct btf_type *t)
{
	return t->name_off && (btf_type_is_struct(t) || btf_type_is_typedef(t));
}

static int sct_cmp_types(const void *a, const void *b, const void *priv)
{
	u32 first = *(const u32 *)a, second = *(const u32 *)b;
	const struct btf *btf = priv;
	int diff = btf_kind(btf_type_by_id(btf, first)) - btf_kind(btf_type_by_id(btf, second));

	if (!diff)
		diff = strcmp(sct_type_name(btf, first), sct_type_name(btf, second));
	return diff ?: (first > second) - (first < second);
}

static struct sct_types *sct_types_sorted(const struct btf *btf)
{
	u32 nr = 0, nr_types = btf_nr_types(btf);
	struct sct_types *types;

	for (u32 id = 1; id < nr_types; id++)
		nr += sct_type_is_sought(btf_type_by_id(btf, id));

	types = kvmalloc(struct_size(types, by_name, nr), GFP_KERNEL);
	if (!types)
		return NULL;
	types->btf = btf;
	types->nr = 0;
	for (u32 id = 1; id < nr_types; id++) {
		if (sct_type_is_sought(btf_type_by_id(btf, id)))
			types->by_name[types->nr++] = id;
	}
	sort_r(types->by_name, types->nr, sizeof(*types->by_name), sct_cmp_types, NULL, btf);
	return types;
}

static const struct sct_types *sct_types_get(void)
{
	static DEFINE_MUTEX(lock);
	const struct sct_types *types = READ_ONCE(sct_types);
	const struct btf *btf;

	if (types)
		return types;

	guard(mutex)(&lock);
	if (sct_types)
		return sct_types;
	btf = bpf_get_btf_vmlinux();
	if (!IS_ERR_OR_NULL(btf))
		types = sct_types_sorted(btf);
	/* Readers get at what it holds through the pointer only: READ_ONCE() will do. */
	smp_store_release(&sct_types, types);
	return types;
}

/**
 * sct_types_ready - whether structs can be looked up
 *
 * Context: Process context, may sleep: the first to ask parses the types.
 * Return: true where this kernel has type information.
 */
bool sct_types_ready(void)
{
	return sct_types_get();
}

/**
 * sct_types_missing - why structs can't be looked up
 *
 * Context: Any.
 * Return: a text for an error of a load, a constant.
 */
const char *sct_types_missing(void)
{
	return "the type information of this kernel (CONFIG_DEBUG_INFO_BTF) can't be read";
}

static bool sct_name_is(const char *has, const char *name, size_t len)
{
	return !strncmp(has, name, len) && !has[len];
}

/* Below 0 where the type stands before those of that kind and name, 0 where it is one. */
static int sct_cmp_name(const struct btf *btf, u32 id, u8 kind, const char *name, size_t len)
{
	const char *has = sct_type_name(btf, id);
	int diff = btf_kind(btf_type_by_id(btf, id)) - kind;

	if (!diff)
		diff = strncmp(has, name, len);
	return diff ?: !!has[len];
}

/* The number of a type of that kind and name, 0 where there is none. */
static u32 sct_type_find(u8 kind, const char *name, size_t len)
{
	const struct sct_types *types = READ_ONCE(sct_types);
	u32 low = 0, high = types->nr, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (sct_cmp_name(types->btf, types->by_name[middle], kind, name, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < types->nr && !sct_cmp_name(types->btf, types->by_name[low], kind, name, len))
		return types->by_name[low];
	return 0;
}

static bool sct_type_named(const struct btf *btf, const struct btf_type *t, const char *name)
{
	return !strcmp(btf_name_by_offset(btf, t->name_off), name);
}

/* By its name: of which sign a char is, is up to the flags of the compiler. */
static bool sct_type_is_char(const struct btf *btf, u32 id)
{
	const struct btf_type *t = btf_type_skip_modifiers(btf, id, NULL);

	return btf_type_is_int(t) && t->size == 1 && sct_type_named(btf, t, "char");
}

static u8 sct_int_kind(const struct btf *btf, u32 id, const struct btf_type *t)
{
	const struct btf_type *declared = btf_type_by_id(btf, id);

	/* What is larger, no filter can compute with. */
	if (t->size > sizeof(u64))
		return SCT_MEMBER_STRUCT;
	/* Compat structs hold their pointers so. */
	if (btf_type_is_typedef(declared) && sct_type_named(btf, declared, "compat_uptr_t"))
		return SCT_MEMBER_POINTER;
	return btf_type_is_signed_int(t) ? SCT_MEMBER_SIGNED : SCT_MEMBER_UNSIGNED;
}

/* Sets what depends on nothing but the type. What has no value is an empty struct. */
static void sct_member_type(const struct btf *btf, u32 id, struct sct_member *m)
{
	const struct btf_type *t = btf_type_skip_modifiers(btf, id, &m->type);

	m->kind = SCT_MEMBER_STRUCT;
	m->size = 0;
	m->bit = 0;
	m->bits = 0;

	switch (btf_kind(t)) {
	case BTF_KIND_INT:
		m->size = t->size;
		m->kind = sct_int_kind(btf, id, t);
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		m->size = t->size;
		m->kind = btf_type_kflag(t) ? SCT_MEMBER_SIGNED : SCT_MEMBER_UNSIGNED;
		break;
	case BTF_KIND_PTR:
		m->size = sizeof(void *);
		m->kind = SCT_MEMBER_POINTER;
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		m->size = t->size;
		break;
	case BTF_KIND_ARRAY:
		m->kind = sct_type_is_char(btf, btf_array(t)->type) ? SCT_MEMBER_STRING
								    : SCT_MEMBER_ARRAY;
		if (IS_ERR(btf_resolve_size(btf, t, &m->size)))
			m->kind = SCT_MEMBER_STRUCT;
		break;
	}
}

/*
 * The smallest unit that holds the bitfield. Counted from the struct's start it
 * is aligned, so that it doesn't reach behind the struct's end.
 */
static void sct_member_bits(struct sct_member *m, u32 base, u32 first, u32 bits)
{
	for (u32 size = 1; size <= sizeof(u64); size *= 2) {
		u32 at = round_down(first / BITS_PER_BYTE, size);
		u32 bit = first - at * BITS_PER_BYTE;

		if (bit + bits <= size * BITS_PER_BYTE) {
			m->at = base + at;
			m->size = size;
			m->bit = bit;
			m->bits = bits;
			return;
		}
	}
	/* Packed across two units: not seen in what userspace passes. */
	m->kind = SCT_MEMBER_STRUCT;
	m->size = 0;
}

/**
 * sct_member_at - a member of a struct, by its number
 * @m: the struct or union
 * @i: the number, from 0, in the order of declaration
 * @out: where to leave the member; not @m
 * @name: its name, empty where it is anonymous; lives forever
 *
 * Context: Any, once a struct was looked up.
 * Return: 0, or -ENOENT where there is no such member.
 */
int sct_member_at(const struct sct_member *m, unsigned int i, struct sct_member *out,
		  const char **name)
{
	const struct btf *btf = sct_btf();
	const struct btf_member *member;
	const struct btf_type *t;
	u32 first, bits;

	if (!btf || m->kind != SCT_MEMBER_STRUCT)
		return -ENOENT;
	t = btf_type_by_id(btf, m->type);
	if (!t || !btf_type_is_struct(t) || i >= btf_type_vlen(t))
		return -ENOENT;

	member = btf_type_member(t) + i;
	*name = btf_name_by_offset(btf, member->name_off);
	first = __btf_member_bit_offset(t, member);
	bits = __btf_member_bitfield_size(t, member);

	*out = *m;
	sct_member_type(btf, member->type, out);
	out->at = m->at + first / BITS_PER_BYTE;
	if (bits)
		sct_member_bits(out, m->at, first, bits);
	return 0;
}

/* Structs by name */

/**
 * struct sct_tag - the name of a struct, taken apart
 * @kind: BTF_KIND_STRUCT, BTF_KIND_UNION or BTF_KIND_TYPEDEF
 * @name: the name without the keyword
 * @len: its length
 */
struct sct_tag {
	u8 kind;
	const char *name;
	size_t len;
};

static size_t sct_tag_word(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && (isalnum(text[n]) || text[n] == '_'))
		n++;
	return n;
}

static size_t sct_tag_blanks(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && isspace(text[n]))
		n++;
	return n;
}

static int sct_tag_split(const char *text, size_t len, struct sct_tag *tag)
{
	const char *end = text + len, *word = text + sct_tag_blanks(text, len);
	size_t n = sct_tag_word(word, end - word);

	tag->kind = BTF_KIND_TYPEDEF;
	if (n == 6 && !memcmp(word, "struct", n))
		tag->kind = BTF_KIND_STRUCT;
	else if (n == 5 && !memcmp(word, "union", n))
		tag->kind = BTF_KIND_UNION;
	if (tag->kind != BTF_KIND_TYPEDEF) {
		word += n;
		word += sct_tag_blanks(word, end - word);
		n = sct_tag_word(word, end - word);
	}
	tag->name = word;
	tag->len = n;
	word += n;
	return n && word + sct_tag_blanks(word, end - word) == end ? 0 : -ENOENT;
}

static int sct_struct_by_id(u32 id, struct sct_member *out)
{
	const struct btf *btf = sct_btf();
	struct sct_member whole = {};

	if (!btf_type_is_struct(btf_type_skip_modifiers(btf, id, NULL)))
		return -ENOENT;
	sct_member_type(btf, id, &whole);
	*out = whole;
	return 0;
}

static int sct_struct_by_tag(const struct sct_tag *tag, struct sct_member *out)
{
	u32 id = sct_type_find(tag->kind, tag->name, tag->len);

	return id ? sct_struct_by_id(id, out) : -ENOENT;
}

/**
 * sct_struct_find - find a struct by its name
 * @name: as C spells it, without a star: "struct iovec", "union bpf_attr", or a
 *	typedef of one; needs no NUL at its end
 * @len: its length in bytes
 * @out: where to leave the whole struct
 *
 * Types of modules are not known here. Of several structs of one name the first
 * is taken.
 *
 * Context: Process context, may sleep.
 * Return: 0, -ENOENT where the kernel knows no such struct, or -EOPNOTSUPP where
 * it has no type information.
 */
int sct_struct_find(const char *name, size_t len, struct sct_member *out)
{
	struct sct_tag tag;

	if (!sct_types_get())
		return -EOPNOTSUPP;
	if (sct_tag_split(name, len, &tag))
		return -ENOENT;
	return sct_struct_by_tag(&tag, out);
}

/* A typedef that is a pointer to a struct: cap_user_header_t. */
static int sct_struct_by_pointer(const char *name, struct sct_member *out)
{
	u32 id = sct_type_find(BTF_KIND_TYPEDEF, name, strlen(name));
	const struct btf_type *t;

	if (!id)
		return -ENOENT;
	t = btf_type_skip_modifiers(sct_btf(), id, NULL);
	return btf_type_is_ptr(t) ? sct_struct_by_id(t->type, out) : -ENOENT;
}

/**
 * sct_struct_of_param - find the struct that a parameter points to
 * @type: the parameter's type as struct syscall_metadata spells it
 * @out: where to leave the whole struct
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL where it is no pointer to a struct, -ENOENT where it is
 * one but this kernel has no such struct, or -EOPNOTSUPP where it has no type
 * information.
 */
int sct_struct_of_param(const char *type, struct sct_member *out)
{
	struct sct_spelling s;
	struct sct_tag tag;
	int err;

	if (!sct_types_get())
		return -EOPNOTSUPP;
	if (sct_spell(type, &s) || s.stars > 1)
		return -EINVAL;
	if (!s.stars)
		return sct_struct_by_pointer(s.base, out) ? -EINVAL : 0;
	/* Pointers to "unsigned int" and the like. */
	if (sct_tag_split(s.base, strlen(s.base), &tag))
		return -EINVAL;
	err = sct_struct_by_tag(&tag, out);
	return err && tag.kind == BTF_KIND_TYPEDEF ? -EINVAL : err;
}

/**
 * sct_struct_nearest - offer the names of all structs to a search
 * @near: the search: for the name without the keyword
 *
 * Context: Any, once a struct was looked for. Slow: for errors only.
 */
void sct_struct_nearest(struct sct_nearest *near)
{
	const struct sct_types *types = READ_ONCE(sct_types);

	for (u32 i = 0; types && i < types->nr; i++) {
		u32 id = types->by_name[i];

		if (btf_type_is_struct(btf_type_by_id(types->btf, id)))
			sct_nearest_try(near, sct_type_name(types->btf, id));
	}
}

/* Members by name */

struct sct_sockaddr {
	const char *name;
	u16 family;
};

/* What a struct sockaddr is, as its sa_family says. Each begins with the family. */
static const struct sct_sockaddr sct_sockaddrs[] = {
	{ "sockaddr_in",	AF_INET },
	{ "sockaddr_in6",	AF_INET6 },
	{ "sockaddr_un",	AF_UNIX },
	{ "sockaddr_nl",	AF_NETLINK },
};

/**
 * sct_member_is_sockaddr - whether the family says what the rest of a struct is
 * @m: the struct
 *
 * Context: Any, once a struct was looked up.
 * Return: true for struct sockaddr and the kernel's struct sockaddr_storage.
 */
bool sct_member_is_sockaddr(const struct sct_member *m)
{
	const struct btf *btf = sct_btf();
	const struct btf_type *t;

	if (!btf || m->kind != SCT_MEMBER_STRUCT)
		return false;
	t = btf_type_by_id(btf, m->type);
	return t && __btf_type_is_struct(t) &&
	       (sct_type_named(btf, t, "sockaddr") ||
		sct_type_named(btf, t, "__kernel_sockaddr_storage"));
}

/**
 * sct_member_is_union - whether the members of a struct share its bytes
 * @m: the struct
 *
 * Context: Any, once a struct was looked up.
 * Return: true for a union.
 */
bool sct_member_is_union(const struct sct_member *m)
{
	const struct btf *btf = sct_btf();
	const struct btf_type *t = btf ? btf_type_by_id(btf, m->type) : NULL;

	return t && btf_kind(t) == BTF_KIND_UNION;
}

/* @m, a socket address, as a family has it. */
static bool sct_member_as(const struct sct_member *m, const struct sct_sockaddr *sockaddr,
			  struct sct_member *out)
{
	u32 id = sct_type_find(BTF_KIND_STRUCT, sockaddr->name, strlen(sockaddr->name));

	if (!id)
		return false;
	*out = *m;
	sct_member_type(sct_btf(), id, out);
	out->family = sockaddr->family;
	out->family_at = m->at;
	return true;
}

/* Members of anonymous members are the struct's own. */
static bool sct_member_look(const struct sct_member *m, const char *name, size_t len,
			    struct sct_member *out, unsigned int depth)
{
	struct sct_member member;
	const char *has;

	for (unsigned int i = 0; !sct_member_at(m, i, &member, &has); i++) {
		if (!*has) {
			if (depth < SCT_NESTED &&
			    sct_member_look(&member, name, len, out, depth + 1))
				return true;
		} else if (sct_name_is(has, name, len)) {
			*out = member;
			return true;
		}
	}
	return false;
}

/**
 * sct_member_find - find a member of a struct by its name
 * @m: the struct; becomes its member. Members of its anonymous members are its
 *	own, and a socket address has the members of every family.
 * @name: the name; needs no NUL at its end
 * @len: its length in bytes
 *
 * Context: Process context.
 * Return: 0, or -ENOENT where it has no such member, or none at all.
 */
int sct_member_find(struct sct_member *m, const char *name, size_t len)
{
	const struct sct_member whole = *m;
	struct sct_member as;

	if (!len)
		return -ENOENT;
	if (sct_member_look(&whole, name, len, m, 0))
		return 0;
	if (!sct_member_is_sockaddr(&whole))
		return -ENOENT;
	for (unsigned int i = 0; i < ARRAY_SIZE(sct_sockaddrs); i++) {
		if (sct_member_as(&whole, &sct_sockaddrs[i], &as) &&
		    sct_member_look(&as, name, len, m, 0))
			return 0;
	}
	return -ENOENT;
}

/**
 * sct_member_index - find an element of an array
 * @m: the array; becomes its element. An element of a string is a number.
 * @index: the element, from 0
 *
 * What an array of arrays holds counts as one row: that is how BTF has it.
 *
 * Context: Any, once a struct was looked up.
 * Return: 0, -ERANGE behind the array's end, or -EINVAL where @m is none.
 */
int sct_member_index(struct sct_member *m, u64 index)
{
	const struct btf *btf = sct_btf();
	struct sct_member element = *m;
	const struct btf_array *array;

	if (!btf || (m->kind != SCT_MEMBER_ARRAY && m->kind != SCT_MEMBER_STRING))
		return -EINVAL;
	array = btf_array(btf_type_by_id(btf, m->type));
	if (array->nelems && index >= array->nelems)
		return -ERANGE;
	sct_member_type(btf, array->type, &element);
	/* One without a length still has to end somewhere. */
	if (index >= S32_MAX / max(element.size, 1u))
		return -ERANGE;
	element.at = m->at + index * element.size;
	*m = element;
	return 0;
}

static void sct_member_offer(const struct sct_member *m, struct sct_nearest *near,
			     unsigned int depth)
{
	struct sct_member member;
	const char *name;

	for (unsigned int i = 0; !sct_member_at(m, i, &member, &name); i++) {
		if (*name)
			sct_nearest_try(near, name);
		else if (depth < SCT_NESTED)
			sct_member_offer(&member, near, depth + 1);
	}
}

/**
 * sct_member_nearest - offer the names of a struct's members to a search
 * @m: the struct; whatever sct_member_find() would find is offered
 * @near: the search
 *
 * Context: Process context.
 */
void sct_member_nearest(const struct sct_member *m, struct sct_nearest *near)
{
	struct sct_member as;

	sct_member_offer(m, near, 0);
	if (!sct_member_is_sockaddr(m))
		return;
	for (unsigned int i = 0; i < ARRAY_SIZE(sct_sockaddrs); i++) {
		if (sct_member_as(m, &sct_sockaddrs[i], &as))
			sct_member_offer(&as, near, 0);
	}
}

/* Reading */

/* What sockets of IPv6 ask for at least: SIN6_LEN_RFC2133. */
#define SCT_MIN_SIN6	24

static bool sct_member_fits(const struct sct_member *m, const void *data, size_t len)
{
	u16 family;

	if (!m->family)
		return true;
	if (m->family_at > len || len - m->family_at < sizeof(family))
		return false;
	family = get_unaligned((const u16 *)(data + m->family_at));
	if (family == m->family)
		return true;
	/* bind() and sendto() of IPv4 take the one for the other, and raw sockets of IPv6. */
	return family == AF_UNSPEC && (m->family == AF_INET ||
				       (m->family == AF_INET6 && len >= SCT_MIN_SIN6));
}

/* Bits are counted from the lowest: as little endian machines have them. */
static u64 sct_member_unit(const void *p, u32 size)
{
	switch (size) {
	case 1:
		return *(const u8 *)p;
	case 2:
		return get_unaligned((const u16 *)p);
	case 4:
		return get_unaligned((const u32 *)p);
	default:
		return get_unaligned((const u64 *)p);
	}
}

/**
 * sct_member_read - read a number
 * @m: a member of a kind that is a number, a pointer among them
 * @data: what was fetched of the outermost struct
 * @len: how many bytes were
 * @value: where to leave the number, extended to 64 bits as its type says
 *
 * Context: Any. On the way of every call that such a rule names.
 * Return: false where what was fetched does not reach that far, where the
 * address is of another family, and where @m is no number.
 */
bool sct_member_read(const struct sct_member *m, const void *data, size_t len, u64 *value)
{
	unsigned int bits = m->bits ?: m->size * BITS_PER_BYTE;
	u64 unit;

	if (m->kind > SCT_MEMBER_POINTER || m->at > len || m->size > len - m->at ||
	    !sct_member_fits(m, data, len))
		return false;

	unit = sct_member_unit(data + m->at, m->size) >> m->bit;
	if (m->kind == SCT_MEMBER_SIGNED)
		*value = sign_extend64(unit, bits - 1);
	else
		*value = unit & GENMASK_ULL(bits - 1, 0);
	return true;
}

/**
 * sct_member_text - read a string
 * @m: a member that is an array of char
 * @data: what was fetched of the outermost struct
 * @len: how many bytes were
 * @text_len: bytes of the string, up to its NUL, to the end of the array, or to
 *	the end of what was fetched
 *
 * Context: Any.
 * Return: the string, a piece of @data that need not end in a NUL; NULL where
 * sct_member_read() would be false.
 */
const char *sct_member_text(const struct sct_member *m, const void *data, size_t len,
			    size_t *text_len)
{
	size_t there;

	if (m->kind != SCT_MEMBER_STRING || m->at > len || !sct_member_fits(m, data, len))
		return NULL;
	there = len - m->at;
	if (m->size) {
		if (!there)
			return NULL;
		there = min_t(size_t, there, m->size);
	}
	*text_len = strnlen(data + m->at, there);
	return data + m->at;
}
