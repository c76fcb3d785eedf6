/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What kernel/sct/ asks of the kernel, on the host's libc
 *
 * lab/fuzz/run makes a <linux/...> of one line for every header that is included
 * and that is not taken from the kernel's tree: it includes this file.
 */

#ifndef _FUZZ_SHIM_H
#define _FUZZ_SHIM_H

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include_next <linux/types.h>

#undef errno
#undef _NSIG
#define _NSIG		64	/* libc counts from 0 */

/* Types, and what a compiler is told */

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef unsigned long long u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef long long s64;
typedef unsigned int gfp_t;

struct list_head {
	struct list_head *next, *prev;
};

struct hlist_head {
	struct hlist_node *first;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

#define __user
#define __rcu
#define __percpu
#define __force
#define __init
#define __initconst
#define __ro_after_init
#define __read_mostly
#define __printf(a, b)		__attribute__((format(printf, a, b)))
#define __pure			__attribute__((pure))
#define __packed		__attribute__((packed))
#define __must_check		__attribute__((warn_unused_result))
#define __maybe_unused		__attribute__((unused))
#undef __always_inline
#define __always_inline		inline __attribute__((always_inline))
#define noinline		__attribute__((noinline))
#define __counted_by(m)
#define fallthrough		__attribute__((fallthrough))
#define likely(x)		(x)
#define unlikely(x)		(x)
#define barrier()		__asm__ volatile("" ::: "memory")
#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v)	(*(volatile __typeof__(x) *)&(x) = (v))
#define data_race(x)		(x)
#define smp_store_release(p, v)	WRITE_ONCE(*(p), v)
#define smp_load_acquire(p)	READ_ONCE(*(p))
#define static_assert(e, ...)	_Static_assert(e, #e)
#define BUILD_BUG_ON_ZERO(e)	((int)sizeof(struct { int : (-!!(e)); }))
#define BUILD_BUG_ON(e)		((void)BUILD_BUG_ON_ZERO(e))
#define __same_type(a, b)	__builtin_types_compatible_p(__typeof__(a), __typeof__(b))

/* IS_ENABLED() of an option that is not set: nothing is, here. */
#define IS_ENABLED(option)	0

#define EXPORT_SYMBOL(x)
#define EXPORT_SYMBOL_GPL(x)
#define MODULE_DESCRIPTION(x)	_Static_assert(1, "")
#define MODULE_LICENSE(x)	_Static_assert(1, "")

/* Numbers */

#define U8_MAX			((u8)~0U)
#define U16_MAX			((u16)~0U)
#define U32_MAX			((u32)~0U)
#define S32_MAX			((s32)(U32_MAX >> 1))
#define S32_MIN			((s32)(-S32_MAX - 1))
#define U64_MAX			((u64)~0ULL)
#define S64_MAX			((s64)(U64_MAX >> 1))
#define S64_MIN			((s64)(-S64_MAX - 1))
#define BITS_PER_LONG		64
#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define GENMASK(h, l)		((~0UL << (l)) & (~0UL >> (63 - (h))))

#define min_t(t, a, b) ({ t _a = (a); t _b = (b); _a < _b ? _a : _b; })
#define max_t(t, a, b) ({ t _a = (a); t _b = (b); _a > _b ? _a : _b; })
#define min(a, b) ({ __auto_type _x = (a); __auto_type _y = (b); _x < _y ? _x : _y; })
#define max(a, b) ({ __auto_type _x = (a); __auto_type _y = (b); _x > _y ? _x : _y; })
#define min3(a, b, c)		min(min(a, b), c)
#define MAX(a, b)		((a) > (b) ? (a) : (b))
#define MIN(a, b)		((a) < (b) ? (a) : (b))
#define clamp(v, lo, hi)	min(max(v, lo), hi)
#define clamp_t(t, v, lo, hi)	min_t(t, max_t(t, v, lo), hi)
#define swap(a, b) do { __auto_type _s = (a); (a) = (b); (b) = _s; } while (0)
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define round_up(n, to)		((((n) - 1) | ((__typeof__(n))(to) - 1)) + 1)
#define ALIGN(n, to)		round_up(n, to)
#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d)	__builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)
#define container_of(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))
#define struct_size(p, member, n) \
	(sizeof(*(p)) + (size_t)(n) * sizeof((p)->member[0]))
#define struct_size_t(type, member, n)	struct_size((type *)NULL, member, n)
#define array_size(a, b)	((size_t)(a) * (b))
#define array_index_nospec(i, n)	(i)
#define is_power_of_2(n)	((n) && !((n) & ((n) - 1)))

static inline u32 rol32(u32 n, unsigned int by)
{
	return (n << (by & 31)) | (n >> (-by & 31));
}

#define swab16(x)		__builtin_bswap16(x)
#define swab32(x)		__builtin_bswap32(x)
#define swab64(x)		__builtin_bswap64(x)
#define __swab16(x)		__builtin_bswap16(x)
#define __swab32(x)		__builtin_bswap32(x)
#ifndef htons
#define htons(x)		__builtin_bswap16(x)
#define ntohs(x)		__builtin_bswap16(x)
#define htonl(x)		__builtin_bswap32(x)
#define ntohl(x)		__builtin_bswap32(x)
#endif
#define cpu_to_be16(x)		__builtin_bswap16(x)
#define cpu_to_be32(x)		__builtin_bswap32(x)
#define be32_to_cpu(x)		__builtin_bswap32(x)
#define be16_to_cpu(x)		__builtin_bswap16(x)

/* Bitmaps */

#define BITS_TO_LONGS(n)	DIV_ROUND_UP(n, BITS_PER_LONG)
#define DECLARE_BITMAP(name, n)	unsigned long name[BITS_TO_LONGS(n)]

static inline bool test_bit(unsigned long n, const unsigned long *map)
{
	return map[n / BITS_PER_LONG] >> n % BITS_PER_LONG & 1;
}

static inline void __set_bit(unsigned long n, unsigned long *map)
{
	map[n / BITS_PER_LONG] |= BIT(n % BITS_PER_LONG);
}

static inline void __clear_bit(unsigned long n, unsigned long *map)
{
	map[n / BITS_PER_LONG] &= ~BIT(n % BITS_PER_LONG);
}

static inline bool __test_and_set_bit(unsigned long n, unsigned long *map)
{
	bool was = test_bit(n, map);

	__set_bit(n, map);
	return was;
}

#define set_bit(n, map)		__set_bit(n, map)
#define clear_bit(n, map)	__clear_bit(n, map)
#define bitmap_zero(map, n)	memset(map, 0, BITS_TO_LONGS(n) * sizeof(long))

/* Errors */

#define MAX_ERRNO		4095
#define IS_ERR_VALUE(x)		((unsigned long)(void *)(x) >= (unsigned long)-MAX_ERRNO)
#define ERR_CAST(p)		((void *)(p))

static inline void *ERR_PTR(long error)
{
	return (void *)error;
}

static inline long PTR_ERR(const void *ptr)
{
	return (long)ptr;
}

static inline bool IS_ERR(const void *ptr)
{
	return IS_ERR_VALUE(ptr);
}

static inline bool IS_ERR_OR_NULL(const void *ptr)
{
	return !ptr || IS_ERR(ptr);
}

static inline int PTR_ERR_OR_ZERO(const void *ptr)
{
	return IS_ERR(ptr) ? PTR_ERR(ptr) : 0;
}

/* A warning of the kernel is a bug here. */
void fuzz_bug(const char *what, const char *file, int line) __attribute__((noreturn));

#define BUG_ON(x) do { if (x) fuzz_bug(#x, __FILE__, __LINE__); } while (0)
#define BUG()			fuzz_bug("BUG()", __FILE__, __LINE__)
#define WARN_ON(x)		({ bool _w = !!(x); BUG_ON(_w); _w; })
#define WARN_ON_ONCE(x)		WARN_ON(x)
#define WARN(x, ...)		WARN_ON(x)
#define WARN_ONCE(x, ...)	WARN_ON(x)

/* Memory: each allocation may be the one that the input lets fail */

#define GFP_KERNEL		0
#define GFP_KERNEL_ACCOUNT	0
#define GFP_ATOMIC		0
#define GFP_NOWAIT		0
#define __GFP_NOWARN		0
#define __GFP_ZERO		0

void *fuzz_alloc(size_t size);
void *fuzz_zalloc(size_t n, size_t size);
void *fuzz_realloc(const void *p, size_t size);
void *fuzz_dup(const void *p, size_t len, bool terminate);
void fuzz_free(const void *p);

#define kmalloc(size, gfp)	fuzz_alloc(size)
#define kvmalloc(size, gfp)	fuzz_alloc(size)
#define kmalloc_array(n, s, gfp)	fuzz_alloc(array_size(n, s))
#define kvmalloc_array(n, s, gfp)	fuzz_alloc(array_size(n, s))
#define kzalloc(size, gfp)	fuzz_zalloc(1, size)
#define kvzalloc(size, gfp)	fuzz_zalloc(1, size)
#define kcalloc(n, s, gfp)	fuzz_zalloc(n, s)
#define kvcalloc(n, s, gfp)	fuzz_zalloc(n, s)
#define krealloc(p, size, gfp)	fuzz_realloc(p, size)
#define kvrealloc(p, size, gfp)	fuzz_realloc(p, size)
#define krealloc_array(p, n, s, gfp)	fuzz_realloc(p, array_size(n, s))
#define kmemdup(p, len, gfp)	fuzz_dup(p, len, false)
#define kvmemdup(p, len, gfp)	fuzz_dup(p, len, false)
#define kmemdup_nul(p, len, gfp)	fuzz_dup(p, len, true)
#define kstrdup(p, gfp)		fuzz_dup(p, strlen(p), true)
#define kstrndup(p, max, gfp)	fuzz_dup(p, strnlen(p, max), true)
#define kfree(p)		fuzz_free(p)
#define kvfree(p)		fuzz_free(p)

/* Text */

#define hex_asc_lo(x)		"0123456789abcdef"[(x) & 0x0f]
#define hex_asc_hi(x)		"0123456789abcdef"[((x) & 0xf0) >> 4]

static inline int hex_to_bin(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static inline bool strstarts(const char *str, const char *prefix)
{
	return !strncmp(str, prefix, strlen(prefix));
}

/* The kernel's give what was written, libc's what would have been. */
static inline __printf(3, 0) int vscnprintf(char *buf, size_t size, const char *fmt,
					    va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	return n < (int)size ? n : size ? (int)size - 1 : 0;
}

static inline __printf(3, 4) int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}

static inline ssize_t strscpy_size(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size);

