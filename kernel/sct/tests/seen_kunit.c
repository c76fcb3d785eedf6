// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a rule has seen laid over what the call copies: every overlap, and holes
 */

#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sct_seen.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../task.h"

#define AT	0x10000UL	/* of the caller's memory; nothing is there */

/**
 * struct seen_ctx - a call that runs
 * @task: its task
 * @desc: a call of a pointer and a text
 * @chain: its rules decide
 */
struct seen_ctx {
	struct sct_task task;
	struct sct_syscall desc;
	struct sct_chain chain;
};

/* The value of an expression while the call is one of this task. */
#define AS_CALLER(ctx, expr) ({				\
	struct sct_task *_was = current->sct;		\
	typeof(expr) _value;				\
							\
	current->sct = &(ctx)->task;			\
	set_syscall_work(SCT);				\
	_value = (expr);				\
	clear_syscall_work(SCT);			\
	current->sct = _was;				\
	_value;						\
})

static int seen_init(struct kunit *test)
{
	struct seen_ctx *ctx = kunit_kzalloc(test, sizeof(*ctx), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, ctx);
	ctx->desc.nr_params = 2;
	ctx->desc.params[0] = (struct sct_param){ .kind = SCT_KIND_POINTER, .size = 8 };
	ctx->desc.params[1] = (struct sct_param){ .kind = SCT_KIND_STRING, .size = 8 };
	ctx->chain.decides = true;
	ctx->task.chain = &ctx->chain;
	ctx->task.state = SCT_RUNNING;
	ctx->task.exec_id = current->self_exec_id;
	ctx->task.call.desc = &ctx->desc;
	ctx->task.call.args[0] = AT;
	ctx->task.call.args[1] = AT + 0x1000;
	test->priv = ctx;
	return 0;
}

static void seen_exit(struct kunit *test)
{
	struct seen_ctx *ctx = test->priv;

	if (ctx)
		sct_call_release(&ctx->task.call);
}

/* The rule saw @text of the @asked bytes that it wanted. */
static void see_bytes(struct kunit *test, const char *text, size_t asked)
{
	struct seen_ctx *ctx = test->priv;

	ctx->task.call.asked[0] = asked;
	sct_call_keep(&ctx->task.call, SCT_DATUM_BEHIND, text, text ? strlen(text) : 0);
}

static void see_text(struct kunit *test, const char *text)
{
	struct seen_ctx *ctx = test->priv;

	ctx->task.call.names[1] = text ? getname_kernel(text) : ERR_PTR(-EFAULT);
	ctx->task.call.fetched = BIT(1);
}

/* A copy of @n bytes, of which @left could not be had, has @expected after it. */
static void expect_copy(struct kunit *test, unsigned long from, unsigned long n,
			unsigned long left, const char *expected, unsigned long left_then)
{
	struct seen_ctx *ctx = test->priv;
	char buf[32] = "................";

	KUNIT_EXPECT_EQ(test, left_then,
			AS_CALLER(ctx, __sct_copied(buf, (void __user *)from, n, left)));
	KUNIT_EXPECT_STREQ(test, buf, expected);
}

static void seen_overlaps(struct kunit *test)
{
	see_bytes(test, "abcdefgh", 8);
	expect_copy(test, AT, 8, 0, "abcdefgh........", 0);
	expect_copy(test, AT, 4, 0, "abcd............", 0);
	expect_copy(test, AT, 12, 0, "abcdefgh........", 0);
	expect_copy(test, AT + 2, 8, 0, "cdefgh..........", 0);
	expect_copy(test, AT + 2, 3, 0, "cde.............", 0);
	expect_copy(test, AT - 3, 8, 0, "...abcde........", 0);
	expect_copy(test, AT - 3, 14, 0, "...abcdefgh.....", 0);
	expect_copy(test, AT - 3, 3, 0, "................", 0);
	expect_copy(test, AT + 8, 8, 0, "................", 0);
	expect_copy(test, AT, 8, 5, "abc.............", 5);
	expect_copy(test, AT, 8, 8, "................", 8);
}

static void seen_holes(struct kunit *test)
{
	struct seen_ctx *ctx = test->priv;

	see_bytes(test, "abcd", 8);
	expect_copy(test, AT, 4, 0, "abcd............", 0);
	expect_copy(test, AT, 8, 0, "abcd", 4);
	expect_copy(test, AT + 6, 4, 0, "", 4);
	expect_copy(test, AT - 2, 8, 0, "..abcd", 2);
	expect_copy(test, AT + 8, 4, 0, "................", 0);
	see_bytes(test, NULL, 8);
	expect_copy(test, AT + 7, 4, 0, "", 4);
	/* Who only logs keeps nobody from reading, nor does who has not decided. */
	ctx->chain.decides = false;
	expect_copy(test, AT, 8, 0, "................", 0);
	ctx->chain.decides = true;
	ctx->task.state = SCT_IDLE;
	expect_copy(test, AT, 8, 0, "................", 0);
}

