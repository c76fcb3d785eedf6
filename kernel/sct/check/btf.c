// SPDX-License-Identifier: GPL-2.0-only
/*
 * What SCT's files ask of kernel/bpf/btf.c, for check_rules: the types of the image.
 * pahole has made them, so they are taken as they are.
 */

#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/err.h>

#include "check.h"

/**
 * struct btf - the types of the image
 * @strings: their names
 * @types: by number
 * @nr: how many of them there are, number 0 (void) included
 */
struct btf {
	const char *strings;
	const struct btf_type **types;
	u32 nr;
};

static const struct btf_type sct_void;

/* Bytes of a type, with what stands behind it. */
static size_t sct_btf_bytes(const struct btf_type *t)
{
	u32 vlen = btf_type_vlen(t);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return sizeof(*t) + sizeof(u32);
	case BTF_KIND_ARRAY:
		return sizeof(*t) + sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return sizeof(*t) + vlen * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return sizeof(*t) + vlen * sizeof(struct btf_enum);
	case BTF_KIND_ENUM64:
		return sizeof(*t) + vlen * sizeof(struct btf_enum64);
	case BTF_KIND_FUNC_PROTO:
		return sizeof(*t) + vlen * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return sizeof(*t) + vlen * sizeof(struct btf_var_secinfo);
	default:
		return sizeof(*t);
	}
}

static bool sct_btf_is_modifier(const struct btf_type *t)
{
	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		return true;
	}
	return false;
}

static bool sct_btf_has_size(const struct btf_type *t)
{
	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
	case BTF_KIND_FLOAT:
		return true;
	}
	return false;
}

struct btf *bpf_get_btf_vmlinux(void)
{
	const struct btf_header *header = sct_image_at(sct_image_symbol("__start_BTF"));
	const void *at = (const void *)header + header->hdr_len + header->type_off;
	const void *end = at + header->type_len;
	struct btf *btf = sct_host_alloc(sizeof(*btf));

	btf->strings = (const void *)header + header->hdr_len + header->str_off;
	/* None is smaller. */
	btf->types = sct_host_alloc((header->type_len / sizeof(struct btf_type) + 1) *
				    sizeof(*btf->types));
	btf->types[btf->nr++] = &sct_void;
	for (; at < end; at += sct_btf_bytes(at))
		btf->types[btf->nr++] = at;
	return btf;
}

u32 btf_nr_types(const struct btf *btf)
{
	return btf->nr;
}

const struct btf_type *btf_type_by_id(const struct btf *btf, u32 id)
{
	return id < btf->nr ? btf->types[id] : NULL;
}

const char *btf_name_by_offset(const struct btf *btf, u32 offset)
{
	return btf->strings + offset;
}

const struct btf_type *btf_type_skip_modifiers(const struct btf *btf, u32 id, u32 *res_id)
{
	const struct btf_type *t = btf_type_by_id(btf, id);

	while (sct_btf_is_modifier(t)) {
		id = t->type;
		t = btf_type_by_id(btf, id);
	}
	if (res_id)
		*res_id = id;
	return t;
}

const struct btf_type *btf_resolve_size(const struct btf *btf, const struct btf_type *type,
					u32 *type_size)
{
	const struct btf_type *t = type;
	u64 nr = 1;

	while (btf_type_is_array(t) || sct_btf_is_modifier(t)) {
		if (btf_type_is_array(t)) {
			nr *= btf_array(t)->nelems;
			t = btf_type_by_id(btf, btf_array(t)->type);
		} else {
			t = btf_type_by_id(btf, t->type);
		}
	}
	if (btf_type_is_ptr(t))
		nr *= sizeof(void *);
	else if (sct_btf_has_size(t))
		nr *= t->size;
	else
		return ERR_PTR(-EINVAL);
	if (nr > U32_MAX)
		return ERR_PTR(-EINVAL);
	*type_size = nr;
	return type;
}
