// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of filters that compute: they do it as C does
 */

#include <kunit/test.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/string.h>

#include "filter_env.h"

static const char *const made_names[] = { "a", "b", "c", "d", "e", "f" };
static const char *const made_types[] = { "A", "B", "C", "D", "E", "F" };

/* C's expressions, with the values that the compiler gives them */

#define C_EXPR(e)	#e
static const char *const c_texts[] = {
#include "filter_exprs.h"
};

#undef C_EXPR

#define NR_C	ARRAY_SIZE(c_texts)

__diag_push();
__diag_ignore_all("-Wparentheses", "it is tested how they bind");
__diag_ignore_all("-Wbool-compare", "so are comparisons of comparisons");
__diag_ignore_all("-Wbool-operation", "so are comparisons of comparisons");
__diag_ignore_all("-Wtautological-compare", "so are constants");
__diag_ignore_all("-Wlogical-not-parentheses", "it is tested how it binds");

#define C_EXPR(e)	(!!(e))

static void want_s64(const s64 *PARAMS, bool *want)
{
	const bool values[] = {
#include "filter_exprs.h"
	};
	memcpy(want, values, sizeof(values));
}

static void want_u64(const u64 *PARAMS, bool *want)
{
	const bool values[] = {
#include "filter_exprs.h"
	};
	memcpy(want, values, sizeof(values));
}

static void want_s32(const s32 *PARAMS, bool *want)
{
	const bool values[] = {
#include "filter_exprs.h"
	};
	memcpy(want, values, sizeof(values));
}

static void want_u32(const u32 *PARAMS, bool *want)
{
	const bool values[] = {
#include "filter_exprs.h"
	};
	memcpy(want, values, sizeof(values));
}

static void want_s16(const s16 *PARAMS, bool *want)
{
	const bool values[] = {
#include "filter_exprs.h"
	};
	memcpy(want, values, sizeof(values));
}

static void want_u16(const u16 *PARAMS, bool *want)
{
	const bool values[] = {
#include "filter_exprs.h"
	};
	memcpy(want, values, sizeof(values));
}

static void want_u8(const u8 *PARAMS, bool *want)
{
	const bool values[] = {
#include "filter_exprs.h"
	};
	memcpy(want, values, sizeof(values));
}

#undef C_EXPR
__diag_pop();

/* The fourth counts shifts and divides: never 0, never more than 30. */
static const s64 c_values[][4] = {
	{ 0, 0, 0, 1 },
	{ 1, 2, 3, 4 },
	{ -1, 1, -1, 2 },
	{ -1, -1, 0xffffffff, 7 },
	{ 255, 65535, -256, 3 },
	{ 100, 5, 99, 30 },
	{ 0x80000000, 0x7fffffff, 0x80000000, 16 },
	{ 0x100000000, 1, 0xffffffff, 5 },
	{ -5, 6, -1000000, 10 },
};

struct c_case {
	const char *name;
	u8 kind;
	u8 size;
};

static const struct c_case c_cases[] = {
	{ "s64", SCT_KIND_SIGNED, 8 },
	{ "u64", SCT_KIND_UNSIGNED, 8 },
	{ "pointer", SCT_KIND_POINTER, 8 },
	{ "s32", SCT_KIND_SIGNED, 4 },
	{ "u32", SCT_KIND_UNSIGNED, 4 },
	{ "s16", SCT_KIND_SIGNED, 2 },
	{ "u16", SCT_KIND_UNSIGNED, 2 },
	{ "mode", SCT_KIND_MODE, 2 },
	{ "u8", SCT_KIND_UNSIGNED, 1 },
};

KUNIT_ARRAY_PARAM_DESC(c, c_cases, name);

/* Sets parameter @place, from 1, of the call, and what the compiler sees of it. */
static void set_c_param(const struct c_case *c, unsigned int place, s64 value,
			u64 args[6], void *PARAMS)
{
	bool is_signed = c->kind == SCT_KIND_SIGNED;

	switch (c->size) {
	case 8:
		args[place - 1] = value;
		((u64 *)PARAMS)[place] = value;
		break;
	case 4:
		args[place - 1] = is_signed ? (u64)(s32)value : (u32)value;
		((u32 *)PARAMS)[place] = value;
		break;
	case 2:
		args[place - 1] = is_signed ? (u64)(s16)value : (u16)value;
		((u16 *)PARAMS)[place] = value;
		break;
	default:
		args[place - 1] = (u8)value;
		((u8 *)PARAMS)[place] = value;
		break;
	}
}