	BUG_ON(!size);
	if (len == size) {
		memcpy(to, from, size - 1);
		to[size - 1] = '\0';
		return -E2BIG;
	}
	memcpy(to, from, len + 1);
	return len;
}

#define __strscpy2(to, from)		strscpy_size(to, from, sizeof(to))
#define __strscpy3(to, from, size)	strscpy_size(to, from, size)
#define __strscpy(_1, _2, _3, name, ...)	name
#define strscpy(...) \
	__strscpy(__VA_ARGS__, __strscpy3, __strscpy2, )(__VA_ARGS__)

static inline int match_string(const char *const *array, size_t n, const char *string)
{
	for (size_t i = 0; i < n && array[i]; i++) {
		if (!strcmp(array[i], string))
			return i;
	}
	return -EINVAL;
}

static inline void fuzz_ignore(int n, ...)
{
}

#define printk(...)		fuzz_ignore(0, __VA_ARGS__)
#define pr_info(...)		fuzz_ignore(0, __VA_ARGS__)
#define pr_warn(...)		fuzz_ignore(0, __VA_ARGS__)
#define pr_err(...)		fuzz_ignore(0, __VA_ARGS__)

/* What lib/seq_buf.c names and nobody calls here */
struct seq_file;
struct path;
struct qstr;
struct seq_operations {
	int unused;
};
#define DUMP_PREFIX_ADDRESS	1
#define DUMP_PREFIX_OFFSET	2
#define seq_write(m, p, len)	((void)(m), (void)(p), (void)(len), 0)
#define d_path(path, buf, size)	((void)(path), (buf))
#define mangle_path(s, p, esc)	((void)(esc), (p))
#define copy_to_user(to, from, n)	((void)(to), (void)(from), (unsigned long)(n))
#define hex_dump_to_buffer(...)	fuzz_ignore(0, __VA_ARGS__)


