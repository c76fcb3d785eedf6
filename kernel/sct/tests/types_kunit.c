// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of structs by BTF: what is found, and what is read
 */

#include <kunit/test.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/string.h>

#include "types_structs.h"

/* The number between the brackets at the start of @path; leaves what is behind. */
static u64 take_index(const char **path)
{
	char digits[24] = {};
	size_t len = strcspn(*path, "]") - 1;
	u64 index;

	memcpy(digits, *path + 1, min(len, sizeof(digits) - 1));
	*path += len + 2;
	return kstrtou64(digits, 0, &index) ? U64_MAX : index;
}

/* Follows a path as a rule has it: a.b[3].c */
static int follow(struct sct_member *m, const char *path)
{
	int err = 0;

	while (*path && !err) {
		size_t len = strcspn(path, ".[");

		if (*path == '[') {
			err = sct_member_index(m, take_index(&path));
		} else {
			err = sct_member_find(m, path, len);
			path += len;
		}
		path += *path == '.';
	}
	return err;
}

/* Whole structs, by name */

struct find_case {
	const char *name;
	int err;
	u32 size;
};

static const struct find_case find_cases[] = {
	{ "struct sockaddr", 0, sizeof(struct sockaddr) },
	{ "struct sockaddr_in", 0, sizeof(struct sockaddr_in) },
	{ "  struct   sockaddr_in6 ", 0, sizeof(struct sockaddr_in6) },
	{ "struct __kernel_timespec", 0, sizeof(struct __kernel_timespec) },
	{ "struct sct_test_all", 0, sizeof(struct sct_test_all) },
	{ "sigset_t", 0, sizeof(sigset_t) },
	{ "union sigval", 0, sizeof(union sigval) },
	{ "sigval_t", 0, sizeof(sigval_t) },
	{ "struct sct_no_such", -ENOENT },
	{ "struct sockaddr_i", -ENOENT },
	{ "struct sockaddr_in66", -ENOENT },
	{ "union sockaddr_in", -ENOENT },
	{ "sockaddr_in", -ENOENT },
	{ "struct", -ENOENT },
	{ "struct ", -ENOENT },
	{ "", -ENOENT },
	{ " ", -ENOENT },
	{ "struct sockaddr *", -ENOENT },
	{ "struct sockaddr sockaddr", -ENOENT },
	{ "structsockaddr", -ENOENT },
	{ "enum sct_test_sign", -ENOENT },
	{ "size_t", -ENOENT },
	{ "int", -ENOENT },
};

KUNIT_ARRAY_PARAM_DESC(find, find_cases, name);

static void types_find(struct kunit *test)
{
	const struct find_case *c = test->param_value;
	size_t len = strlen(c->name);
	struct sct_member m;

	need_btf(test);
	KUNIT_ASSERT_EQ(test, sct_struct_find(copy_of(test, c->name, len), len, &m), c->err);
	if (c->err)
		return;
	KUNIT_EXPECT_EQ(test, m.kind, SCT_MEMBER_STRUCT);
	KUNIT_EXPECT_EQ(test, m.size, c->size);
	KUNIT_EXPECT_EQ(test, m.at, 0);
	KUNIT_EXPECT_EQ(test, m.family, 0);
}

static const struct find_case param_cases[] = {
	{ "struct sockaddr *", 0, sizeof(struct sockaddr) },
	{ "const struct __kernel_timespec *", 0, sizeof(struct __kernel_timespec) },
	{ "const struct iovec __attribute__((btf_type_tag(\"user\"))) *", 0,
	  sizeof(struct iovec) },
	{ "sigset_t *", 0, sizeof(sigset_t) },
	{ "cap_user_header_t", 0, 8 },
	{ "const cap_user_header_t", 0, 8 },
	{ "struct sockaddr **", -EINVAL },
	{ "struct sockaddr", -EINVAL },
	{ "struct sct_no_such *", -ENOENT },
	{ "const char *", -EINVAL },
	{ "unsigned int *", -EINVAL },
	{ "void *", -EINVAL },
	{ "size_t *", -EINVAL },
	{ "int", -EINVAL },
	{ "size_t", -EINVAL },
	{ "__sighandler_t", -EINVAL },
	{ "", -EINVAL },
};

KUNIT_ARRAY_PARAM_DESC(param, param_cases, name);

