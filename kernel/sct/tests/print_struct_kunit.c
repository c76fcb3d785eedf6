// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of how structs and socket addresses print
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/seq_buf.h>
#include <linux/string.h>

#include "types_structs.h"

struct print_case {
	const char *name;
	const void *data;
	size_t len;
	const char *text;
};

#define RAW(_name, _bytes, _text)	{ _name, _bytes, sizeof(_bytes) - 1, _text }

#define ALL_START	"{tiny=-1, octet=255, small=-2, word=65534, number=-3, flags=4294967293, large=-4, huge=18446744073709551612"

static const struct print_case print_cases[] = {
	{ "struct __kernel_timespec", &ts, sizeof(ts), "{tv_sec=-1, tv_nsec=999999999}" },
	{ "struct __kernel_timespec", &ts, 15, "{tv_sec=-1, ...}" },
	{ "struct __kernel_timespec", &ts, 8, "{tv_sec=-1, ...}" },
	{ "struct __kernel_timespec", &ts, 7, "{...}" },
	{ "struct __kernel_timespec", &ts, 0, "{...}" },
	{ "struct iovec", &iov, sizeof(iov), "{iov_base=0x1000, iov_len=4096}" },
	{ "struct user_msghdr", &msg, sizeof(msg),
	  "{msg_name=NULL, msg_namelen=16, msg_iov=NULL, msg_iovlen=1, msg_control=NULL, msg_controllen=0, msg_flags=0}"
	},
	{ "struct compat_msghdr", &msg32, sizeof(msg32),
	  "{msg_name=NULL, msg_namelen=16, msg_iov=NULL, msg_iovlen=0, msg_control=NULL, msg_controllen=0, msg_flags=0}"
	},
	{ "struct sct_test_all", &all, sizeof(all),
	  ALL_START
	  ", truth=1, sc=-5, sign=-2, pointer=0x1234, function=NULL, name=\"a\\\"b\\nc\", octets=[1, 2, 3, 4], pair={x=-6, y=6}, pairs=[{x=-7, y=7}, {x=-8, y=8}], whole=4294311937, named={first=13}, three=5, five=-9, eighteen=174762, forty=78187493530, rest=-10}"
	},
	{ "struct sct_test_all", &all, offsetof(struct sct_test_all, name) + 3,
	  ALL_START
	  ", truth=1, sc=-5, sign=-2, pointer=0x1234, function=NULL, name=\"a\\\"b\"..., ...}" },
	{ "struct sct_test_all", &all, offsetof(struct sct_test_all, octets) + 2,
	  ALL_START
	  ", truth=1, sc=-5, sign=-2, pointer=0x1234, function=NULL, name=\"a\\\"b\\nc\", octets=[1, 2, ...], ...}"
	},
	{ "struct sct_test_all", &all, offsetof(struct sct_test_all, truth), ALL_START ", ...}" },
	{ "struct sct_test_tail", &tail, 6, "{kind=1, tail=[2, 3]}" },
	{ "struct sct_test_tail", &tail, 5, "{kind=1, tail=[2]}" },
	{ "struct sct_test_tail", &tail, 2, "{kind=1, tail=[]}" },
	{ "struct sct_test_text", &text, 4, "{kind=1, text=\"ab\"}" },
	{ "struct sct_test_text", &text, 1, "{kind=1, text=\"\"}" },
	{ "struct sct_test_many", &many, sizeof(many),
	  "{octets=[1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...]}"
	},
	{ "struct sct_test_within", &within, sizeof(within), "{hole={before=1, moved=2}}" },
	{ "struct sct_test_deep", &deep, sizeof(deep),
	  "{a={b={c={d={e={f={g={h={...}}}}}}}}}" },
	{ "struct sct_test_within_sockaddr", &within_sockaddr, sizeof(within_sockaddr),
	  "{before=9, addr={sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, after=0}"
	},
	{ "struct sct_test_within_sockaddr", &within_sockaddr, 8,
	  "{before=9, addr={sa_family=AF_INET, sa_data=\"\\000\\031\"}, ...}" },
	RAW("struct sct_test_within_sockaddr", "\1\0\0\0\xe7\3abcdefghijklmnwxyz",
	    "{before=1, addr={sa_family=999, sa_data=\"abcdefghijklmn\"}, after=2054781047}"),
	{ "struct sockaddr", &in6, sizeof(in6),
	  "{sa_family=AF_INET6, sin6_port=htons(25), sin6_flowinfo=htonl(7), inet_pton(AF_INET6, \"0:ab::1\", &sin6_addr), sin6_scope_id=2}"
	},
	{ "struct sockaddr_in", &in, sizeof(in),
	  "{sin_family=2, sin_port=6400, sin_addr={s_addr=16777343}, __pad=[0, 0, 0, 0, 0, 0, 0, 0]}"
	},
	{ "struct iphdr", &ip, sizeof(ip),
	  "{ihl=5, version=4, tos=0, tot_len=0, id=0, frag_off=0, ttl=64, protocol=0, check=0, saddr=1, daddr=2}"
	},
	{ "struct tcphdr", &tcp, 14,
	  "{source=0, dest=0, seq=0, ack_seq=0, res1=0, doff=5, fin=0, syn=1, rst=0, psh=0, ack=0, urg=0, ece=0, cwr=0, ...}"
	},
};

