// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/sct: see Documentation/ABI/testing/sysfs-kernel-sct
 */

#define pr_fmt(fmt) "sct: " fmt

#include <linux/capability.h>
#include <linux/init.h>
#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/kstrtox.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

#include "boot.h"
#include "watch.h"
#include "rules_file.h"
#include "seal.h"
#include "sysfs.h"
#include "table.h"
#include "trial.h"
#include "version.h"

static struct kernfs_node *sct_generation_node;

/* 1 or 0, as a caller who may change things wrote it; or a negative error. */
static int sct_read_switch(const char *buf)
{
	unsigned int on;
	int ret;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	ret = kstrtouint(buf, 0, &on);
	if (ret)
		return ret;
	return on > 1 ? -EINVAL : on;
}

static ssize_t enabled_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sct_may_look() ?: sysfs_emit(buf, "%d\n", sct_rules_enabled());
}

static ssize_t enabled_store(struct kobject *kobj, struct kobj_attribute *attr,
			     const char *buf, size_t count)
{
	int on = sct_read_switch(buf);
	int ret;

	if (on < 0)
		return on;

	if (on) {
		/* The table has its other hooks since it was loaded. */
		sct_hooks_arm(0);
		ret = sct_rules_enable(true);
		sct_hooks_disarm();
	} else {
		ret = sct_rules_enable(false);
		sct_hooks_settle();
	}
	return ret ?: count;
}

static ssize_t sealed_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sct_may_look() ?: sysfs_emit(buf, "%d\n", sct_sealed());
}

static ssize_t sealed_store(struct kobject *kobj, struct kobj_attribute *attr,
			    const char *buf, size_t count)
{
	int on = sct_read_switch(buf);
	int ret;

	if (on < 0)
		return on;
	/* What is open stays so, until somebody wants to close it. */
	ret = on ? sct_seal() : sct_may_change("sealed");
	return ret ?: count;
}

static ssize_t trial_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sct_may_look() ?: sysfs_emit(buf, "%u\n", sct_trial_left());
}

static ssize_t trial_store(struct kobject *kobj, struct kobj_attribute *attr,
			   const char *buf, size_t count)
{
	unsigned int seconds;
	int ret;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (sysfs_streq(buf, "confirm")) {
		ret = sct_may_change("trial");
		if (!ret)
			sct_trial_confirm();
		return ret ?: count;
	}
	ret = kstrtouint(buf, 0, &seconds) ?: sct_trial_set(seconds);
	return ret ?: count;
}

static ssize_t generation_show(struct kobject *kobj, struct kobj_attribute *attr,
			       char *buf)
{
	return sysfs_emit(buf, "%llu\n", sct_table_generation());
}

static ssize_t nr_rules_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", sct_table_nr_rules());
}

static ssize_t abi_version_show(struct kobject *kobj, struct kobj_attribute *attr,
				char *buf)
{
	return sysfs_emit(buf, "%d\n", SCT_ABI_VERSION);
}

static struct kobj_attribute enabled_attr = __ATTR(enabled, 0600, enabled_show,
						   enabled_store);
static struct kobj_attribute sealed_attr = __ATTR(sealed, 0600, sealed_show, sealed_store);
static struct kobj_attribute trial_attr = __ATTR(trial, 0600, trial_show, trial_store);
static struct kobj_attribute generation_attr = __ATTR_RO(generation);
static struct kobj_attribute nr_rules_attr = __ATTR_RO(nr_rules);
static struct kobj_attribute abi_version_attr = __ATTR_RO(abi_version);

static struct attribute *sct_attrs[] = {
	&enabled_attr.attr,
	&sealed_attr.attr,
	&trial_attr.attr,
	&generation_attr.attr,
	&nr_rules_attr.attr,
	&abi_version_attr.attr,
	NULL,
};

static const struct attribute_group sct_group = {
	.attrs = sct_attrs,
};

/**
 * sct_generation_changed - wake who polls the file generation
 *
 * Context: Any.
 */
void sct_generation_changed(void)
{
	if (sct_generation_node)
		sysfs_notify_dirent(sct_generation_node);
}

static int __init sct_sysfs_init(void)
{
	struct kobject *kobj;
	int ret;

	if (sct_is_off())
		return 0;
	kobj = kobject_create_and_add("sct", kernel_kobj);
	if (!kobj)
		return -ENOMEM;
	ret = sysfs_create_group(kobj, &sct_group);
	if (!ret)
		ret = sct_rules_files_create(kobj->sd);
	if (ret) {
		pr_err("no files in /sys/kernel/sct: error %d\n", ret);
		kobject_put(kobj);
		return ret;
	}
	sct_generation_node = sysfs_get_dirent(kobj->sd, "generation");
	return 0;
}

/* After the descriptions of the calls, before the first user process. */
late_initcall(sct_sysfs_init);
