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

# file NAME TEXT: a file with its tag and the text.
# shellcheck disable=SC2059
file()
{
	case $1 in
	*.c | *.h) echo '/* SPDX-License-Identifier: BSD-2-Clause */' ;;
	*) echo '# SPDX-License-Identifier: BSD-2-Clause' ;;
	esac >"$1"
	printf "$2\n" >>"$1"
}

# A small tree that keeps all rules.
tree()
{
	rm -rf "$work/t"
	mkdir -p "$work/t/src/base" "$work/t/src/facts" "$work/t/src/report" \
		"$work/t/src/port" "$work/t/tests/unit" "$work/t/data" \
		"$work/t/man"
	cd "$work/t" || exit 99
	file src/main.c '#include "facts/facts.h"'
	file src/base/a.c '#include "base/a.h"\n\n#include <stdio.h>'
	file src/base/a.h '#define A 1'
	file src/facts/save_linux.c \
		'#include "facts/facts.h"\n#include "base/a.h"'
	file src/facts/facts.h '#ifdef __x86_64__'
	file src/facts/kinds.c '#include "facts/facts.h"'
	cat >>src/facts/kinds.c <<-'END'
	#define ENDPOINT STRING("address"), INTEGER("port")
	static const struct fact_member try_members[] = {
	  ENDPOINT, STRING("method"), INTEGER("took_ms"), END,
	};
	static const struct fact_member right_members[] = {
	  STRING("name"), END,
	};
	static const struct fact_member unknown_members[] = {END};
	  [FACT_TRY] = {"a-try",
	    try_members},
	  [FACT_RIGHT] = {"right", right_members},
	  [FACT_UNKNOWN] = {"unknown", unknown_members},
	END
	sed -i.bak 's/^  */	/' src/facts/kinds.c
	file src/report/r.c '#include "report/r.h"'
	file src/report/r.h '#include "facts/facts.h"'
	file src/port/p.h '#ifdef __linux__'
	file tests/unit/a.c 'int main(void);'
	cat >man/bindwhy-facts.5 <<-'END'
	.SH KINDS
	"Endpoint" is
	.B address
	and
	.BR port .
	.SS a-try
	An endpoint;
	.B method
	and
	.BR took_ms .
	.SS right
	.BR name ,
	.SH PRIVACY
	.SS More
	END
	echo 'name: x' >data/d
	file configure.ac AC_INIT
	file Makefile.am ''
	cat >>Makefile.am <<-'END'
	x = src/main.c src/base/a.c src/base/a.h src/facts/facts.h \
		src/facts/save_linux.c src/facts/kinds.c src/port/p.h \
		src/report/r.c src/report/r.h man/bindwhy-facts.5
	src/data/data_x.c: data/d
	tests_unit_a_SOURCES = $(srcdir)/tests/unit/a.c
	check_PROGRAMS = tests/unit/a
	END
	rm src/facts/kinds.c.bak
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

echo 1..60
tree
finds "" "nothing in a clean tree"
rm -rf src
finds "1 8 11" "no sources at all"
mv data/d 'data/d d'
finds "1 8" "a blank in a name"

adds src/base/a.h '#include "facts/facts.h"' "base includes facts" "2 12"
adds src/facts/facts.h '#include "report/r.h"' "facts include report" "2 12 13"
adds src/report/r.h '# include "diagnose/d.h"' "report includes diagnose" 2
adds src/report/r.h '#include <collect/c.h>' "report includes collect" 2
adds src/report/r.h '#include "cli/cli.h"' "report includes cli" 2
adds src/report/r.h '#include "r.h"' "an include without its folder" 2
mkdir src/new
mv src/base/a.h src/new/a.h
sed -i.bak 's/base.a.h/new\/a.h/' src/base/a.c src/facts/save_linux.c Makefile.am
rm -f src/*/*.bak Makefile.am.bak
file src/new/a.h '#include <stdio.h>'
finds "2 4" "a folder that has no rule"

adds src/base/a.c '#ifdef __linux__' "#ifdef of a system" 3
adds src/base/a.c '#if 1 && \\\n\tdefined(_WIN32)' "#if over two lines" 3
adds src/base/a.c '#  elif !defined WIN32' "#elif" 3
adds src/main.c '#ifndef __FreeBSD__' "#ifndef, in main.c" 3
adds src/base/a.c '#ifdef _linux_like' "nothing in a longer word" ""

sed -i.bak 2d src/base/a.c && rm src/base/a.c.bak
finds 4 "another header first"
rm src/facts/facts.h
file src/facts/save_linux.c '#include <stdio.h>'
finds "4 8" "no header at all"

awk 'BEGIN {for (i = 0; i < 499; i++) print "int a;"}' >>src/report/r.h
finds 5 "501 lines"
awk 'BEGIN {for (i = 0; i < 498; i++) print "int a;"}' >>src/report/r.h
finds "" "nothing at 500 lines"

adds src/base/a.c 'int a; ' "a blank at the end of a line" 6
adds data/d 'key: value\t' "a tab at the end of a line" 6
adds Makefile.am '' "an empty last line" 6
printf 'rem SPDX-License-Identifier: BSD-2-Clause\r\nrem y\n' >data/x.cmd
sed -i.bak 's/data.d$/data\/d data\/x.cmd/' Makefile.am && rm Makefile.am.bak
finds 6 "a batch file that is not all CR LF"
printf 'rem SPDX-License-Identifier: BSD-2-Clause\r\nrem y\r\n' >data/x.cmd
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

adds src/base/a.c '\tx = calloc(1, 2);' "another way to memory" 14
adds src/base/a.c '/* malloc() */\nx = a->free_calloc(1);' \
	"nothing in a comment or another name" ""

# function_of LINES: one with as many between its braces, after a struct of more.
function_of()
{
	awk -v lines="$1" 'BEGIN {
		print "struct a {"
		for (i = 0; i < 70; i++)
			print "\tint a;"
		print "};\n\nint a(void)\n{"
		for (i = 0; i < lines; i++)
			print "\ta();"
		print "}"
	}' >>src/base/a.c
}
function_of 60
finds "" "nothing in a function of 60 lines"
function_of 61
finds 9 "a function of 61 lines"