static void print_desc(const struct print_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s, %zu bytes", c->name, c->len);
}

KUNIT_ARRAY_PARAM(print, print_cases, print_desc);

static void print_struct(struct kunit *test)
{
	const struct print_case *c = test->param_value;
	char *buf = kunit_kzalloc(test, 1024, GFP_KERNEL);
	struct sct_member m;
	struct seq_buf s;

	need_btf(test);
	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_ASSERT_EQ(test, sct_struct_find(c->name, strlen(c->name), &m), 0);
	seq_buf_init(&s, buf, 1024);
	sct_print_struct(&s, &m, copy_of(test, c->data, c->len), c->len);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), c->text);
}

/* However small the buffer is, and however few the bytes: nothing beyond either */
static void print_small(struct kunit *test)
{
	struct sct_member m;
	struct seq_buf s;

	need_btf(test);
	KUNIT_ASSERT_EQ(test, sct_struct_find("struct sct_test_all", 19, &m), 0);
	for (size_t size = 1; size < sizeof(all); size += 5) {
		char *buf = kunit_kmalloc(test, size, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, buf);
		seq_buf_init(&s, buf, size);
		sct_print_struct(&s, &m, &all, sizeof(all));
		KUNIT_EXPECT_TRUE(test, seq_buf_has_overflowed(&s));
	}
	for (size_t len = 0; len < sizeof(all); len++) {
		char *buf = kunit_kmalloc(test, 1024, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, buf);
		seq_buf_init(&s, buf, 1024);
		sct_print_struct(&s, &m, copy_of(test, &all, len), len);
		KUNIT_EXPECT_FALSE(test, seq_buf_has_overflowed(&s));
		KUNIT_EXPECT_NOT_NULL(test, strstr(seq_buf_str(&s), "..."));
	}
}

