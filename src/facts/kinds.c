/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/kinds.h"

#include <errno.h>
#include <string.h>

#define STRING(name) {name, MEMBER_STRING, NULL}
#define INTEGER(name) {name, MEMBER_INTEGER, NULL}
#define BOOLEAN(name) {name, MEMBER_BOOLEAN, NULL}
#define STRINGS(name) {name, MEMBER_STRINGS, NULL}
#define OBJECTS(name, members) {name, MEMBER_OBJECTS, members}
#define SCALAR(name) {name, MEMBER_SCALAR, NULL}
#define ENDPOINT STRING("address"), INTEGER("port"), STRING("protocol")
#define END {NULL, 0, NULL}

/* bindwhy-facts(5) says what each member means; scripts/lint compares. */

static const struct fact_member target_members[] = {
	ENDPOINT, STRING("asked"), BOOLEAN("implied"), STRING("service"),
	STRING("for"), STRING("program"), END,
};

static const struct fact_member host_members[] = {
	STRING("os"), STRING("release"), STRING("machine"), INTEGER("time"),
	INTEGER("uid"), STRING("user"), BOOLEAN("elevated"),
	BOOLEAN("initial_pid_namespace"), STRING("cgroup"), STRING("unit"),
	END,
};

static const struct fact_member right_members[] = {
	STRING("name"), STRING("purpose"), STRING("detail"), END,
};

static const struct fact_member try_members[] = {
	ENDPOINT, STRING("method"), STRINGS("options"), STRING("step"),
	STRING("listened"), BOOLEAN("kernel_knows"), STRING("detail"), END,
};

static const struct fact_member socket_members[] = {
	ENDPOINT, STRING("state"), INTEGER("inode"), INTEGER("uid"),
	STRING("user"), BOOLEAN("v6only"), STRING("cgroup"),
	INTEGER("cgroup_id"), STRING("unit"), STRING("container"),
	STRING("interface"), INTEGER("index"), INTEGER("pid"),
	STRING("connection"), BOOLEAN("accepted"), STRING("peer_address"), INTEGER("peer_port"),
	INTEGER("queue"), END,
};

static const struct fact_member socket_search_members[] = {
	STRING("protocol"), INTEGER("port"), STRING("what"), STRING("detail"),
	END,
};

static const struct fact_member time_wait_members[] = {
	ENDPOINT, INTEGER("count"), INTEGER("expires"), END,
};

static const struct fact_member holder_members[] = {
	INTEGER("inode"), INTEGER("pid"), INTEGER("fd"),
	BOOLEAN("close_on_exec"), BOOLEAN("nonblocking"), STRING("waits"), END,
};

static const struct fact_member holder_search_members[] = {
	INTEGER("inode"), STRING("scope"), INTEGER("looked_at"),
	INTEGER("denied"), INTEGER("found"), STRING("right"), END,
};

static const struct fact_member parents_members[] = {
	INTEGER("pid"), STRING("name"), STRING("exe"), END,
};

static const struct fact_member process_members[] = {
	INTEGER("pid"), INTEGER("ppid"), STRING("name"), STRING("exe"),
	STRING("exe_state"), STRINGS("args"), INTEGER("uid"), STRING("user"),
	INTEGER("started"), STRING("cgroup"), STRING("unit"),
	STRING("container"), OBJECTS("parents", parents_members), BOOLEAN("orphaned"),
	STRINGS("services"), STRING("product"), STRING("company"),
	STRING("right"), STRINGS("unread"), END,
};

static const struct fact_member unit_members[] = {
	STRING("name"), STRING("type"), STRING("manager"), STRING("file"),
	STRING("enabled"), STRING("description"), STRING("command"),
	STRING("starts"), STRINGS("started_by"), STRING("unread"), END,
};

static const struct fact_member container_members[] = {
	STRING("id"), STRING("runtime"), STRING("name"), END,
};

static const struct fact_member package_members[] = {
	STRING("file"), STRING("name"), STRING("version"), STRING("manager"),
	END,
};