static void types_param(struct kunit *test)
{
	const struct find_case *c = test->param_value;
	struct sct_member m;

	need_btf(test);
	KUNIT_ASSERT_EQ(test, sct_struct_of_param(c->name, &m), c->err);
	if (!c->err)
		KUNIT_EXPECT_EQ(test, m.size, c->size);
}

/* Members: where the compiler has them */

struct member_case {
	const char *name;
	const char *path;
	int err;
	u32 at;
	u32 size;
	u8 kind;
	u16 family;
};

#define MEMBER(_struct, _path, _kind)					\
	{ "struct " #_struct, #_path, 0, offsetof(struct _struct, _path),	\
	  sizeof_field(struct _struct, _path), SCT_MEMBER_##_kind, 0 }
#define SOCKADDR(_struct, _path, _kind, _family)				\
	{ "struct sockaddr", #_path, 0, offsetof(struct _struct, _path),	\
	  sizeof_field(struct _struct, _path), SCT_MEMBER_##_kind, _family }
#define NO_MEMBER(_name, _path, _err)	{ _name, _path, _err }

static const struct member_case member_cases[] = {
	MEMBER(sct_test_all, tiny, SIGNED),
	MEMBER(sct_test_all, octet, UNSIGNED),
	MEMBER(sct_test_all, small, SIGNED),
	MEMBER(sct_test_all, word, UNSIGNED),
	MEMBER(sct_test_all, number, SIGNED),
	MEMBER(sct_test_all, flags, UNSIGNED),
	MEMBER(sct_test_all, large, SIGNED),
	MEMBER(sct_test_all, huge, UNSIGNED),
	MEMBER(sct_test_all, truth, UNSIGNED),
	MEMBER(sct_test_all, sc, SIGNED),
	MEMBER(sct_test_all, sign, SIGNED),
	MEMBER(sct_test_all, pointer, POINTER),
	MEMBER(sct_test_all, function, POINTER),
	MEMBER(sct_test_all, name, STRING),
	MEMBER(sct_test_all, name[7], UNSIGNED),
	MEMBER(sct_test_all, octets, ARRAY),
	MEMBER(sct_test_all, octets[0], UNSIGNED),
	MEMBER(sct_test_all, octets[3], UNSIGNED),
	MEMBER(sct_test_all, pair, STRUCT),
	MEMBER(sct_test_all, pair.x, SIGNED),
	MEMBER(sct_test_all, pair.y, UNSIGNED),
	MEMBER(sct_test_all, pairs, ARRAY),
	MEMBER(sct_test_all, pairs[1], STRUCT),
	MEMBER(sct_test_all, pairs[1].y, UNSIGNED),
	MEMBER(sct_test_all, whole, UNSIGNED),
	MEMBER(sct_test_all, low, UNSIGNED),
	MEMBER(sct_test_all, high, UNSIGNED),
	MEMBER(sct_test_all, signed_high, SIGNED),
	MEMBER(sct_test_all, named, STRUCT),
	MEMBER(sct_test_all, named.first, UNSIGNED),
	MEMBER(sct_test_all, named.second, UNSIGNED),
	MEMBER(iphdr, saddr, UNSIGNED),
	MEMBER(iphdr, addrs.daddr, UNSIGNED),
	MEMBER(sockaddr_in, sin_addr.s_addr, UNSIGNED),
	MEMBER(sockaddr_in6, sin6_addr.in6_u.u6_addr8[3], UNSIGNED),
	MEMBER(sockaddr_in6, sin6_addr.in6_u.u6_addr32[3], UNSIGNED),
	MEMBER(__kernel_timespec, tv_nsec, SIGNED),
	MEMBER(user_msghdr, msg_namelen, SIGNED),
	MEMBER(user_msghdr, msg_iov, POINTER),
	MEMBER(compat_iovec, iov_base, POINTER),
	MEMBER(sct_test_deep, a.b.c.d.e.f.g.h.i.bottom, UNSIGNED),

	{ "struct sct_test_tail", "tail", 0, 2, 0, SCT_MEMBER_ARRAY },
	{ "struct sct_test_tail", "tail[1000]", 0, 2002, 2, SCT_MEMBER_UNSIGNED },
	{ "struct sct_test_text", "text", 0, 1, 0, SCT_MEMBER_STRING },
	{ "struct sockaddr", "sa_data", 0, 2, 0, SCT_MEMBER_STRING },
	SOCKADDR(sockaddr, sa_family, UNSIGNED, 0),
	SOCKADDR(sockaddr_in, sin_port, UNSIGNED, AF_INET),
	SOCKADDR(sockaddr_in, sin_addr.s_addr, UNSIGNED, AF_INET),
	SOCKADDR(sockaddr_in6, sin6_port, UNSIGNED, AF_INET6),
	SOCKADDR(sockaddr_in6, sin6_addr.in6_u.u6_addr16[7], UNSIGNED, AF_INET6),
	SOCKADDR(sockaddr_un, sun_path, STRING, AF_UNIX),
	SOCKADDR(sockaddr_un, sun_path[1], UNSIGNED, AF_UNIX),
	SOCKADDR(sockaddr_nl, nl_pid, UNSIGNED, AF_NETLINK),
	{ "struct sct_test_within_sockaddr", "addr.sin_port", 0, 6, 2, SCT_MEMBER_UNSIGNED,
	  AF_INET },

	NO_MEMBER("struct sct_test_all", "tin", -ENOENT),
	NO_MEMBER("struct sct_test_all", "tinyy", -ENOENT),
	NO_MEMBER("struct sct_test_all", "pair.z", -ENOENT),
	NO_MEMBER("struct sct_test_all", "first", -ENOENT),
	NO_MEMBER("struct sct_test_all", "number.x", -ENOENT),
	NO_MEMBER("struct sct_test_all", "pointer.x", -ENOENT),
	NO_MEMBER("struct sct_test_all", "name.x", -ENOENT),
	NO_MEMBER("struct sct_test_all", "pairs.x", -ENOENT),
	NO_MEMBER("struct sct_test_all", "octets[4]", -ERANGE),
	NO_MEMBER("struct sct_test_all", "name[8]", -ERANGE),
	NO_MEMBER("struct sct_test_all", "pairs[2].x", -ERANGE),
	NO_MEMBER("struct sct_test_all", "octets[0xffffffffffffffff]", -ERANGE),
	NO_MEMBER("struct sct_test_all", "octets[0x100000000]", -ERANGE),
	NO_MEMBER("struct sct_test_all", "octets[0][0]", -EINVAL),
	NO_MEMBER("struct sct_test_all", "number[0]", -EINVAL),
	NO_MEMBER("struct sct_test_all", "pair[0]", -EINVAL),
	NO_MEMBER("struct sct_test_tail", "tail[0xffffffff]", -ERANGE),
	NO_MEMBER("struct sct_test_tail", "tail[0xffffffffffffffff]", -ERANGE),
	NO_MEMBER("struct sockaddr", "sin_portt", -ENOENT),
	NO_MEMBER("struct sockaddr_in", "sin6_port", -ENOENT),
};

static void member_desc(const struct member_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s %s", c->name, c->path);
}

KUNIT_ARRAY_PARAM(member, member_cases, member_desc);

static void types_member(struct kunit *test)
{
	const struct member_case *c = test->param_value;
	struct sct_member m;

	need_btf(test);
	KUNIT_ASSERT_EQ(test, sct_struct_find(c->name, strlen(c->name), &m), 0);
	KUNIT_ASSERT_EQ(test, follow(&m, c->path), c->err);
	if (c->err)
		return;
	KUNIT_EXPECT_EQ(test, m.at, c->at);
	KUNIT_EXPECT_EQ(test, m.size, c->size);
	KUNIT_EXPECT_EQ(test, m.kind, c->kind);
	KUNIT_EXPECT_EQ(test, m.family, c->family);
	KUNIT_EXPECT_EQ(test, m.bits, 0);
}

/* Values, from as many bytes as it takes and from one less */

struct read_case {
	const char *name;
	const char *path;
	const void *data;
	size_t len;
	u64 value;
};

#define VALUE(_name, _var, _path, _value)				\
	{ _name, _path, &(_var), sizeof(_var), _value }

static const struct read_case read_cases[] = {
	VALUE("struct sct_test_all", all, "tiny", -1),
	VALUE("struct sct_test_all", all, "octet", 0xff),
	VALUE("struct sct_test_all", all, "small", -2),
	VALUE("struct sct_test_all", all, "word", 0xfffe),
	VALUE("struct sct_test_all", all, "number", -3),
	VALUE("struct sct_test_all", all, "flags", 0xfffffffd),
	VALUE("struct sct_test_all", all, "large", -4),
	VALUE("struct sct_test_all", all, "huge", -4),
	VALUE("struct sct_test_all", all, "truth", 1),
	VALUE("struct sct_test_all", all, "sc", -5),
	VALUE("struct sct_test_all", all, "sign", -2),
	VALUE("struct sct_test_all", all, "pointer", 0x1234),
	VALUE("struct sct_test_all", all, "function", 0),
	VALUE("struct sct_test_all", all, "name[1]", '"'),
	VALUE("struct sct_test_all", all, "octets[2]", 3),
	VALUE("struct sct_test_all", all, "pair.x", -6),
	VALUE("struct sct_test_all", all, "pairs[1].x", -8),
	VALUE("struct sct_test_all", all, "pairs[1].y", 8),
	VALUE("struct sct_test_all", all, "whole", 0xfff60001),
	VALUE("struct sct_test_all", all, "low", 1),
	VALUE("struct sct_test_all", all, "high", 0xfff6),
	VALUE("struct sct_test_all", all, "signed_high", -10),
	VALUE("struct sct_test_all", all, "named.first", 0x0d),
	VALUE("struct sct_test_all", all, "three", 5),
	VALUE("struct sct_test_all", all, "five", -9),
	VALUE("struct sct_test_all", all, "eighteen", 0x2aaaa),
	VALUE("struct sct_test_all", all, "forty", 0x123456789aULL),
	VALUE("struct sct_test_all", all, "rest", -10),
	VALUE("struct sct_test_aligned", aligned, "bits", 5),
	VALUE("struct sct_test_packed", packed, "moved", 2),
	VALUE("struct iphdr", ip, "ihl", 5),
	VALUE("struct iphdr", ip, "version", 4),
	VALUE("struct iphdr", ip, "addrs.daddr", 2),
	VALUE("struct tcphdr", tcp, "syn", 1),
	VALUE("struct tcphdr", tcp, "fin", 0),
	VALUE("struct tcphdr", tcp, "ack", 0),
	VALUE("struct tcphdr", tcp, "doff", 5),
	VALUE("struct __kernel_timespec", ts, "tv_sec", -1),
	VALUE("struct iovec", iov, "iov_base", 0x1000),
	VALUE("struct sockaddr", in, "sa_family", AF_INET),
	VALUE("struct sockaddr", in, "sin_port", 0x1900),
	VALUE("struct sockaddr", in, "sin_addr.s_addr", 0x0100007f),
	VALUE("struct sockaddr", in6, "sin6_addr.in6_u.u6_addr8[3]", 0xab),
	VALUE("struct sockaddr", in6, "sin6_scope_id", 2),
	VALUE("struct sockaddr", un, "sun_path[1]", 'x'),
	VALUE("struct sockaddr", nl, "nl_groups", 0x1f),
	VALUE("struct sockaddr_in6", in, "sin6_port", 0x1900),
	VALUE("struct sct_test_within_sockaddr", within_sockaddr, "addr.sin_port", 0x1900),
};

static void read_desc(const struct read_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s %s", c->name, c->path);
}

KUNIT_ARRAY_PARAM(read, read_cases, read_desc);

static void types_read(struct kunit *test)
{
	const struct read_case *c = test->param_value;
	struct sct_member m;
	u64 value = 0;
	size_t need;

	need_btf(test);
	KUNIT_ASSERT_EQ(test, sct_struct_find(c->name, strlen(c->name), &m), 0);
	KUNIT_ASSERT_EQ(test, follow(&m, c->path), 0);
	need = m.at + m.size;
	KUNIT_ASSERT_LE(test, need, c->len);
	KUNIT_EXPECT_TRUE(test, sct_member_read(&m, copy_of(test, c->data, need), need, &value));
	KUNIT_EXPECT_EQ(test, value, c->value);
	KUNIT_EXPECT_FALSE(test, sct_member_read(&m, copy_of(test, c->data, need - 1), need - 1,
						 &value));
	KUNIT_EXPECT_FALSE(test, sct_member_read(&m, c->data, 0, &value));
}

/* An address is read as another family's only by a cast */
static void types_family(struct kunit *test)
{
	static const char *const paths[] = { "sin_port", "sin6_port", "sun_path[0]", "nl_pid" };
	static const void *const addrs[] = { &in, &in6, &un, &nl };
	struct sct_member m;
	u64 value;
	size_t n;

	need_btf(test);
	for (unsigned int i = 0; i < ARRAY_SIZE(paths); i++) {
		for (unsigned int j = 0; j < ARRAY_SIZE(addrs); j++) {
			KUNIT_ASSERT_EQ(test, sct_struct_of_param("struct sockaddr *", &m), 0);
			KUNIT_ASSERT_EQ(test, follow(&m, paths[i]), 0);
			KUNIT_EXPECT_EQ(test, sct_member_read(&m, addrs[j], 12, &value), i == j);
		}
	}

	KUNIT_ASSERT_EQ(test, sct_struct_of_param("struct sockaddr *", &m), 0);
	KUNIT_ASSERT_EQ(test, follow(&m, "sun_path"), 0);
	KUNIT_EXPECT_NULL(test, sct_member_text(&m, &in, sizeof(in), &n));
	KUNIT_EXPECT_NOT_NULL(test, sct_member_text(&m, &un, sizeof(un), &n));
	KUNIT_EXPECT_NULL(test, sct_member_text(&m, &un, 1, &n));
}

/* What is no number has none */
static void types_no_number(struct kunit *test)
{
	static const char *const paths[] = { "name", "octets", "pair", "named", "pairs[0]", "" };
	struct sct_member m;
	u64 value;

	need_btf(test);
	for (unsigned int i = 0; i < ARRAY_SIZE(paths); i++) {
		KUNIT_ASSERT_EQ(test, sct_struct_find("struct sct_test_all", 19, &m), 0);
		KUNIT_ASSERT_EQ(test, follow(&m, paths[i]), 0);
		KUNIT_EXPECT_FALSE(test, sct_member_read(&m, &all, sizeof(all), &value));
	}
}

struct text_case {
	const char *name;
	const char *data;
	size_t len;
	const char *text;	/* NULL: can't be read */
	size_t text_len;
};

static const struct text_case text_cases[] = {
	{ "ends in a NUL", "\1\0/a\0b", 6, "/a", 2 },
	{ "ends with the bytes", "\1\0/ab", 5, "/ab", 3 },
	{ "empty", "\1\0\0b", 4, "", 0 },
	{ "nothing fetched", "\1\0", 2, NULL },
	{ "less than nothing", "\1", 1, NULL },
};

KUNIT_ARRAY_PARAM_DESC(text, text_cases, name);

static void types_text(struct kunit *test)
{
	const struct text_case *c = test->param_value;
	const char *data = copy_of(test, c->data, c->len), *found;
	struct sct_member m;
	size_t n = 0;

	need_btf(test);
	KUNIT_ASSERT_EQ(test, sct_struct_find("struct sockaddr_un", 18, &m), 0);
	KUNIT_ASSERT_EQ(test, follow(&m, "sun_path"), 0);
	found = sct_member_text(&m, data, c->len, &n);
	if (!c->text) {
		KUNIT_EXPECT_NULL(test, found);
		return;
	}
	KUNIT_ASSERT_PTR_EQ(test, found, data + 2);
	KUNIT_ASSERT_EQ(test, n, c->text_len);
	KUNIT_EXPECT_MEMEQ(test, found, c->text, n);
}

/* 32-bit callers */

struct compat_case {
	const char *name;
	bool portable;
	const char *is;		/* NULL: there is none */
};

static const struct compat_case compat_cases[] = {
	{ "struct sockaddr", true, "struct sockaddr" },
	{ "struct sockaddr_in6", true, "struct sockaddr_in6" },
	{ "struct sockaddr_un", true, "struct sockaddr_un" },
	{ "struct __kernel_timespec", true, "struct __kernel_timespec" },
	{ "struct old_timespec32", true, "struct old_timespec32" },
	{ "struct compat_iovec", true, "struct compat_iovec" },
	{ "struct iphdr", true, "struct iphdr" },
	{ "struct tcphdr", true, "struct tcphdr" },
	{ "struct sct_test_packed", true, "struct sct_test_packed" },
	{ "struct sct_test_aligned", true, "struct sct_test_aligned" },
	{ "struct sct_test_shared", true, "struct sct_test_shared" },
	{ "struct sct_test_many", true, "struct sct_test_many" },
	{ "struct iovec", false, "struct compat_iovec" },
	{ " struct  iovec ", false, "struct compat_iovec" },
	{ "struct user_msghdr", false, "struct compat_msghdr" },
	{ "struct __kernel_old_timeval", false, "struct old_timeval32" },
	{ "sigset_t", false, "compat_sigset_t" },
	{ "struct sct_test_all", false, NULL },
	{ "struct sct_test_hole", false, NULL },
	{ "struct sct_test_end", false, NULL },
	{ "struct sct_test_within", false, NULL },
	{ "struct sct_test_padded", false, NULL },	/* BTF can't tell */
	{ "struct sct_test_deep", false, NULL },	/* too deep to tell */
};

KUNIT_ARRAY_PARAM_DESC(compat, compat_cases, name);

static void types_compat(struct kunit *test)
{
	const struct compat_case *c = test->param_value;
	struct sct_member m, is;

	need_btf(test);
	KUNIT_ASSERT_EQ(test, sct_struct_find(c->name, strlen(c->name), &m), 0);
	KUNIT_EXPECT_EQ(test, sct_struct_is_portable(&m), c->portable);
	if (!c->is) {
		KUNIT_EXPECT_EQ(test, sct_struct_compat(c->name, strlen(c->name), &m), -ENOENT);
		return;
	}
	KUNIT_ASSERT_EQ(test, sct_struct_find(c->is, strlen(c->is), &is), 0);
	KUNIT_ASSERT_EQ(test, sct_struct_compat(c->name, strlen(c->name), &m), 0);
	KUNIT_EXPECT_EQ(test, m.type, is.type);
}

/* Words that were meant */

struct nearest_case {
	const char *name;	/* NULL: the word is a struct's name */
	const char *word;
	const char *best;
};

static const struct nearest_case nearest_cases[] = {
	{ "struct sct_test_all", "numbr", "number" },
	{ "struct sct_test_all", "signed_hihg", "signed_high" },
	{ "struct sct_test_all", "xyzxyzxyz", NULL },
	{ "struct sockaddr", "sa_famliy", "sa_family" },
	{ "struct sockaddr", "sin_prot", "sin_port" },
	{ "struct sockaddr", "sin6_scopeid", "sin6_scope_id" },
	{ "struct sockaddr", "sun_pth", "sun_path" },
	{ "struct sockaddr_in", "sun_path", NULL },
	{ NULL, "sct_test_alll", "sct_test_all" },
	{ NULL, "sockadr_in6", "sockaddr_in6" },
};

KUNIT_ARRAY_PARAM_DESC(nearest, nearest_cases, word);

static void types_nearest(struct kunit *test)
{
	const struct nearest_case *c = test->param_value;
	struct sct_nearest near;
	struct sct_member m;

	need_btf(test);
	sct_nearest_init(&near, c->word, strlen(c->word));
	if (c->name) {
		KUNIT_ASSERT_EQ(test, sct_struct_find(c->name, strlen(c->name), &m), 0);
		sct_member_nearest(&m, &near);
	} else {
		sct_struct_nearest(&near);
	}
	if (c->best)
		KUNIT_EXPECT_STREQ(test, near.best ?: "", c->best);
	else
		KUNIT_EXPECT_NULL(test, near.best);
}

/* Without type information there is an error that says so, and nothing else */
static void types_missing(struct kunit *test)
{
	struct sct_member m = { .kind = SCT_MEMBER_STRUCT };

	KUNIT_EXPECT_NOT_NULL(test, strstr(sct_types_missing(), "CONFIG_DEBUG_INFO_BTF"));
	if (sct_types_ready())
		return;
	KUNIT_EXPECT_EQ(test, sct_struct_find("struct sockaddr", 15, &m), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, sct_struct_of_param("struct sockaddr *", &m), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, sct_struct_compat("struct sockaddr", 15, &m), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, sct_member_find(&m, "sa_family", 9), -ENOENT);
	KUNIT_EXPECT_FALSE(test, sct_struct_is_portable(&m));
}

static struct kunit_case sct_types_cases[] = {
	KUNIT_CASE_PARAM(types_find, find_gen_params),
	KUNIT_CASE_PARAM(types_param, param_gen_params),
	KUNIT_CASE_PARAM(types_member, member_gen_params),
	KUNIT_CASE_PARAM(types_read, read_gen_params),
	KUNIT_CASE(types_family),
	KUNIT_CASE(types_no_number),
	KUNIT_CASE_PARAM(types_text, text_gen_params),
	KUNIT_CASE_PARAM(types_compat, compat_gen_params),
	KUNIT_CASE_PARAM(types_nearest, nearest_gen_params),
	KUNIT_CASE(types_missing),
	{}
};

static struct kunit_suite sct_types_suite = {
	.name = "sct_types",
	.test_cases = sct_types_cases,
};

kunit_test_suite(sct_types_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's structs by BTF");
MODULE_LICENSE("GPL");