static void want_c(const struct c_case *c, const void *PARAMS, bool *want)
{
	bool is_signed = c->kind == SCT_KIND_SIGNED;

	switch (c->size) {
	case 8:
		return is_signed ? want_s64(PARAMS, want) : want_u64(PARAMS, want);
	case 4:
		return is_signed ? want_s32(PARAMS, want) : want_u32(PARAMS, want);
	case 2:
		return is_signed ? want_s16(PARAMS, want) : want_u16(PARAMS, want);
	default:
		return want_u8(PARAMS, want);
	}
}

static void filter_c(struct kunit *test)
{
	const struct c_case *c = test->param_value;
	struct filter_env *env = test->priv;
	struct sct_syscall desc = {
		.name = "made_up",
		.nr_params = 6,
		.names = made_names,
		.types = made_types,
	};
	bool *want = kunit_kcalloc(test, NR_C, sizeof(*want), GFP_KERNEL);
	u64 PARAMS[7] = {};
	size_t set, i;

	KUNIT_ASSERT_NOT_NULL(test, want);
	for (i = 0; i < 6; i++)
		desc.params[i] = (struct sct_param){ c->kind, c->size };
	for (set = 0; set < ARRAY_SIZE(c_values); set++) {
		for (i = 0; i < 4; i++)
			set_c_param(c, i + 1, c_values[set][i], env->call.args, PARAMS);
		want_c(c, PARAMS, want);
		for (i = 0; i < NR_C; i++)
			expect_filter(test, c_texts[i], &desc, want[i]);
	}
}

/*
 * Expressions at random, and what a straightforward evaluator makes of them:
 * a tree, walked by recursion, without a program and without folding
 */

struct value {
	u64 n;			/* extended to 64 bits, as its type says */
	bool is_unsigned;
	bool is_long;
	bool bad;
};

enum tree_kind { TREE_NUMBER, TREE_PARAM, TREE_UNARY, TREE_BINARY, TREE_IN };

struct tree {
	enum tree_kind kind;
	struct value value;	/* of a number; only the type of a parameter */
	unsigned int op;	/* in unaries or binaries; a parameter's place */
	struct tree *items[3];	/* operands; of TREE_IN what is looked for, and two */
	char text[24];		/* of a number */
};

static const char unaries[] = "!~-";

static const struct {
	const char *sign;
	int prec;
} binaries[] = {
	{ "||", 1 }, { "&&", 2 }, { "|", 3 }, { "^", 4 }, { "&", 5 }, { "==", 6 },
	{ "!=", 6 }, { "<", 7 }, { "<=", 7 }, { ">", 7 }, { ">=", 7 }, { "<<", 8 },
	{ ">>", 8 }, { "+", 9 }, { "-", 9 }, { "*", 10 }, { "/", 10 }, { "%", 10 },
};

#define PREC_IN		7
#define PREC_UNARY	11
#define MAX_TREES	80

struct random_test {
	struct rnd_state rnd;
	struct tree trees[MAX_TREES];
	unsigned int nr;
	char text[SZ_4K];
	size_t len;
	u64 args[6];
	bool divides;		/* a constant by the constant 0 */
};

/* The types of the parameters. */
static const struct sct_syscall random_call = {
	.name = "random",
	.nr_params = 6,
	.names = made_names,
	.types = made_types,
	.params = {
		{ SCT_KIND_SIGNED, 4 },
		{ SCT_KIND_UNSIGNED, 4 },
		{ SCT_KIND_SIGNED, 8 },
		{ SCT_KIND_UNSIGNED, 8 },
		{ SCT_KIND_SIGNED, 2 },
		{ SCT_KIND_MODE, 2 },
	},
};

static u32 pick(struct random_test *r, u32 below)
{
	return prandom_u32_state(&r->rnd) % below;
}