#define cond_resched()		((void)0)
#define might_sleep()		((void)0)

/* One thread: locks and counters only have to be used in pairs */

struct mutex {
	bool held;
};

#define DEFINE_MUTEX(name)	struct mutex name
#define lockdep_is_held(lock)	((lock)->held)
#define lockdep_assert_held(lock)	BUG_ON(!(lock)->held)

static inline void mutex_lock(struct mutex *lock)
{
	BUG_ON(lock->held);
	lock->held = true;
}

static inline void mutex_unlock(struct mutex *lock)
{
	BUG_ON(!lock->held);
	lock->held = false;
}

typedef struct mutex spinlock_t;

#define DEFINE_SPINLOCK(name)	spinlock_t name
#define spin_lock_init(lock)	((lock)->held = false)
#define spin_lock(lock)		mutex_lock(lock)
#define spin_unlock(lock)	mutex_unlock(lock)

#define HZ			250
#define jiffies			1000000UL
#define time_after(a, b)	((long)((b) - (a)) < 0)
#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)
#define time_before(a, b)	time_after(b, a)

typedef struct {
	int counter;
} atomic_t;

#define ATOMIC_INIT(n)		{ n }
#define atomic_read(a)		((a)->counter)
#define atomic_set(a, n)	((a)->counter = (n))
#define atomic_inc(a)		((void)(a)->counter++)
#define atomic_dec(a)		((void)(a)->counter--)
#define atomic_add(n, a)	((void)((a)->counter += (n)))

