/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that changes between a rule's look and the call's, without luck
 *
 * userfaultfd tells when the kernel reads a page that isn't there, and gives it
 * whatever the test likes. To be included after sct_test.h.
 */

#ifndef SCT_ATTACK_H
#define SCT_ATTACK_H

#include <pthread.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>

/* There in a kernel that is built for tests: 1 lets attacks work as without SCT's care. */
#define SCT_UNSAFE	SCT_DEBUG "unsafe"

#define PAGE		4096

/**
 * struct sct_flip - an object across two pages that are never there at once
 * @uffd: tells of faults
 * @pages: the two
 * @at: the object
 * @split: bytes of it on the first page, a multiple of 8: what the kernel reads at once
 * @size: bytes of it
 * @give: what it holds at the first reading, and at each one after it
 * @given: how often it was read
 * @spring: called before the first reader gets the end of it; or NULL
 */
struct sct_flip {
	int uffd;
	char *pages;
	char *at;
	size_t split;
	size_t size;
	char give[2][512];
	int given;
	void (*spring)(void);
};

/**
 * struct sct_trap - a page that tells when the kernel first reads it
 * @uffd: tells of faults
 * @page: the page
 * @data: what it holds then
 * @spring: called before the reader gets it
 * @sprung: how often that was
 */
struct sct_trap {
	int uffd;
	char *page;
	char data[PAGE];
	void (*spring)(void);
	int sprung;
};

static inline void put_text(char *at, const char *text)
{
	memcpy(at, text, strlen(text) + 1);
}

static inline int attack_watch(char **pages, size_t size)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int uffd = syscall(SYS_userfaultfd, O_CLOEXEC), low = 0;

#ifdef __x86_64__
	/* Where 32-bit calls reach it. */
	low = MAP_32BIT;
#endif
	*pages = mmap(NULL, size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | low, -1, 0);
	reg.range.start = (long)*pages;
	reg.range.len = size;
	if (uffd < 0 || *pages == MAP_FAILED || ioctl(uffd, UFFDIO_API, &api) ||
	    ioctl(uffd, UFFDIO_REGISTER, &reg))
		return -1;
	return uffd;
}

static inline bool attack_give(int uffd, char *page, const char *data)
{
	struct uffdio_copy copy = { .dst = (long)page, .src = (long)data, .len = PAGE };

	return !ioctl(uffd, UFFDIO_COPY, &copy);
}

static inline long attack_fault(int uffd)
{
	struct uffd_msg msg;

	if (read(uffd, &msg, sizeof(msg)) != sizeof(msg) || msg.event != UFFD_EVENT_PAGEFAULT)
		return 0;
	return msg.arg.pagefault.address & ~(PAGE - 1L);
}

static inline void *flip_run(void *arg)
{
	char *buf = aligned_alloc(PAGE, PAGE);
	struct sct_flip *f = arg;
	long at;

	while ((at = attack_fault(f->uffd))) {
		bool second = at != (long)f->pages;
		const char *give = f->give[f->given > 0];

		memset(buf, 0, PAGE);
		if (second) {
			memcpy(buf, give + f->split, f->size - f->split);
			if (!f->given++ && f->spring)
				f->spring();
		} else {
			memcpy(buf + PAGE - f->split, give, f->split);
		}
		/* Who reads one page has read the other. */
		madvise(f->pages + (second ? 0 : PAGE), PAGE, MADV_DONTNEED);
		if (!attack_give(f->uffd, (char *)at, buf))
			break;
	}
	fprintf(stderr, "# userfaultfd: %s\n", strerror(errno));
	exit(1);
}

static inline bool flip_init(struct sct_flip *f, size_t split)
{
	pthread_t thread;

	f->uffd = attack_watch(&f->pages, 2 * PAGE);
	if (f->uffd < 0)
		return false;
	f->split = split;
	f->at = f->pages + PAGE - split;
	return !pthread_create(&thread, NULL, flip_run, f);
}

/* From now on it holds @first when it is read, and @then when it is read again. */
static inline void flip_arm(struct sct_flip *f, const void *first, const void *then, size_t size)
{
	madvise(f->pages, 2 * PAGE, MADV_DONTNEED);
	memcpy(f->give[0], first, size);
	memcpy(f->give[1], then, size);
	f->size = size;
	f->given = 0;
}

static inline void *trap_run(void *arg)
{
	char *buf = aligned_alloc(PAGE, PAGE);
	struct sct_trap *t = arg;

	while (attack_fault(t->uffd)) {
		t->sprung++;
		if (t->spring)
			t->spring();
		memcpy(buf, t->data, PAGE);
		if (!attack_give(t->uffd, t->page, buf))
			break;
	}
	fprintf(stderr, "# userfaultfd: %s\n", strerror(errno));
	exit(1);
}

static inline bool trap_init(struct sct_trap *t)
{
	pthread_t thread;

	t->uffd = attack_watch(&t->page, PAGE);
	return t->uffd >= 0 && !pthread_create(&thread, NULL, trap_run, t);
}

static inline void trap_arm(struct sct_trap *t, void (*spring)(void))
{
	t->spring = spring;
	t->sprung = 0;
	madvise(t->page, PAGE, MADV_DONTNEED);
}

static inline bool sct_can_be_unsafe(void)
{
	return !access(SCT_UNSAFE, W_OK);
}

static inline int sct_set_unsafe(bool on)
{
	return sct_put(SCT_UNSAFE, 0, on ? "1\n" : "0\n");
}

#endif /* SCT_ATTACK_H */