static const struct fact_member greeting_members[] = {
	ENDPOINT, STRINGS("lines"), STRING("detail"), END,
};

static const struct fact_member local_address_members[] = {
	STRING("address"), INTEGER("prefix"), STRING("interface"),
	INTEGER("index"), STRING("state"), END,
};

static const struct fact_member interface_members[] = {
	STRING("name"), BOOLEAN("up"), BOOLEAN("running"), BOOLEAN("ipv6"), END,
};

static const struct fact_member setting_members[] = {
	STRING("name"), SCALAR("value"), END,
};

static const struct fact_member policy_members[] = {
	STRING("mechanism"), STRING("name"), STRING("where"), STRING("unit"),
	STRING("hook"), BOOLEAN("enforcing"), STRING("detail"), END,
};

static const struct fact_member reserved_range_members[] = {
	STRING("protocol"), STRING("family"), INTEGER("start"),
	INTEGER("end"), BOOLEAN("administered"), STRING("detail"), END,
};

static const struct fact_member name_members[] = {
	STRING("name"), STRING("role"), STRING("from"),
	BOOLEAN("is_address"), END,
};

static const struct fact_member name_answer_members[] = {
	STRING("name"), STRING("source"), STRING("server"), STRING("record"),
	STRINGS("addresses"), STRINGS("names"), STRINGS("chain"),
	INTEGER("ttl"), STRING("file"), INTEGER("line"), BOOLEAN("given"),
	INTEGER("took"), STRING("detail"), END,
};

static const struct fact_member database_members[] = {
	STRING("database"), STRING("entry"), STRING("through"),
	STRING("file"), INTEGER("line"), INTEGER("number"), STRING("root"),
	STRING("package"), STRING("detail"), END,
};

static const struct fact_member wsp_file_members[] = {
	STRING("file"), STRING("role"), STRING("encoding"),
	BOOLEAN("blank_lines"), INTEGER("line"), STRING("program"),
	STRING("detail"), END,
};

static const struct fact_member wsp_setting_members[] = {
	STRING("file"), STRING("role"), INTEGER("line"), STRING("section"),
	STRING("key"), STRING("value"), END,
};

static const struct fact_member wsp_range_members[] = {
	STRING("file"), INTEGER("line"), STRING("first"), STRING("last"), END,
};

static const struct fact_member capture_members[] = {
	STRING("capture"), STRING("filter"), STRINGS("ports"), STRINGS("links"),
	INTEGER("packets"), INTEGER("octets"), INTEGER("judged"),
	INTEGER("dropped"), INTEGER("dropped_by_interface"),
	INTEGER("damaged"), INTEGER("unsupported"),
	INTEGER("fragments_dropped"),
	INTEGER("connections"), INTEGER("connections_dropped"),
	INTEGER("octets_dropped"), INTEGER("others_dropped"),
	INTEGER("unwritten"), INTEGER("left_out"),
	INTEGER("started"), INTEGER("duration"),
	STRING("confined"), BOOLEAN("unconfined"), STRING("detail"), END,
};

static const struct fact_member replies_members[] = {
	INTEGER("code"), STRING("to"), INTEGER("count"), STRING("text"), END,
};

static const struct fact_member traffic_server_members[] = {
	ENDPOINT, INTEGER("connections"), INTEGER("answered"),
	INTEGER("refused"), INTEGER("unreachable"), INTEGER("unanswered"),
	INTEGER("reset"), INTEGER("silent"), INTEGER("greeted"),
	INTEGER("greeting_fastest"), INTEGER("greeting_median"),
	INTEGER("greeting_slowest"), INTEGER("reply_slowest"),
	INTEGER("reply_longest"), INTEGER("ehlo"), INTEGER("starttls_offered"),
	INTEGER("starttls_asked"), INTEGER("starttls_accepted"),
	INTEGER("starttls_refused"), INTEGER("tls"),
	INTEGER("tls_from_client"), INTEGER("not_smtp"),
	INTEGER("early_talk"), INTEGER("messages"), INTEGER("lost"),
	INTEGER("differs"), INTEGER("helo_fallback"), OBJECTS("replies", replies_members), END,
};