static u64 pick_number(struct random_test *r)
{
	static const u64 edges[] = {
		0, 1, 2, 3, 7, 31, 32, 33, 63, 64, 255, 0x7fff, 0xffff, S32_MAX,
		0x80000000, U32_MAX, 0x100000000, S64_MAX, 1ULL << 63, U64_MAX,
	};
	u64 n = edges[pick(r, ARRAY_SIZE(edges))];

	switch (pick(r, 4)) {
	case 0:
		return n + pick(r, 5) - 2;
	case 1:
		return -n;
	case 2:
		return pick(r, 10);
	default:
		return n;
	}
}

/* Extends what the low bytes hold to 64 bits. */
static u64 extend(u64 n, unsigned int size, bool is_signed)
{
	unsigned int unused = 64 - 8 * size;

	return is_signed ? (u64)((s64)(n << unused) >> unused) : n << unused >> unused;
}

static struct value typed(u64 n, bool is_long, bool is_unsigned)
{
	return (struct value){
		.n = extend(n, is_long ? 8 : 4, !is_unsigned),
		.is_long = is_long,
		.is_unsigned = is_unsigned,
	};
}

static struct tree *grow(struct random_test *r, int depth)
{
	struct tree *t = &r->trees[r->nr++];
	unsigned int i, n = 0;

	*t = (struct tree){};
	if (r->nr + 20 > MAX_TREES)
		depth = 0;
	switch (depth > 0 ? pick(r, 8) : pick(r, 2)) {
	case 0:
		t->kind = TREE_NUMBER;
		t->value = typed(pick_number(r), pick(r, 2), pick(r, 2));
		/* There are no negative literals, and small ones need their suffix. */
		if (!t->value.is_unsigned && (s64)t->value.n < 0)
			t->value.n = ~t->value.n;
		snprintf(t->text, sizeof(t->text),
			 t->value.is_unsigned || pick(r, 2) ? "%#llx%s%s" : "%llu%s%s",
			 t->value.n, t->value.is_unsigned ? "u" : "",
			 t->value.is_long ? "l" : "");
		break;
	case 1:
		t->kind = TREE_PARAM;
		t->op = pick(r, 6);
		break;
	case 2:
		t->kind = TREE_UNARY;
		t->op = pick(r, strlen(unaries));
		n = 1;
		break;
	case 3:
		t->kind = TREE_IN;
		n = 3;
		break;
	default:
		t->kind = TREE_BINARY;
		t->op = pick(r, ARRAY_SIZE(binaries));
		n = 2;
		break;
	}
	for (i = 0; i < n; i++)
		t->items[i] = grow(r, depth - 1 - (i && pick(r, 2)));
	return t;
}

static int tree_prec(const struct tree *t)
{
	switch (t->kind) {
	case TREE_BINARY:
		return binaries[t->op].prec;
	case TREE_IN:
		return PREC_IN;
	case TREE_UNARY:
		return PREC_UNARY;
	default:
		return PREC_UNARY + 1;
	}
}

static void put(struct random_test *r, const char *text)
{
	r->len += scnprintf(r->text + r->len, sizeof(r->text) - r->len, "%s", text);
}

/* Parentheses where they must be, and now and then where not. */
static void write_tree(struct random_test *r, const struct tree *t, int prec)
{
	bool parens = tree_prec(t) < prec || !pick(r, 16);
	char sign[16];

	if (parens)
		put(r, "(");
	switch (t->kind) {
	case TREE_NUMBER:
		put(r, t->text);
		break;
	case TREE_PARAM:
		snprintf(sign, sizeof(sign), "PARAMS[%u]", t->op + 1);
		put(r, sign);
		break;
	case TREE_UNARY:
		snprintf(sign, sizeof(sign), "%c", unaries[t->op]);
		put(r, sign);
		write_tree(r, t->items[0], PREC_UNARY);
		break;
	case TREE_BINARY:
		write_tree(r, t->items[0], tree_prec(t));
		snprintf(sign, sizeof(sign), " %s ", binaries[t->op].sign);
		put(r, sign);
		write_tree(r, t->items[1], tree_prec(t) + 1);
		break;
	case TREE_IN:
		write_tree(r, t->items[0], PREC_IN);
		put(r, " in (");
		write_tree(r, t->items[1], 0);
		put(r, ", ");
		write_tree(r, t->items[2], 0);
		put(r, ")");
		break;
	}
	if (parens)
		put(r, ")");
}