typedef struct {
	s64 counter;
} atomic64_t;

#define ATOMIC64_INIT(n)	{ n }
#define atomic64_read(a)	((a)->counter)
#define atomic64_set(a, n)	((a)->counter = (n))
#define atomic64_inc(a)		((void)(a)->counter++)
#define atomic64_add(n, a)	((void)((a)->counter += (n)))

typedef struct {
	int refs;
} refcount_t;

static inline void refcount_set(refcount_t *r, int n)
{
	r->refs = n;
}

static inline int refcount_read(const refcount_t *r)
{
	return r->refs;
}

static inline void refcount_inc(refcount_t *r)
{
	BUG_ON(r->refs <= 0);
	r->refs++;
}

static inline bool refcount_dec_and_test(refcount_t *r)
{
	BUG_ON(r->refs <= 0);
	return !--r->refs;
}

struct rcu_head {
	int unused;
};

#define rcu_read_lock()		((void)0)
#define rcu_read_unlock()	((void)0)
#define rcu_dereference(p)	(p)
#define rcu_dereference_protected(p, held)	({ BUG_ON(!(held)); (p); })
#define rcu_access_pointer(p)	(p)
#define rcu_assign_pointer(p, v)	((p) = (v))

struct work_struct {
	void (*func)(struct work_struct *work);
};

#define INIT_WORK(work, f)	((work)->func = (f))
#define queue_work(wq, work)	((work)->func(work))

/* One CPU. */
#define num_possible_cpus()	1
#define alloc_percpu_gfp(type, gfp)	((type *)fuzz_zalloc(1, sizeof(type)))
#define free_percpu(p)		fuzz_free(p)
#define this_cpu_add(counter, n)	((counter) += (n))

struct percpu_ref {
	long count;
	bool dead;
	void *mem;
	void (*release)(struct percpu_ref *ref);
};

static inline int percpu_ref_init(struct percpu_ref *ref, void (*release)(struct percpu_ref *),
				  unsigned int flags, gfp_t gfp)
{
	ref->mem = fuzz_alloc(1);
	if (!ref->mem)
		return -ENOMEM;
	ref->count = 1;
	ref->dead = false;
	ref->release = release;
	return 0;
}

static inline void percpu_ref_exit(struct percpu_ref *ref)
{
	fuzz_free(ref->mem);
}

static inline void percpu_ref_get(struct percpu_ref *ref)
{
	BUG_ON(ref->count <= 0);
	ref->count++;
}

static inline void percpu_ref_put(struct percpu_ref *ref)
{
	BUG_ON(ref->count <= 0);
	if (!--ref->count)
		ref->release(ref);
}

static inline void percpu_ref_kill(struct percpu_ref *ref)
{
	BUG_ON(ref->dead);
	ref->dead = true;
	percpu_ref_put(ref);
}

/* The rest of what headers name */

