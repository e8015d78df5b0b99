# SPDX-License-Identifier: BSD-2-Clause
# Sourced by quickstart, test and build-windows: finds which tools and
# libraries are missing, and installs them with the system's package manager.
#
# The caller sets `program` to its name, for messages, all on stderr.
# shellcheck shell=sh
: "${program:?}"

say()
{
	echo "$program: $*" >&2
}

# End with bindwhy's status for "could not tell".
give_up()
{
	say "$*"
	exit 3
}

has()
{
	command -v "$1" >/dev/null 2>&1
}

has_library()
{
	has pkg-config && pkg-config --exists "$1"
}

# One of debian, fedora, alpine; else the system's own name, or "unknown".
system_name()
{
	(
		ID=unknown ID_LIKE=
		if [ -r /etc/os-release ]; then
			# shellcheck source=/dev/null
			. /etc/os-release
		fi
		for name in $ID $ID_LIKE; do
			case $name in
			debian | ubuntu) echo debian ;;
			fedora | rhel | centos) echo fedora ;;
			alpine) echo alpine ;;
			*) continue ;;
			esac
			exit
		done
		echo "$ID"
	)
}

# Run a command as root, with sudo or doas if this user is not root.
as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif has sudo; then
		sudo "$@"
	else
		doas "$@"
	fi
}

# install LOG PACKAGE...: 0, or 1 after a message.
install_packages()
{
	install_log=$1
	shift
	if [ "$(id -u)" != 0 ]; then
		if has sudo; then
			say "not root: using sudo to install packages"
		elif has doas; then
			say "not root: using doas to install packages"
		else
			say "not root, and neither sudo nor doas is here;" \
				"as root, install: $*"
			return 1
		fi
	fi
	say "installing $*"
	case $(system_name) in
	debian)
		as_root env DEBIAN_FRONTEND=noninteractive \
			sh -c 'apt-get update -q &&
				apt-get install -y -q --no-install-recommends "$@"' \
			sh "$@" ;;
	fedora)
		as_root dnf install -y -q "$@" ;;
	alpine)
		as_root apk add --quiet "$@" ;;
	esac >>"$install_log" 2>&1 </dev/null && return
	tail -n 5 "$install_log" >&2
	say "could not install the packages: see $install_log"
	return 1
}

# The missing tools and libraries without which there is no build.
missing_for_build()
{
	has cc || echo "a C compiler (cc)"
	has make || echo "make"
	has pkg-config || echo "pkg-config"
	has_library 'jansson >= 2.10' || echo "jansson 2.10 or later"
	has_library 'libmnl >= 1.0.3' || echo "libmnl 1.0.3 or later"
	[ -e configure ] || has autoreconf || echo "autoconf"
	[ -e configure ] || has automake || echo "automake"
}

# The missing libraries that are optional: c-ares is for DNS, libpcap for live
# captures, libcap-ng for giving up rights before packets are read.
wanted_for_build()
{
	has_library 'libcares >= 1.18' || echo "c-ares 1.18 or later"
	has_library 'libpcap >= 1.8' || echo "libpcap 1.8 or later"
	has_library 'libcap-ng >= 0.7.7' || echo "libcap-ng 0.7.7 or later"
}

packages_for_build()
{
	case $(system_name) in
	debian)
		echo gcc libc6-dev make pkg-config libjansson-dev libmnl-dev \
			libc-ares-dev libpcap-dev libcap-ng-dev \
			autoconf automake ;;
	fedora)
		echo gcc make pkgconf-pkg-config jansson-devel libmnl-devel \
			c-ares-devel libpcap-devel libcap-ng-devel \
			gawk autoconf automake ;;
	alpine)
		echo gcc musl-dev linux-headers make pkgconf jansson-dev \
			libmnl-dev c-ares-dev libpcap-dev libcap-ng-dev \
			autoconf automake ;;
	esac
}

# The missing tools of the Windows build.
missing_for_windows()
{
	has x86_64-w64-mingw32-gcc || echo "a C compiler for Windows" \
		"(x86_64-w64-mingw32-gcc)"
	has x86_64-w64-mingw32-windres || echo "x86_64-w64-mingw32-windres"
	has make || echo "make"
	has pkg-config || echo "pkg-config"
	has autoreconf || echo "autoconf"
	has automake || echo "automake"
	has libtoolize || echo "libtool"
	has xz || echo "xz"
}

packages_for_windows()
{
	[ "$(system_name)" != debian ] ||
		echo gcc-mingw-w64-x86-64-win32 make pkg-config autoconf \
			automake libtool xz-utils
}

# The directory of libraries that are built once for Windows, and of a Wine
# prefix for the tests.
windows_cache()
{
	echo "${BINDWHY_WINDOWS:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/bindwhy-windows}"
}

# need_for WHAT LOG: install its needs, only if something is missing.
need_for()
{
	missing=$("missing_for_$1")
	wanted=
	[ "$1" != build ] || wanted=$(wanted_for_build)
	[ -n "$missing$wanted" ] || return 0
	packages=$("packages_for_$1")
	if [ -z "$packages$missing" ]; then
		say "going on without" \
			"$(echo "$wanted" | tr '\n' ',' | sed 's/,$//; s/,/, /g')"
		return 0
	fi
	if [ -z "$packages" ]; then
		say "missing:"
		echo "$missing" | sed 's/^/  /' >&2
		give_up "install these by hand, and try again:" \
			"their packages on $(system_name) are not known here"
	fi
	# A list of packages.
	# shellcheck disable=SC2086
	install_packages "$2" $packages || [ -z "$missing" ] || exit 3
	missing=$("missing_for_$1")
	[ -z "$missing" ] || give_up "still missing:" \
		"$(echo "$missing" | tr '\n' ',' | sed 's/,$//; s/,/, /g')"
}