/* Behind the end of a struct a rule sees zeros, and the call what is there. */
static void seen_zeros(struct kunit *test)
{
	struct seen_ctx *ctx = test->priv;

	see_bytes(test, "abcdefgh", 4);
	expect_copy(test, AT, 8, 0, "abcd............", 0);
	expect_copy(test, AT + 2, 4, 0, "cd..............", 0);
	expect_copy(test, AT + 4, 4, 0, "................", 0);
	see_bytes(test, "abcdefgh", 0);
	expect_copy(test, AT, 8, 0, "................", 0);
	see_text(test, "xyz");
	ctx->task.call.args[1] = AT + 4;
	see_bytes(test, "abcdefgh", 4);
	expect_copy(test, AT, 8, 0, "abcdxyz", 0);
}

static void seen_two(struct kunit *test)
{
	struct seen_ctx *ctx = test->priv;

	see_bytes(test, "abcdefgh", 8);
	see_text(test, "xyz");
	ctx->task.call.args[1] = AT + 4;
	/* Of two that overlap, the one that is read has the last word. */
	expect_copy(test, AT, 8, 0, "abcdefgh........", 0);
	expect_copy(test, AT + 4, 3, 0, "xyz.............", 0);
}

static void seen_texts(struct kunit *test)
{
	const char __user *at = (const char __user *)(AT + 0x1000);
	struct seen_ctx *ctx = test->priv;
	char buf[16] = "...............";

	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strnlen(at, 16)), SCT_UNSEEN);
	see_text(test, "text");
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strnlen(at, 16)), 5);
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strnlen(at, 4)), 5);
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strnlen(at, 3)), 4);
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strnlen(at + 1, 16)), SCT_UNSEEN);

	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strncpy(buf, at, 16)), 4);
	KUNIT_EXPECT_STREQ(test, buf, "text");
	memset(buf, '.', sizeof(buf));
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strncpy(buf, at, 4)), 4);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "text.", 5), 0);
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strncpy(buf, at + 1, 4)), SCT_UNSEEN);
}

static void seen_text_that_is_none(struct kunit *test)
{
	const char __user *at = (const char __user *)(AT + 0x1000);
	struct seen_ctx *ctx = test->priv;
	char buf[4];

	see_text(test, NULL);
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strnlen(at, 16)), 0);
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strncpy(buf, at, 4)), -EFAULT);
	expect_copy(test, AT + 0x1000, 2, 0, "", 2);
	ctx->chain.decides = false;
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strnlen(at, 16)), SCT_UNSEEN);
	KUNIT_EXPECT_EQ(test, AS_CALLER(ctx, __sct_strncpy(buf, at, 4)), SCT_UNSEEN);
}

/* What a call that waits has seen, or one of another program, nobody gets. */
static void seen_by_others(struct kunit *test)
{
	struct seen_ctx *ctx = test->priv;

	see_bytes(test, "abcdefgh", 8);
	ctx->task.state = SCT_INTERRUPTED;
	expect_copy(test, AT, 8, 0, "................", 0);
	ctx->task.state = SCT_RUNNING;
	ctx->task.exec_id++;
	expect_copy(test, AT, 8, 0, "................", 0);
}

static void seen_carried(struct kunit *test)
{
	struct seen_ctx *ctx = test->priv;

	ctx->task.call.carried_at = AT;
	memcpy(ctx->task.call.carried, "abcdefgh", 8);
	ctx->task.call.carried_len = 4;
	ctx->task.call.carried_asked = 8;
	expect_copy(test, AT, 4, 0, "abcd............", 0);
	expect_copy(test, AT, 8, 0, "abcd", 4);
}

static struct kunit_case seen_cases[] = {
	KUNIT_CASE(seen_overlaps),
	KUNIT_CASE(seen_holes),
	KUNIT_CASE(seen_zeros),
	KUNIT_CASE(seen_two),
	KUNIT_CASE(seen_texts),
	KUNIT_CASE(seen_text_that_is_none),
	KUNIT_CASE(seen_by_others),
	KUNIT_CASE(seen_carried),
	{}
};

static struct kunit_suite seen_suite = {
	.name = "sct_seen",
	.init = seen_init,
	.exit = seen_exit,
	.test_cases = seen_cases,
};

kunit_test_suite(seen_suite);

MODULE_DESCRIPTION("KUnit tests of what SCT keeps of a call");
MODULE_LICENSE("GPL");
