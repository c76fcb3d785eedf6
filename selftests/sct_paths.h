/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The folder of the tests that attack paths: secret/x, which rules keep, open/x, and
 * links to them
 *
 * To be included after sct_test.h and sct_attack.h.
 */

#ifndef SCT_PATHS_H
#define SCT_PATHS_H

static char dir[64];

/* The name of what is in the test's folder. */
static inline const char *in_dir(const char *name)
{
	static char buf[4][PATH_MAX];
	static int next;
	char *to = buf[next++ & 3];

	snprintf(to, PATH_MAX, "%s/%s", dir, name);
	return to;
}

static inline void set_up(struct __test_metadata *_metadata, struct sct_place *at)
{
	sct_setup(_metadata, at);
	if (_metadata->exit_code)
		return;
	snprintf(dir, sizeof(dir), "%s", at->dir);
	ASSERT_EQ(0, mkdir("secret", 0777));
	ASSERT_EQ(0, mkdir("open", 0777));
	ASSERT_TRUE(sct_make("secret/x"));
	ASSERT_TRUE(sct_make("open/x"));
	ASSERT_EQ(0, symlink("open", "l"));
	ASSERT_EQ(0, symlink("secret", "l2"));
	ASSERT_EQ(0, symlink("l2", "l3"));
	ASSERT_EQ(0, symlink("secret/x", "lx"));
	ASSERT_EQ(0, symlink(in_dir("l3/x"), "labs"));
}

static inline void tear_down(struct sct_place *at)
{
	if (sct_can_be_unsafe())
		sct_set_unsafe(false);
	sct_teardown(at);
}

static inline void inode_of(const char *path, char *text, size_t size)
{
	struct stat st = {};

	lstat(path, &st);
	snprintf(text, size, "%lx:%lu", (unsigned long)st.st_dev, (unsigned long)st.st_ino);
}

static const char no[] = RULE("no", "%s", "%s && " MINE, FAIL("EXDEV"), "before");

#endif /* SCT_PATHS_H */
