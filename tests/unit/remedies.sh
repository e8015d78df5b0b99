#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every command of data/findings, with hostile names in it, is given to real
# shells as if it was pasted at their prompts: nothing of a name may run, each
# name has to arrive whole, and none may be taken for an option.  Prints TAP.
# shellcheck disable=SC1003,SC2016,SC2020
set -u

LC_ALL=C
export LC_ALL
top_srcdir=$(realpath "${top_srcdir:?}")
top_builddir=$(realpath "${top_builddir:?}")
remedies=$top_builddir/tests/unit/diagnose/finding/remedies
work=$(mktemp -d) || exit 99
prefix=
trap '[ -z "$prefix" ] || "$top_srcdir/tests/windows/prefix" remove "$prefix"
	rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
number=0
touch=$(command -v touch)
mkdir "$work/bin"

say()
{
	number=$((number + 1))
	echo "$1 $number - $2"
}

# A program that says what it was given, at once: others of a pipeline do too.
cat >"$work/stub" <<'STUB'
#!/bin/sh
said="call ${0##*/}"
for word; do
	said="$said
word $word"
done
printf '%s\n' "$said" >>"$CALLS"
STUB
chmod +x "$work/stub"
"$remedies" sh NAME 2>/dev/null | tr '&|' '\n\n' |
	sed -n 's/^ *\([a-z_-][a-z_.-]*\) .*/\1/p' | sort -u >"$work/names"
while read -r name; do
	ln -s "$work/stub" "$work/bin/$name"
done <"$work/names"
ln -s "$touch" "$work/bin/mark"

# Of the calls in a file: a name that is not whole, or one that is an option.
wrong_calls()
{
	# Parts of pipelines; the name is in another part.
	VALUE=$1 awk -v part="^call (tee|netstat|semanage)$" '
	BEGIN {value = ENVIRON["VALUE"]}
	function end() {
		if (call != "" && !whole && call !~ part)
			print call ": the name did not arrive"
	}
	/^call / {end(); call = $0; whole = 0; dashes = 0; next}
	$0 == "word --" {dashes = 1}
	index($0, value) {whole = 1}
	value ~ /^-/ && $0 == "word " value && !dashes {
		print call ": the name is an option"
	}
	END {end()}' "$2"
}

# paste SHELL VALUE: the shell has a prompt, so that an error ends one line.
paste()
{
	"$remedies" sh "$2" >"$work/lines" 2>"$work/count"
	rm -rf "$work/place"
	mkdir "$work/place"
	: >"$work/calls"
	(
		cd "$work/place" && exec 2>"$work/errors" &&
			env -i CALLS="$work/calls" PATH="$work/bin" HOME=/ \
				"$(command -v "$1")" -i <"$work/lines" \
				>/dev/null
	)
	{
		[ ! -e "$work/place/ran" ] || echo "the name was run"
		VALUE=$2 awk '
		$1 < 20 && ENVIRON["VALUE"] !~ /^-/ {print "few: " $1}
		' "$work/count"
		wrong_calls "$2" "$work/calls"
	} >"$work/wrong"
	if [ -s "$work/wrong" ]; then
		say "not ok" "$1: $2"
		sort -u "$work/wrong" | sed 's/^/# /'
	else
		say ok "$1: $2"
	fi
}

newline='x
mark ran'
for shell in sh bash dash; do
	if ! command -v "$shell" >/dev/null; then
		say ok "$shell # SKIP not installed"
		continue
	fi
	for value in 'plain' 'x$(mark ran)' 'x`mark ran`' 'x;mark ran;' \
		'x|mark ran' 'x&mark ran&' "x';mark ran;'" 'x";mark ran;"' \
		"\$(mark ran)'\$(mark ran)" 'x>ran' 'x && mark ran #' \
		'-x' '-$(mark ran)' '~' 'x{a,b}' '!!' 'x!mark' 'a\x0a' '*' \
		'x<(mark ran)' 'a\'; do
		paste "$shell" "$value"
	done
	"$remedies" sh "$newline" >"$work/lines" 2>/dev/null
	if grep -qv '^kill x mark ran$' "$work/lines"; then
		say "not ok" "a newline is not shown"
	else
		say ok "a newline is not shown"
	fi
done

# cmd.exe: all lines at one prompt, since Wine starts slowly.
mkdir "$work/cmd"
for value in 'plain' 'x&echo ran>ran' 'x|echo ran>ran' 'x>ran' \
	'x & echo ran>ran' '&echo ran>ran&' 'a,b;c=d' \
	'x!SystemRoot!'; do
	"$remedies" cmd "$value" 2>/dev/null >"$work/lines"
	cat "$work/lines" >>"$work/all"
	if [ -s "$work/lines" ]; then
		say ok "cmd: $value is shown"
	else
		say "not ok" "cmd: $value is shown"
	fi
done
for value in 'x"&echo ran>ran&"' 'x%SystemRoot%' \
	'x$(echo ran>ran)' 'x`' 'x\" & echo ran>ran'; do
	"$remedies" cmd "$value" 2>/dev/null | grep -v '^kill' >"$work/lines"
	if [ -s "$work/lines" ]; then
		say "not ok" "cmd: $value is not shown"
		sed 's/^/# /' "$work/lines"
	else
		say ok "cmd: $value is not shown"
	fi
done
echo 'echo end>end' >>"$work/all"
if prefix=$("$top_srcdir/tests/windows/prefix" new); then
	sed 's/$/\r/' "$work/all" >"$work/lines"
	(
		cd "$work/cmd" && WINEPREFIX=$prefix HOME=$prefix \
			WINEDEBUG=-all timeout -k 10 300 wine cmd \
			<"$work/lines" >"$work/output" 2>&1
	)
	if [ -e "$work/cmd/end" ] && [ ! -e "$work/cmd/ran" ]; then
		say ok "cmd runs no name"
	else
		say "not ok" "cmd runs no name"
		sed 's/^/# /' "$work/output"
	fi
else
	say ok "cmd runs no name # SKIP $prefix"
	prefix=
fi
echo "1..$number"
