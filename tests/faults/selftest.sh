#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Each property of the tests of faults can fail.
exec "${top_srcdir:?}/tests/faults/run" --self-test