/* Whether a tree is a constant to a load: no parameter, and nothing that jumps. */
static bool is_constant(const struct tree *t)
{
	switch (t->kind) {
	case TREE_NUMBER:
		return true;
	case TREE_UNARY:
		return is_constant(t->items[0]);
	case TREE_BINARY:
		return binaries[t->op].prec > 2 && is_constant(t->items[0]) &&
		       is_constant(t->items[1]);
	default:
		return false;
	}
}

static bool is_true(struct value v)
{
	return v.n && !v.bad;
}

static struct value compare(const char *sign, struct value a, struct value b)
{
	bool is_long = a.is_long || b.is_long;
	bool is_unsigned, less, equal;
	struct value v;

	/* The longer type decides; of two as long, the unsigned one. */
	if (a.is_long == b.is_long)
		is_unsigned = a.is_unsigned || b.is_unsigned;
	else
		is_unsigned = a.is_long ? a.is_unsigned : b.is_unsigned;
	v = typed(a.n, is_long, is_unsigned);
	a.n = v.n;
	v = typed(b.n, is_long, is_unsigned);
	b.n = v.n;

	equal = a.n == b.n;
	less = is_unsigned ? a.n < b.n : (s64)a.n < (s64)b.n;
	if (sign[0] == '=')
		v.n = equal;
	else if (sign[0] == '!')
		v.n = !equal;
	else if (sign[0] == '<')
		v.n = less || (sign[1] && equal);
	else
		v.n = (!less && !equal) || (sign[1] && equal);
	return typed(v.n && !a.bad && !b.bad, false, false);
}

static u64 divide(struct value a, struct value b, bool modulo)
{
	bool minus_a = !a.is_unsigned && (s64)a.n < 0;
	bool minus_b = !a.is_unsigned && (s64)b.n < 0;
	u64 n = minus_a ? -a.n : a.n, d = minus_b ? -b.n : b.n;

	if (modulo)
		return minus_a ? -(n % d) : n % d;
	return minus_a != minus_b ? -(n / d) : n / d;
}

static struct value compute(const char *sign, struct value a, struct value b)
{
	bool bad = a.bad || b.bad;
	struct value v;
	u64 n;

	if (!strcmp(sign, "<<") || !strcmp(sign, ">>")) {
		unsigned int count = b.n & (a.is_long ? 63 : 31);

		if (sign[0] == '<')
			n = a.n << count;
		else
			n = a.is_unsigned ? a.n >> count : (u64)((s64)a.n >> count);
		v = typed(n, a.is_long, a.is_unsigned);
		v.bad = bad;
		return v;
	}

	v = a;
	if (b.is_long > a.is_long || (b.is_long == a.is_long && b.is_unsigned))
		v = b;
	a = typed(a.n, v.is_long, v.is_unsigned);
	b = typed(b.n, v.is_long, v.is_unsigned);
	switch (sign[0]) {
	case '|':
		n = a.n | b.n;
		break;
	case '^':
		n = a.n ^ b.n;
		break;
	case '&':
		n = a.n & b.n;
		break;
	case '+':
		n = a.n + b.n;
		break;
	case '-':
		n = a.n - b.n;
		break;
	case '*':
		n = a.n * b.n;
		break;
	default:
		bad |= !b.n;
		n = b.n ? divide(a, b, sign[0] == '%') : 0;
		break;
	}
	v = typed(n, v.is_long, v.is_unsigned);
	v.bad = bad;
	return v;
}

static struct value evaluate(struct random_test *r, const struct tree *t)
{
	const char *sign = t->kind == TREE_BINARY ? binaries[t->op].sign : "";
	const struct sct_param *param;
	struct value a, b, v;
	bool in;

	switch (t->kind) {
	case TREE_NUMBER:
		return t->value;
	case TREE_PARAM:
		param = &random_call.params[t->op];
		return typed(r->args[t->op], param->size == 8,
			     param->kind == SCT_KIND_UNSIGNED);
	case TREE_UNARY:
		a = evaluate(r, t->items[0]);
		if (unaries[t->op] == '!')
			return typed(!a.n && !a.bad, false, false);
		v = typed(unaries[t->op] == '~' ? ~a.n : -a.n, a.is_long, a.is_unsigned);
		v.bad = a.bad;
		return v;
	case TREE_IN:
		a = evaluate(r, t->items[0]);
		in = compare("==", a, evaluate(r, t->items[1])).n;
		/* Evaluated whether or not it is found: it may divide by zero. */
		b = evaluate(r, t->items[2]);
		return typed(in || compare("==", a, b).n, false, false);
	case TREE_BINARY:
		break;
	}

