/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Structs for tests of structs by BTF, and values of them
 *
 * What the compiler makes of a struct is held against what BTF says. A struct is
 * in BTF because a variable has its type.
 */

#ifndef _SCT_TYPES_STRUCTS_H
#define _SCT_TYPES_STRUCTS_H

#include <kunit/test.h>
#include <linux/compat.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/netlink.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <linux/time64.h>
#include <linux/uio.h>
#include <linux/un.h>
#include <net/compat.h>

#include "../types.h"

enum sct_test_sign { SCT_TEST_MINUS = -2, SCT_TEST_PLUS = 2 };

struct sct_test_pair {
	s32 x;
	u8 y;
};

struct sct_test_all {
	s8 tiny;
	u8 octet;
	s16 small;
	u16 word;
	s32 number;
	u32 flags;
	s64 large;
	u64 huge;
	bool truth;
	signed char sc;
	enum sct_test_sign sign;
	void *pointer;
	int (*function)(int arg);
	char name[8];
	u8 octets[4];
	struct sct_test_pair pair;
	const struct sct_test_pair pairs[2];
	union {
		u32 whole;
		struct {
			u16 low;
			union {
				u16 high;
				s16 signed_high;
			};
		};
	};
	union {
		u8 first;
		u32 second;
	} named;
	u32 three : 3;
	s32 five : 5;
	u32 eighteen : 18;
	u64 forty : 40;
	s64 rest : 24;
};

struct sct_test_tail {
	u8 kind;
	u16 tail[];
};

struct sct_test_text {
	u8 kind;
	char text[];
};

struct sct_test_hole {
	u32 before;
	u64 moved;
};

struct sct_test_end {
	u64 wide;
	u32 last;
};

struct sct_test_packed {
	u32 before;
	u64 moved;
} __packed;

struct sct_test_aligned {
	u64 first;
	__aligned_u64 second;
	u32 third, fourth;
	u64 bit : 1;
	u64 bits : 63;
};

struct sct_test_padded {
	u32 before;
	__aligned_u64 after;
};

struct sct_test_shared {
	union {
		u32 narrow;
		u64 wide;
	};
};

struct sct_test_within {
	struct sct_test_hole hole;
};

struct sct_test_many {
	u8 octets[40];
};

struct sct_test_within_sockaddr {
	u32 before;
	struct sockaddr addr;
	u32 after;
};

/* Nine deep: one more than prints. */
struct sct_test_deep {
	struct { struct { struct { struct { struct { struct { struct { struct { struct {
		u8 bottom;
	} i; } h; } g; } f; } e; } d; } c; } b; } a;
};

static const struct sct_test_all __used all = {
	.tiny = -1, .octet = 0xff, .small = -2, .word = 0xfffe, .number = -3,
	.flags = 0xfffffffd, .large = -4, .huge = -4ULL, .truth = true, .sc = -5,
	.sign = SCT_TEST_MINUS, .pointer = (void *)0x1234, .name = "a\"b\nc",
	.octets = { 1, 2, 3, 4 }, .pair = { -6, 6 }, .pairs = { { -7, 7 }, { -8, 8 } },
	.whole = 0xfff60001, .named = { .second = 0x0a0b0c0d }, .three = 5, .five = -9,
	.eighteen = 0x2aaaa, .forty = 0x123456789aULL, .rest = -10,
};

static const struct sct_test_hole __used hole = { 1, 2 };
static const struct sct_test_end __used end = { 1, 2 };
static const struct sct_test_packed __used packed = { 1, 2 };
static const struct sct_test_aligned __used aligned = { 1, 2, 3, 4, 1, 5 };
static const struct sct_test_padded __used padded = { 1, 2 };
static const struct sct_test_shared __used shared = { { 1 } };
static const struct sct_test_within __used within = { { 1, 2 } };
static const struct sct_test_deep __used deep = { .a.b.c.d.e.f.g.h.i.bottom = 1 };
static const struct sct_test_many __used many = { { 1, 2, 3 } };
static const struct sct_test_within_sockaddr __used within_sockaddr = {
	9, { AF_INET, { "\x00\x19\x7f\x00\x00\x01" } }
};

static const struct sct_test_tail __used tail = { 1, { 2, 3 } };
static const struct sct_test_text __used text = { 1, "ab" };

static const struct sockaddr_in __used in = {
	.sin_family = AF_INET, .sin_port = cpu_to_be16(25),
	.sin_addr.s_addr = cpu_to_be32(INADDR_LOOPBACK),
};

static const struct sockaddr_in6 __used in6 = {
	.sin6_family = AF_INET6, .sin6_port = cpu_to_be16(25),
	.sin6_flowinfo = cpu_to_be32(7), .sin6_addr.in6_u.u6_addr8 = { [3] = 0xab, [15] = 1 },
	.sin6_scope_id = 2,
};

static const struct sockaddr_un __used un = { AF_UNIX, "/x\n\"y" };
static const struct sockaddr_nl __used nl = { AF_NETLINK, 0, 5, 0x1f };

static const struct iphdr __used ip = {
	.ihl = 5, .version = 4, .ttl = 64, .saddr = (__force __be32)1,
	.daddr = (__force __be32)2,
};

static const struct tcphdr __used tcp = { .doff = 5, .syn = 1, .window = (__force __be16)3 };
static const struct __kernel_timespec __used ts = { -1, 999999999 };
static const struct iovec __used iov = { (void __user *)0x1000, 4096 };
static const struct user_msghdr __used msg = { .msg_namelen = 16, .msg_iovlen = 1 };

static const struct old_timespec32 __used ts32 = { 1, 2 };
static const struct compat_iovec __used iov32 = { 1, 2 };
static const struct compat_msghdr __used msg32 = { .msg_namelen = 16 };
static const compat_sigset_t __used set32 = { { 1 } };
static const struct __kernel_old_timeval __used tv = { 1, 2 };
static const struct old_timeval32 __used tv32 = { 1, 2 };

static inline void need_btf(struct kunit *test)
{
	if (!sct_types_ready())
		kunit_skip(test, "no CONFIG_DEBUG_INFO_BTF");
}

/* The bytes are copied to memory of their own size: KASAN sees who looks behind it. */
static inline void *copy_of(struct kunit *test, const void *data, size_t len)
{
	void *copy = kunit_kmalloc(test, len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, data, len);
	return copy;
}

#endif /* _SCT_TYPES_STRUCTS_H */
