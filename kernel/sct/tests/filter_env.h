/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of filters share: from a text to whether a call matches
 */

#ifndef _SCT_FILTER_ENV_H
#define _SCT_FILTER_ENV_H

#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../filter.h"

/**
 * struct filter_env - a filter, and the call that it is asked about
 * @call: the call
 * @out: what the filter was compiled to
 * @err: why it wasn't
 * @expr: its expression
 * @lx: its lexer
 * @text: its canonical text
 * @source: its text, in memory of its own size: KASAN sees who looks behind it
 * @buf: memory of @text
 */
struct filter_env {
	struct sct_call call;
	struct sct_compiled out;
	struct sct_error err;
	struct sct_expr expr;
	struct sct_lexer lx;
	struct seq_buf text;
	char *source;
	char buf[SZ_1K];
};

static inline void filter_forget(struct filter_env *env)
{
	kvfree(env->out.filter);
	kvfree(env->source);
	env->source = NULL;
	env->out = (struct sct_compiled){};
	env->err = (struct sct_error){};
	sct_expr_reset(&env->expr);
	seq_buf_clear(&env->text);
}

/* Both are a suite's init and exit. */
static inline int filter_env_init(struct kunit *test)
{
	struct filter_env *env = kunit_kzalloc(test, sizeof(*env), GFP_KERNEL);

	if (!env)
		return -ENOMEM;
	seq_buf_init(&env->text, env->buf, sizeof(env->buf));
	test->priv = env;
	return 0;
}

static inline void filter_env_exit(struct kunit *test)
{
	struct filter_env *env = test->priv;

	if (!env)
		return;
	filter_forget(env);
	sct_expr_free(&env->expr);
	sct_call_release(&env->call);
}

/* Parses and compiles @text, which is to be an expression up to its end. */
static inline int filter_compile(struct kunit *test, const char *text,
				 const struct sct_syscall *desc, enum sct_when when)
{
	struct filter_env *env = test->priv;
	size_t len = strlen(text);
	struct sct_source src;
	int ret;

	filter_forget(env);
	env->source = kvmemdup(text, len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, env->source);
	src = (struct sct_source){
		.text = env->source,
		.end = env->source + len,
		.line = 1,
		.column = 1,
	};
	sct_lex_init(&env->lx, &src, src.text, &env->err);
	ret = sct_expr_parse(&env->lx, &env->expr, &env->text);
	if (ret)
		return ret;
	KUNIT_ASSERT_EQ_MSG(test, env->lx.tok.type, SCT_TOKEN_END, "%s", text);
	env->call.desc = desc;
	env->call.sid = desc->nr;
	env->call.abi = desc->abi;
	env->call.when = when;
	return sct_filter_compile(&env->out, &env->expr, desc, when, &src, &env->err);
}

static inline bool filter_holds(struct filter_env *env)
{
	if (!env->out.filter)
		return env->out.constant;
	return sct_filter_run(env->out.filter, &env->call);
}

static inline void expect_filter(struct kunit *test, const char *text,
				 const struct sct_syscall *desc, bool want)
{
	struct filter_env *env = test->priv;
	int ret = filter_compile(test, text, desc, SCT_AFTER);

	KUNIT_EXPECT_EQ_MSG(test, ret, 0, "%s: %u: %s", text, env->err.column,
			    env->err.what);
	if (!ret)
		KUNIT_EXPECT_EQ_MSG(test, filter_holds(env), want, "%s", text);
}

/* Gives a parameter its string; where @str is NULL, one that can't be read. */
static inline void filter_set_string(struct kunit *test, unsigned int place,
				     const char *str)
{
	struct filter_env *env = test->priv;
	struct filename *name = ERR_PTR(-EFAULT);

	if (env->call.fetched & BIT(place))
		putname(env->call.names[place]);
	if (str) {
		name = getname_kernel(str);
		KUNIT_ASSERT_FALSE(test, IS_ERR(name));
	}
	env->call.names[place] = name;
	env->call.fetched |= BIT(place);
}

#endif /* _SCT_FILTER_ENV_H */