static const struct fact_member traffic_greeting_members[] = {
	ENDPOINT, STRINGS("lines"), INTEGER("count"), STRINGS("clients"), END,
};

static const struct fact_member traffic_ehlo_members[] = {
	ENDPOINT, STRING("greeting"), STRINGS("lines"), BOOLEAN("after_tls"),
	INTEGER("count"), STRINGS("clients"), END,
};

static const struct fact_member traffic_stack_members[] = {
	ENDPOINT, INTEGER("ttl"), INTEGER("window"), INTEGER("mss"),
	INTEGER("scale"), STRING("options"), INTEGER("count"),
	BOOLEAN("watched"), END,
};

static const struct fact_member traffic_reset_members[] = {
	ENDPOINT, STRING("from"), STRING("client"), INTEGER("ttl"),
	INTEGER("ttl_expected"), STRINGS("odd"), STRING("phase"),
	INTEGER("count"), END,
};

static const struct fact_member traffic_header_members[] = {
	ENDPOINT, STRING("name"), STRING("value"), STRING("client"),
	INTEGER("count"), END,
};

static const struct fact_member commands_members[] = {
	STRING("verb"), INTEGER("count"), END,
};

static const struct fact_member traffic_client_members[] = {
	STRING("address"), INTEGER("connections"), INTEGER("messages"),
	INTEGER("tls"), INTEGER("helo_fallback"), STRINGS("names"),
	OBJECTS("commands", commands_members), STRINGS("servers"), END,
};

static const struct fact_member control_request_members[] = {
	ENDPOINT, STRING("client"), STRING("program"), STRING("user"),
	STRING("computer"), STRING("request"), STRING("outcome"),
	STRING("answer"), STRING("wanted_address"), INTEGER("wanted_port"),
	STRING("given_address"), INTEGER("given_port"), STRING("name"),
	INTEGER("asked"), INTEGER("count"), INTEGER("took"), END,
};

static const struct fact_member unknown_members[] = {END};

static const struct {
	const char *name;
	const struct fact_member *members;
} kinds[] = {
	[FACT_TARGET] = {"target", target_members},
	[FACT_HOST] = {"host", host_members},
	[FACT_RIGHT] = {"right", right_members},
	[FACT_TRY] = {"try", try_members},
	[FACT_SOCKET] = {"socket", socket_members},
	[FACT_SOCKET_SEARCH] = {"socket-search", socket_search_members},
	[FACT_TIME_WAIT] = {"time-wait", time_wait_members},
	[FACT_HOLDER] = {"holder", holder_members},
	[FACT_HOLDER_SEARCH] = {"holder-search", holder_search_members},
	[FACT_PROCESS] = {"process", process_members},
	[FACT_UNIT] = {"unit", unit_members},
	[FACT_CONTAINER] = {"container", container_members},
	[FACT_PACKAGE] = {"package", package_members},
	[FACT_GREETING] = {"greeting", greeting_members},
	[FACT_LOCAL_ADDRESS] = {"local-address", local_address_members},
	[FACT_INTERFACE] = {"interface", interface_members},
	[FACT_SETTING] = {"setting", setting_members},
	[FACT_POLICY] = {"policy", policy_members},
	[FACT_RESERVED_RANGE] = {"reserved-range", reserved_range_members},
	[FACT_NAME] = {"name", name_members},
	[FACT_NAME_ANSWER] = {"name-answer", name_answer_members},
	[FACT_DATABASE] = {"database", database_members},
	[FACT_WSP_FILE] = {"wsp-file", wsp_file_members},
	[FACT_WSP_SETTING] = {"wsp-setting", wsp_setting_members},
	[FACT_WSP_RANGE] = {"wsp-range", wsp_range_members},
	[FACT_CAPTURE] = {"capture", capture_members},
	[FACT_TRAFFIC_SERVER] = {"traffic-server", traffic_server_members},
	[FACT_TRAFFIC_GREETING] = {"traffic-greeting",
				   traffic_greeting_members},
	[FACT_TRAFFIC_EHLO] = {"traffic-ehlo", traffic_ehlo_members},
	[FACT_TRAFFIC_STACK] = {"traffic-stack", traffic_stack_members},
	[FACT_TRAFFIC_RESET] = {"traffic-reset", traffic_reset_members},
	[FACT_TRAFFIC_HEADER] = {"traffic-header", traffic_header_members},
	[FACT_TRAFFIC_CLIENT] = {"traffic-client", traffic_client_members},
	[FACT_CONTROL_REQUEST] = {"control-request", control_request_members},
	[FACT_UNKNOWN] = {"unknown", unknown_members},
};

