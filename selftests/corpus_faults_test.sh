#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The corpus once more, where memory fails to come or can't be read

exec "$(dirname "$0")/corpus_test" --faults