echo '#define A 1' >src/base/a.h
finds 10 "a header without its tag"
sed -i.bak 's/BSD-2-Clause/GPL-2.0-only/' src/base/a.c && rm src/base/a.c.bak
finds 10 "a source with another tag"
{ echo; echo; cat src/base/a.c; } >b && mv b src/base/a.c
finds "" "nothing in a tag on the third line"
{ echo; echo; echo; cat src/base/a.c; } >b && mv b src/base/a.c
finds 10 "a tag on the fourth line"
printf '#!/bin/sh\ntrue\n' >tests/unit/run
echo 'EXTRA_DIST = tests/unit/run' >>Makefile.am
finds 10 "a script without an ending"
for name in a.py a.sh a.bats local.mk; do
	echo true >tests/unit/$name
	echo "EXTRA_DIST = tests/unit/$name" >>Makefile.am
	finds 10 "$name without its tag"
done
echo AC_INIT >configure.ac
finds 10 "configure.ac without its tag"

# changes FILE SED-EXPRESSION NAME RULES
changes()
{
	cp "$1" before
	sed "$2" before >"$1"
	! cmp -s before "$1" || echo "# $3: nothing was changed"
	rm before
	finds "$4" "$3"
}
page=man/bindwhy-facts.5
changes $page '/method/d' "a member that the page lacks" 11
changes $page 's/^.B method/method/' "a member that is not bold" 11
changes $page '/took_ms/d' "a member at the end of its line" 11
changes $page '/^An endpoint/d' "an endpoint that the page lacks" 11
changes $page '/^.BR port/d' "a member of an endpoint" 11
changes $page 's/^.SS right/.SS left/' "a kind by another name" 11
changes $page '/^.SS right/,/name/d' "a kind that the page lacks" 11
changes src/facts/kinds.c '/"right", /d' "a kind that the table lacks" 11
changes src/facts/kinds.c '/FACT/,$d' "a table without kinds" 11

# folders PAIR...: "xy" makes src/facts/x, a source of which includes a header
# of src/facts/y.
folders()
{
	for pair; do
		one=src/facts/${pair%?}
		mkdir "$one"
		file "$one/a.h" '#define A 1'
		file "$one/a.c" "#include \"facts/${pair%?}/a.h\""
		echo "#include \"facts/${pair#?}/a.h\"" >>"$one/a.c"
		echo "EXTRA_DIST = $one" >>Makefile.am
	done
}
folders xy yz zz
finds "" "nothing in a row of folders"
folders xy yz zx
finds 12 "folders that include each other"
mkdir src/facts/more
file src/facts/more/m.h '#include "facts/facts.h"'
echo '#include "facts/more/m.h"' >>src/facts/save_linux.c
echo 'EXTRA_DIST = src/facts/more/m.h' >>Makefile.am
finds 12 "a folder that includes the one that it is in"
file src/facts/b.h '#include "facts/facts.h"'
echo '#include "facts/b.h"' >>src/facts/facts.h
echo 'EXTRA_DIST = src/facts/b.h' >>Makefile.am
finds 13 "headers that include each other"

# calls "RESULT" NAME: scripts/circles, with what nm prints on standard input.
calls()
{
	number=$((number + 1))
	mkdir -p "$work/bin"
	{
		echo '#!/bin/sh'
		echo "cat <<'END'"
		cat
		echo END
	} >"$work/bin/nm"
	chmod +x "$work/bin/nm"
	PATH=$work/bin:$PATH "$top_srcdir/scripts/circles" . >"$work/out" 2>&1
	sed 's/ - no circle of calls$//' "$work/out" | tr '\n' ' ' >"$work/got"
	if [ "$(cat "$work/got")" = "$1" ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		sed 's/^/# /' "$work/got"
	fi
}
calls "1..1 ok 1 " "nothing where calls go one way" <<'END'
libbindwhy.a[a.o]:
a_run T 0 1
b_run U

libbindwhy.a[b.o]:
b_run T 0 1
malloc U
c_table U

libbindwhy.a[c.o]:
c_table D 0 1
END
calls "1..1 not ok 1 # a.o -> b.o: b_run # b.o -> c.o: c_table # c.o -> a.o: a_run " \
	"files that call each other" <<'END'
libbindwhy.a[a.o]:
a_run T 0 1
b_run U

libbindwhy.a[b.o]:
b_run T 0 1
c_table U
d_run U

libbindwhy.a[c.o]:
c_table D 0 1
a_run U
d_run U

libbindwhy.a[d.o]:
d_run T 0 1
END
calls "1..1 not ok 1 # a.o -> a.o(2): b_run # a.o(2) -> a.o: a_run " \
	"files of one name that call each other" <<'END'
libbindwhy.a[a.o]:
a_run T 0 1
b_run U

libbindwhy.a[a.o]:
b_run T 0 1
a_run U
END
calls "1..1 not ok 1 # nm shows no symbols of ./libbindwhy.a " \
	"an archive without symbols" </dev/null
