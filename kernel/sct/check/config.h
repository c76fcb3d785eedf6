/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of .config does not count in check_rules: it has one thread, no CPUs of its
 * own, and nobody who watches its locks and its memory
 *
 * Included before anything else. Nothing that check_rules reads from vmlinux
 * depends on these.
 */

/* Its string functions are the plain ones. */
#define __NO_FORTIFY

#undef CONFIG_DEBUG_ATOMIC_SLEEP
#undef CONFIG_DEBUG_LOCK_ALLOC
#undef CONFIG_DEBUG_MUTEXES
#undef CONFIG_DEBUG_OBJECTS_RCU_HEAD
#undef CONFIG_DEBUG_OBJECTS_WORK
#undef CONFIG_DEBUG_PER_CPU_MAPS
#undef CONFIG_DEBUG_PREEMPT
#undef CONFIG_DEBUG_SPINLOCK
#undef CONFIG_FORTIFY_SOURCE
#undef CONFIG_KASAN
#undef CONFIG_KASAN_GENERIC
#undef CONFIG_KASAN_SW_TAGS
#undef CONFIG_KCSAN
#undef CONFIG_KMSAN
#undef CONFIG_LOCKDEP
#undef CONFIG_LOCK_STAT
#undef CONFIG_MEM_ALLOC_PROFILING
#undef CONFIG_PARAVIRT
#undef CONFIG_PARAVIRT_SPINLOCKS
#undef CONFIG_PARAVIRT_XXL
#undef CONFIG_PREEMPTION
#undef CONFIG_PREEMPT_COUNT
#undef CONFIG_PREEMPT_DYNAMIC
#undef CONFIG_PREEMPT_RCU
#undef CONFIG_PROVE_LOCKING
#undef CONFIG_PROVE_RCU
#undef CONFIG_RANDOM_KMALLOC_CACHES
#undef CONFIG_SLAB_BUCKETS
#undef CONFIG_TRACE_IRQFLAGS
