/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file system whose one file is never read to the end, until the test likes
 *
 * To be included after sct_test.h.
 */

#ifndef SCT_FUSE_H
#define SCT_FUSE_H

#include <pthread.h>
#include <linux/fuse.h>
#include <sys/uio.h>

/**
 * struct sct_fuse - a mounted file system
 * @fd: to the kernel
 * @dir: where it is mounted; the file there is named "f"
 * @asked: how often the file was to be read
 * @unique: the reading that has no answer yet, or 0
 */
struct sct_fuse {
	int fd;
	const char *dir;
	int asked;
	__u64 unique;
};

#define FUSE_FILE	2	/* number of the file */

static inline void fuse_answer(struct sct_fuse *f, __u64 unique, int error, const void *data,
			       size_t len)
{
	struct fuse_out_header head = {
		.len = sizeof(head) + len, .error = error, .unique = unique,
	};
	struct iovec vec[2] = { { &head, sizeof(head) }, { (void *)data, len } };

	/* Who asked may have been killed. */
	if (writev(f->fd, vec, len ? 2 : 1) < 0 && errno != ENOENT)
		perror("# fuse");
}

static inline struct fuse_attr fuse_attr_of(__u64 node)
{
	return (struct fuse_attr){
		.ino = node, .size = node == FUSE_FILE ? 4096 : 0, .nlink = 1,
		.mode = node == FUSE_FILE ? S_IFREG | 0666 : S_IFDIR | 0777,
	};
}

static inline void fuse_init(struct sct_fuse *f, __u64 unique)
{
	/* Who waits for a page can be killed where it is read behind his back. */
	struct fuse_init_out out = {
		.major = FUSE_KERNEL_VERSION, .minor = FUSE_KERNEL_MINOR_VERSION,
		.max_readahead = 4096, .flags = FUSE_ASYNC_READ, .max_write = 4096,
	};

	fuse_answer(f, unique, 0, &out, sizeof(out));
}

static inline void *fuse_run(void *arg)
{
	struct sct_fuse *f = arg;
	static char buf[1 << 17];
	struct fuse_in_header *in = (void *)buf;

	while (read(f->fd, buf, sizeof(buf)) > 0) {
		struct fuse_entry_out entry = {
			.nodeid = FUSE_FILE, .attr = fuse_attr_of(FUSE_FILE),
		};
		struct fuse_attr_out attr = { .attr = fuse_attr_of(in->nodeid) };
		struct fuse_open_out open = {};

		switch (in->opcode) {
		case FUSE_INIT:
			fuse_init(f, in->unique);
			break;
		case FUSE_LOOKUP:
			fuse_answer(f, in->unique, 0, &entry, sizeof(entry));
			break;
		case FUSE_GETATTR:
			fuse_answer(f, in->unique, 0, &attr, sizeof(attr));
			break;
		case FUSE_OPEN:
			fuse_answer(f, in->unique, 0, &open, sizeof(open));
			break;
		case FUSE_READ:
			__atomic_store_n(&f->unique, in->unique, __ATOMIC_RELEASE);
			__atomic_fetch_add(&f->asked, 1, __ATOMIC_RELEASE);
			break;
		case FUSE_FORGET:
		case FUSE_BATCH_FORGET:
		case FUSE_INTERRUPT:
			break;
		default:
			fuse_answer(f, in->unique, in->opcode == FUSE_FLUSH ||
				    in->opcode == FUSE_RELEASE ? 0 : -ENOSYS, NULL, 0);
		}
	}
	return NULL;
}

/* Mounts it; false with errno where the kernel has no such file systems. */
static inline bool fuse_mount(struct sct_fuse *f, const char *dir)
{
	pthread_t thread;
	char options[96];

	f->dir = dir;
	f->asked = 0;
	f->unique = 0;
	f->fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (f->fd < 0)
		return false;
	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other",
		 f->fd);
	if (mkdir(dir, 0755) || mount("sct", dir, "fuse", MS_NOSUID | MS_NODEV, options))
		return false;
	return !pthread_create(&thread, NULL, fuse_run, f);
}

/* The file's page, which nobody has read; where 32-bit calls reach it. */
static inline char *fuse_map(struct sct_fuse *f)
{
	char path[64], *at;
	int fd;

	snprintf(path, sizeof(path), "%s/f", f->dir);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	at = mmap(NULL, 4096, PROT_READ, MAP_SHARED | MAP_32BIT, fd, 0);
	close(fd);
	return at == MAP_FAILED ? NULL : at;
}

/* The page is there at last, with @data in it. */
static inline void fuse_give(struct sct_fuse *f, const char *data)
{
	__u64 unique = __atomic_exchange_n(&f->unique, 0, __ATOMIC_ACQ_REL);

	if (unique)
		fuse_answer(f, unique, 0, data, 4096);
}

/* What waits for an answer fails; the file system is gone. */
static inline void fuse_end(struct sct_fuse *f)
{
	umount2(f->dir, MNT_DETACH);
	close(f->fd);
}

#endif /* SCT_FUSE_H */