#define NR_syscalls		463
#define IA32_NR_syscalls	463
#define CONFIG_IA32_EMULATION	1
#define CONFIG_NR_CPUS		8
#define CONFIG_SYMBOLIC_ERRNAME	1
#define CONFIG_DEBUG_INFO_BTF	1
#define TASK_COMM_LEN		16

struct filename {
	const char *name;
	int refcnt;
};

struct pt_regs {
	unsigned long di, si, dx, r10, r8, r9;
};

static inline void putname(struct filename *name)
{
}

/* The one caller that there is: its ids, and a word of flags that nobody reads. */

#define SCT_WATCH_SIZE		512
#define __uninitialized
#define set_syscall_work(fl)	((void)0)
#define clear_syscall_work(fl)	((void)0)
#define task_tgid_nr(task)	1000
#define current_uid()		0
#define __kuid_val(uid)		(uid)
#define get_random_long()	0x9e3779b97f4a7c15UL
#define core_initcall(fn)	static int (*fuzz_initcall)(void) __maybe_unused = fn

/* Numbers: hash.h, log2.h, bitops.h */

#define GOLDEN_RATIO_64		0x61C8864680B583EBull
#define hash_64(n, bits)	((u32)(((u64)(n) * GOLDEN_RATIO_64) >> (64 - (bits))))
#define order_base_2(n)		((n) > 1 ? 64 - __builtin_clzll((u64)(n) - 1) : 0)
#define hash_32(n, bits)	((u32)(n) * 0x61c88647 >> (32 - (bits)))
#define __ffs(n)		((unsigned int)__builtin_ctzl(n))

/* A word at a time; whoever reads behind a NUL gets zeros, and ASan sees the rest. */

#define BITS_PER_BYTE		8
#ifndef BITS_PER_LONG
#define BITS_PER_LONG		64
#endif

#define REPEAT_BYTE(x)		(~0UL / 0xff * (x))
#define get_unaligned(ptr)	\
	(((const struct { __typeof__(*(ptr)) x; } __attribute__((packed)) *)(ptr))->x)

#define put_unaligned(value, ptr) \
	((void)(((struct { __typeof__(*(ptr)) x; } __attribute__((packed)) *)(ptr))->x = (value)))

static inline int num_to_str(char *buf, int size, unsigned long long num, unsigned int width)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%*llu", (int)width, num);

	if (len > size)
		return 0;
	memcpy(buf, text, len);
	return len;
}

struct word_at_a_time {
	unsigned long one_bits, high_bits;
};

#define WORD_AT_A_TIME_CONSTANTS	{ ~0UL / 0xff, ~0UL / 0xff * 0x80 }
#define create_zero_mask(bits)		(bits)
#define find_zero(bits)			((size_t)(bits) - 1)

static inline unsigned long load_unaligned_zeropad(const void *addr)
{
	const char *p = addr;
	unsigned long word = 0;
	unsigned int i;

	for (i = 0; i < sizeof(word) && p[i]; i++)
		word |= (unsigned long)(u8)p[i] << (8 * i);
	return word;
}

/* 1 + the place of the first byte that is zero. */
static inline bool has_zero(unsigned long word, unsigned long *bits,
			    const struct word_at_a_time *unused)
{
	unsigned int i;

	for (i = 0; i < sizeof(word) && (u8)(word >> (8 * i)); i++)
		;
	*bits = i + 1;
	return i < sizeof(word);
}

static inline u64 hashlen_string(const void *salt, const char *name)
{
	u64 hash = (unsigned long)salt, len = 0;

	for (; name[len]; len++)
		hash = (hash ^ (u8)name[len]) * GOLDEN_RATIO_64;
	return len << 32 | hash >> 32;
}

/* Few are sorted at a time. */
static inline void sort_r(void *base, size_t nr, size_t size,
			  int (*cmp)(const void *, const void *, const void *), void *swap,
			  const void *priv)
{
	char *at = base, moved[256];
	size_t i, j;

	BUG_ON(size > sizeof(moved));
	for (i = 1; i < nr; i++) {
		memcpy(moved, at + i * size, size);
		for (j = i; j && cmp(at + (j - 1) * size, moved, priv) > 0; j--)
			memcpy(at + j * size, at + (j - 1) * size, size);
		memcpy(at + j * size, moved, size);
	}
}

#endif /* _FUZZ_SHIM_H */
