#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# scripts/lint finds what it is there to find.  Prints TAP.
# shellcheck disable=SC2016
set -u

lint=${top_srcdir:?}/scripts/lint
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
number=0

# A small tree that keeps all rules.
tree()
{
	rm -rf "$work/t"
	mkdir -p "$work/t/src/base" "$work/t/src/facts" "$work/t/src/report" \
		"$work/t/src/port" "$work/t/tests/unit" "$work/t/data"
	cd "$work/t" || exit 99
	echo '#include "facts/facts.h"' >src/main.c
	printf '#include "base/a.h"\n\n#include <stdio.h>\n' >src/base/a.c
	echo '#define A 1' >src/base/a.h
	printf '#include "facts/facts.h"\n#include "base/a.h"\n' \
		>src/facts/save_linux.c
	echo '#ifdef __x86_64__' >src/facts/facts.h
	echo '#include "report/r.h"' >src/report/r.c
	echo '#include "facts/facts.h"' >src/report/r.h
	echo '#ifdef __linux__' >src/port/p.h
	echo 'int main(void);' >tests/unit/a.c
	echo 'name: x' >data/d
	echo AC_INIT >configure.ac
	cat >Makefile.am <<-'END'
	x = src/main.c src/base/a.c src/base/a.h src/facts/facts.h \
		src/facts/save_linux.c src/port/p.h src/report/r.c src/report/r.h
	src/data/data_x.c: data/d
	tests_unit_a_SOURCES = $(srcdir)/tests/unit/a.c
	check_PROGRAMS = tests/unit/a
	END
}

# finds "RULES" NAME: the rules of these numbers, and no others, are broken.
finds()
{
	number=$((number + 1))
	status=0
	want=${1:+1}
	want=${want:-0}
	"$lint" "$work/t" >"$work/out" 2>&1 || status=1
	broken=$(grep '^not ok' "$work/out" | cut -d' ' -f3 | xargs)
	if [ "$broken" = "$1" ] && [ "$status" = "$want" ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		sed 's/^/# /' "$work/out"
	fi
	tree
}

# adds FILE TEXT NAME RULES: with the text at the file's end.
# shellcheck disable=SC2059
adds()
{
	printf "$2\n" >>"$1"
	finds "$4" "$3"
}

echo 1..29
tree
finds "" "nothing in a clean tree"
rm -rf src
finds "1 8" "no sources at all"
mv data/d 'data/d d'
finds "1 8" "a blank in a name"

adds src/base/a.h '#include "facts/facts.h"' "base includes facts" 2
adds src/facts/facts.h '#include "report/r.h"' "facts include report" 2
adds src/report/r.h '# include "diagnose/d.h"' "report includes diagnose" 2
adds src/report/r.h '#include <collect/c.h>' "report includes collect" 2
adds src/report/r.h '#include "cli/cli.h"' "report includes cli" 2
adds src/report/r.h '#include "r.h"' "an include without its folder" 2
mkdir src/new
mv src/base/a.h src/new/a.h
sed -i.bak 's/base.a.h/new\/a.h/' src/base/a.c src/facts/save_linux.c Makefile.am
rm -f src/*/*.bak Makefile.am.bak
echo '#include <stdio.h>' >src/new/a.h
finds "2 4" "a folder that has no rule"

adds src/base/a.c '#ifdef __linux__' "#ifdef of a system" 3
adds src/base/a.c '#if 1 && \\\n\tdefined(_WIN32)' "#if over two lines" 3
adds src/base/a.c '#  elif !defined WIN32' "#elif" 3
adds src/main.c '#ifndef __FreeBSD__' "#ifndef, in main.c" 3
adds src/base/a.c '#ifdef _linux_like' "nothing in a longer word" ""

sed -i.bak 1d src/base/a.c && rm src/base/a.c.bak
finds 4 "another header first"
rm src/facts/facts.h
echo '#include <stdio.h>' >src/facts/save_linux.c
finds "4 8" "no header at all"

awk 'BEGIN {for (i = 0; i < 500; i++) print "int a;"}' >>src/report/r.h
finds 5 "501 lines"
awk 'BEGIN {for (i = 0; i < 499; i++) print "int a;"}' >>src/report/r.h
finds "" "nothing at 500 lines"

adds src/base/a.c 'int a; ' "a blank at the end of a line" 6
adds data/d 'key: value\t' "a tab at the end of a line" 6
adds Makefile.am '' "an empty last line" 6
printf 'rem x\r\nrem y\n' >data/x.cmd
sed -i.bak 's/data.d$/data\/d data\/x.cmd/' Makefile.am && rm Makefile.am.bak
finds 6 "a batch file that is not all CR LF"
printf 'rem x\r\nrem y\r\n' >data/x.cmd
sed -i.bak 's/data.d$/data\/d data\/x.cmd/' Makefile.am && rm Makefile.am.bak
finds "" "nothing in a batch file with CR LF"
adds src/base/a.c 'int a(void)\n{\n    a();\n}' "blanks for a tab" 7
adds tests/unit/a.c '\t  \ta();' "blanks between tabs" 7

echo x >data/e.new
finds 8 "a file that Makefile.am does not name"
rm src/report/r.h
finds 8 "a file that is not there"
echo x >data/e.new
echo 'EXTRA_DIST = $(srcdir)/data/*.new' >>Makefile.am
finds "" "nothing in a file that a pattern names"