const char *fact_kind_name(enum fact_kind kind)
{
	return kinds[kind].name;
}

enum fact_kind fact_kind_find(const char *name)
{
	enum fact_kind kind = 0;

	while (kind < FACT_UNKNOWN && strcmp(kinds[kind].name, name))
		kind++;
	return kind;
}

static bool is_array_of(const json_t *value, json_type type)
{
	if (!json_is_array(value))
		return false;
	for (size_t i = 0; i < json_array_size(value); i++)
		if (json_typeof(json_array_get(value, i)) != type)
			return false;
	return true;
}

static bool has_type(const json_t *value, enum member_type type)
{
	switch (type) {
	case MEMBER_STRING:
		return json_is_string(value);
	case MEMBER_INTEGER:
		return json_is_integer(value);
	case MEMBER_BOOLEAN:
		return json_is_boolean(value);
	case MEMBER_STRINGS:
		return is_array_of(value, JSON_STRING);
	case MEMBER_OBJECTS:
		return is_array_of(value, JSON_OBJECT);
	case MEMBER_SCALAR:
		return json_is_string(value) || json_is_integer(value);
	}
	return false;
}

static int check_types(const struct fact_member *members, const json_t *value,
		       const char **member)
{
	*member = NULL;
	if (!json_is_object(value))
		return -EINVAL;
	for (const struct fact_member *m = members; m->name; m++) {
		const json_t *v = json_object_get(value, m->name);

		if (v && !has_type(v, m->type)) {
			*member = m->name;
			return -EINVAL;
		}
	}
	return 0;
}

static const struct fact_member *find_member(const struct fact_member *members,
					     const char *name)
{
	for (; members->name; members++)
		if (!strcmp(members->name, name))
			return members;
	return NULL;
}

/* @value fits but for names; its arrays are not checked. */
static int check_names(const struct fact_member *members, const json_t *value,
		       const char **member)
{
	const json_t *v;
	const char *name;

	json_object_foreach((json_t *)value, name, v)
		if (!find_member(members, name)) {
			*member = name;
			return -EINVAL;
		}
	return 0;
}

static int check_objects(const struct fact_member *m, const json_t *array,
			 const char **member)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *object = json_array_get(array, i);

		if (check_types(m->members, object, member) ||
		    check_names(m->members, object, member))
			return -EINVAL;
	}
	return 0;
}

int fact_kind_check(enum fact_kind kind, const json_t *value,
		    const char **member)
{
	return check_types(kinds[kind].members, value, member);
}

int fact_kind_check_own(enum fact_kind kind, const json_t *value,
			const char **member)
{
	const struct fact_member *members = kinds[kind].members;

	*member = NULL;
	if (kind == FACT_UNKNOWN || check_types(members, value, member) ||
	    check_names(members, value, member))
		return -EINVAL;
	for (; members->name; members++)
		if (members->type == MEMBER_OBJECTS &&
		    check_objects(members,
				  json_object_get(value, members->name),
				  member))
			return -EINVAL;
	return 0;
}
