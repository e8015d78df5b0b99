# SPDX-License-Identifier: BSD-2-Clause
# Real servers of names for the tests, and who is asked the same.
#
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154	# what a test reads, lib.bash's

PEERS=${BINDWHY_PEERS:-${XDG_CACHE_HOME:-/var/tmp}/bindwhy-peers}
DNSMASQ=$PEERS/dnsmasq-base/usr/sbin/dnsmasq
DRILL=$PEERS/ldnsutils/usr/bin/drill
NMBD=$PEERS/samba/usr/sbin/nmbd
NMBLOOKUP=$PEERS/samba-common-bin/usr/bin/nmblookup

# Run bindwhy resolve; of the machine's files none says anything about names.
# A test that wants other files has put them into $T/etc before.
asking()
{
	local etc=$T/etc

	mkdir -p "$etc"
	[[ -e $etc/resolv.conf ]] || : >"$etc/resolv.conf"
	[[ -e $etc/hosts ]] || echo "127.0.0.1 localhost" >"$etc/hosts"
	[[ -e $etc/nsswitch.conf ]] ||
		echo "hosts: files dns" >"$etc/nsswitch.conf"
	# For the inner shell.
	# shellcheck disable=SC2016
	WRAP=(unshare --mount sh -c 'for file in "$0"/*; do
			mount --bind "$file" "/etc/${file##*/}" || exit 70
		done
		exec "$@"' "$etc")
	foretell_with resolve "$@"
}

# NAME SOURCE [KEY=VALUE...]
answered()
{
	"${PYTHON[@]}" "$here/answered.py" "$json" "$@"
}

# What drill reads in a reply: "RCODE ADDRESS..." of NAME TYPE ADDRESS PORT.
drilled()
{
	inside timeout 20 "$DRILL" "${@:5}" -p "$4" "$1" "$2" "@$3" |
		awk -v type="$2" '
		/->>HEADER<<-/ {sub(/.*rcode: /, ""); sub(/,.*/, ""); rcode = $0}
		/^;; AUTHORITY/ {exit}
		/^[^;]/ && $4 == type {print $5}
		END {print rcode}' | sort | tr '\n' ' '
}

_has_udp()
{
	[[ -n $(inside ss -Haun "src = $1 and sport = :$2") ]]
}

needs_dns()
{
	! "$BINDWHY" --version | grep -q "no c-ares" ||
		skip "built without c-ares"
}

# dnsmasq on ADDRESS PORT, for the domain example alone.
dnsmasq()
{
	local i big=

	needs_dns
	needs dnsmasq-base ldnsutils
	for ((i = 1; i <= 40; i++)); do
		big="$big --host-record=big.example,192.0.2.$i"
	done
	# A list of options.
	# shellcheck disable=SC2086
	background "${enter[@]}" "$DNSMASQ" --keep-in-foreground \
		--conf-file=/dev/null --no-resolv --no-hosts --bind-interfaces \
		--pid-file= --user=root --listen-address="$1" --port="$2" \
		--local=/example/ --local-ttl=77 $big "${@:3}" \
		--host-record=proxy.example,192.0.2.7 \
		--host-record=both.example,192.0.2.8,2001:db8::8 \
		--host-record=six.example,2001:db8::6 \
		--cname=www.example,alias.example \
		--cname=alias.example,both.example >"$T/dnsmasq.out" 2>&1
	until_true _has_udp "$1" "$2" || {
		cat "$T/dnsmasq.out"
		return 1
	}
}

# name-server.py's KIND ADDRESS PORT.
name_server()
{
	local out=$T/name-server.$1

	background "${enter[@]}" "${PYTHON[@]}" "$here/name-server.py" "$@" \
		>"$out" 2>&1
	until_true grep -q ready "$out" || {
		cat "$out"
		return 1
	}
}

nmb_conf()
{
	mkdir -p "$T/nmb"
	cat >"$T/smb.conf" <<-END
	[global]
	netbios name = PROXY1
	workgroup = WSP
	wins support = yes
	private dir = $T/nmb
	lock directory = $T/nmb
	state directory = $T/nmb
	cache directory = $T/nmb
	pid directory = $T/nmb
	ncalrpc dir = $T/nmb/ncalrpc
	log file = $T/nmb/log
	nmbd:socket dir = $T/nmb/nmbd
	interfaces = 192.0.2.7/24
	END
}

nmblookup()
{
	inside timeout 10 "$NMBLOOKUP" -s "$T/smb.conf" "$@"
}