/* What strace 6.1 prints, but for the shorter octal escapes that it uses. */
static const struct print_case sockaddr_cases[] = {
	{ "AF_INET", &in, 16,
	  "{sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}" },
	{ "AF_INET, 15 bytes", &in, 15,
	  "{sa_family=AF_INET, sa_data=\"\\000\\031\\177\\000\\000\\001\\000\\000\\000\\000\\000\\000\\000\"}"
	},
	{ "AF_INET, 4 bytes", &in, 4, "{sa_family=AF_INET, sa_data=\"\\000\\031\"}" },
	{ "AF_INET, 2 bytes", &in, 2, "{sa_family=AF_INET}" },
	{ "AF_INET, 1 byte", &in, 1, "{...}" },
	{ "no bytes", &in, 0, "{...}" },
	{ "AF_INET6", &in6, 28,
	  "{sa_family=AF_INET6, sin6_port=htons(25), sin6_flowinfo=htonl(7), inet_pton(AF_INET6, \"0:ab::1\", &sin6_addr), sin6_scope_id=2}"
	},
	{ "AF_INET6 without a scope", &in6, 24,
	  "{sa_family=AF_INET6, sin6_port=htons(25), sin6_flowinfo=htonl(7), inet_pton(AF_INET6, \"0:ab::1\", &sin6_addr)}"
	},
	{ "AF_INET6 too short", &in6, 10,
	  "{sa_family=AF_INET6, sa_data=\"\\000\\031\\000\\000\\000\\a\\000\\000\"}" },
	RAW("AF_INET6 loopback",
	    "\x0a\0\0\x19\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0",
	    "{sa_family=AF_INET6, sin6_port=htons(25), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=0}"
	),
	RAW("AF_INET6 any",
	    "\x0a\0\0\x19\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
	    "{sa_family=AF_INET6, sin6_port=htons(25), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::\", &sin6_addr), sin6_scope_id=0}"
	),
	RAW("AF_INET6 of an IPv4 address",
	    "\x0a\0\0\x19\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\1\2\3\4\0\0\0\0",
	    "{sa_family=AF_INET6, sin6_port=htons(25), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::ffff:1.2.3.4\", &sin6_addr), sin6_scope_id=0}"
	),
	{ "AF_UNIX", &un, sizeof(un), "{sa_family=AF_UNIX, sun_path=\"/x\\n\\\"y\"}" },
	{ "AF_UNIX without a NUL", &un, 4, "{sa_family=AF_UNIX, sun_path=\"/x\"}" },
	{ "AF_UNIX, 2 bytes", &un, 2, "{sa_family=AF_UNIX}" },
	RAW("AF_UNIX, abstract", "\1\0\0x\ny", "{sa_family=AF_UNIX, sun_path=@\"x\\ny\"}"),
	RAW("AF_UNIX, abstract with NULs", "\1\0\0\0z",
	    "{sa_family=AF_UNIX, sun_path=@\"\\000z\"}"),
	RAW("AF_UNIX, abstract and empty", "\1\0\0", "{sa_family=AF_UNIX, sun_path=@\"\"}"),
	{ "AF_NETLINK", &nl, 12, "{sa_family=AF_NETLINK, nl_pid=5, nl_groups=0x00001f}" },
	RAW("AF_NETLINK of the kernel", "\x10\0\0\0\0\0\0\0\0\0\0\0",
	    "{sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}"),
	RAW("AF_NETLINK, padding", "\x10\0\3\0\0\0\0\0\0\0\0\0",
	    "{sa_family=AF_NETLINK, nl_pad=0x3, nl_pid=0, nl_groups=00000000}"),
	RAW("AF_NETLINK too short", "\x10\0\0\0\5",
	    "{sa_family=AF_NETLINK, sa_data=\"\\000\\000\\005\"}"),
	RAW("AF_UNSPEC", "\0\0ab\"\n", "{sa_family=AF_UNSPEC, sa_data=\"ab\\\"\\n\"}"),
	RAW("AF_UNSPEC, 2 bytes", "\0\0", "{sa_family=AF_UNSPEC}"),
	RAW("another", "\xe7\3ab", "{sa_family=999, sa_data=\"ab\"}"),
	RAW("another, 2 bytes", "\xe7\3", "{sa_family=999}"),
};

KUNIT_ARRAY_PARAM_DESC(sockaddr, sockaddr_cases, name);

static void print_sockaddr(struct kunit *test)
{
	const struct print_case *c = test->param_value;
	char *buf = kunit_kzalloc(test, 512, GFP_KERNEL);
	struct seq_buf s;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	seq_buf_init(&s, buf, 512);
	sct_print_sockaddr(&s, copy_of(test, c->data, c->len), c->len);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), c->text);
}

/* No path is longer than its array, no address longer than any */
static void print_sockaddr_long(struct kunit *test)
{
	char *buf = kunit_kzalloc(test, 512, GFP_KERNEL);
	char *data = kunit_kzalloc(test, 300, GFP_KERNEL);
	struct seq_buf s;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_ASSERT_NOT_NULL(test, data);
	memset(data, 'a', 300);
	data[0] = AF_UNIX;
	data[1] = 0;
	seq_buf_init(&s, buf, 512);
	sct_print_sockaddr(&s, data, 300);
	KUNIT_EXPECT_EQ(test, strlen(seq_buf_str(&s)),
			strlen("{sa_family=AF_UNIX, sun_path=\"\"}") + 108);
	data[0] = AF_UNSPEC;
	seq_buf_init(&s, buf, 512);
	sct_print_sockaddr(&s, data, 300);
	KUNIT_EXPECT_EQ(test, strlen(seq_buf_str(&s)),
			strlen("{sa_family=AF_UNSPEC, sa_data=\"\"}") + 126);
}

static struct kunit_case sct_print_struct_cases[] = {
	KUNIT_CASE_PARAM(print_struct, print_gen_params),
	KUNIT_CASE(print_small),
	KUNIT_CASE_PARAM(print_sockaddr, sockaddr_gen_params),
	KUNIT_CASE(print_sockaddr_long),
	{}
};

static struct kunit_suite sct_print_struct_suite = {
	.name = "sct_print_struct",
	.test_cases = sct_print_struct_cases,
};

kunit_test_suite(sct_print_struct_suite);

MODULE_DESCRIPTION("KUnit tests of how SCT prints structs");
MODULE_LICENSE("GPL");