	a = evaluate(r, t->items[0]);
	b = evaluate(r, t->items[1]);
	switch (binaries[t->op].prec) {
	case 1:
		return typed(is_true(a) || is_true(b), false, false);
	case 2:
		return typed(is_true(a) && is_true(b), false, false);
	case 6:
	case 7:
		return compare(sign, a, b);
	}
	v = compute(sign, a, b);
	/* A constant is converted before it is asked whether it is 0; that is the same. */
	if ((sign[0] == '/' || sign[0] == '%') && !b.n && !b.bad && is_constant(t->items[1]))
		r->divides = true;
	return v;
}

/* The whole is the value that is worked out here, and nothing else. */
static void expect_value(struct kunit *test, struct random_test *r, struct value v)
{
	struct filter_env *env = test->priv;
	size_t len = r->len;
	int ret;

	memcpy(env->call.args, r->args, sizeof(r->args));
	scnprintf(r->text + len, sizeof(r->text) - len, " == %#llxul", v.n);
	ret = filter_compile(test, r->text, &random_call, SCT_BEFORE);
	if (r->divides) {
		KUNIT_EXPECT_EQ_MSG(test, ret, -EINVAL, "%s", r->text);
		KUNIT_EXPECT_NOT_NULL(test, strstr(env->err.what, "division by zero"));
		return;
	}
	KUNIT_ASSERT_EQ_MSG(test, ret, 0, "%s: %s", r->text, env->err.what);
	KUNIT_ASSERT_EQ_MSG(test, filter_holds(env), !v.bad, "%s", r->text);

	scnprintf(r->text + len, sizeof(r->text) - len, " != %#llxul", v.n);
	expect_filter(test, r->text, &random_call, false);
	r->text[len] = '\0';
}

#define RANDOM_EXPRS	5000
#define RANDOM_SEED	20241123

static void filter_random(struct kunit *test)
{
	struct random_test *r = kunit_kzalloc(test, sizeof(*r), GFP_KERNEL);
	unsigned int i, j, k, bad = 0, divide = 0;

	KUNIT_ASSERT_NOT_NULL(test, r);
	prandom_seed_state(&r->rnd, RANDOM_SEED);
	for (i = 0; i < RANDOM_EXPRS; i++) {
		const struct tree *t;

		r->nr = 0;
		r->len = 0;
		t = grow(r, 1 + pick(r, 5));
		/* What follows is compared with the whole. */
		write_tree(r, t, PREC_UNARY);
		KUNIT_ASSERT_LT(test, r->len, sizeof(r->text) - 40);

		for (j = 0; j < 2; j++) {
			struct value v;

			for (k = 0; k < 6; k++)
				r->args[k] = extend(pick_number(r), random_call.params[k].size,
						    random_call.params[k].kind == SCT_KIND_SIGNED);
			r->divides = false;
			v = evaluate(r, t);
			expect_value(test, r, v);
			bad += v.bad;
			divide += r->divides;
		}
	}
	/* Enough of each, or this tried less than it says. */
	kunit_info(test, "%u without a value, %u refused", bad, divide);
	KUNIT_EXPECT_GT(test, bad, RANDOM_EXPRS / 100);
	KUNIT_EXPECT_GT(test, divide, RANDOM_EXPRS / 100);
}

static struct kunit_case sct_filter_c_cases[] = {
	KUNIT_CASE_PARAM(filter_c, c_gen_params),
	KUNIT_CASE_SLOW(filter_random),
	{}
};

static struct kunit_suite sct_filter_c_suite = {
	.name = "sct_filter_c",
	.init = filter_env_init,
	.exit = filter_env_exit,
	.test_cases = sct_filter_c_cases,
};

kunit_test_suite(sct_filter_c_suite);

MODULE_DESCRIPTION("KUnit tests of what SCT's filters compute");
MODULE_LICENSE("GPL");
