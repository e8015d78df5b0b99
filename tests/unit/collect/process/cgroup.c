/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/cgroup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/unit.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void names_the_unit(void **state)
{
	static const struct {
		const char *path, *unit;
	} cases[] = {
		{"/system.slice/exim4.service", "exim4.service"},
		{"/system.slice/exim4.service/child/deeper", "exim4.service"},
		{"/exim4.service", "exim4.service"},
		{"/system.slice/system-getty.slice/getty@tty1.service",
		 "getty@tty1.service"},
		{"/system.slice/dbus.socket", "dbus.socket"},
		{"/system.slice/mnt-a\\x2db.mount", "mnt-a\\x2db.mount"},
		{"/user.slice/user-1000.slice/session-3.scope",
		 "session-3.scope"},
		{"/user.slice/user-1000.slice/user@1000.service/app.slice/"
		 "foo.service", "foo.service"},
		{"/user.slice/user-1000.slice/user@1000.service/init.scope",
		 "user@1000.service"},
		{"/user.slice/user-1000.slice/user@1000.service",
		 "user@1000.service"},
		{"/init.scope", "init.scope"},
		{"/system.slice/docker-" HEX ".scope/system.slice/"
		 "postfix.service", "docker-" HEX ".scope"},
		{"/system.slice/_cpu.service", "cpu.service"},
		{"/openrc.postfix", "postfix"},
		{"/openrc.postfix/worker", "postfix"},
		{"/openrc.", NULL},
		{"/docker/" HEX "/system.slice/postfix.service", NULL},
		{"/system.slice", NULL},
		{"/", NULL},
		{"", NULL},
		{"/system.slice/.service", NULL},
		{"/system.slice/@x.service", NULL},
		{"/foo/bar", NULL},
	};
	char unit[CGROUP_NAME];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int rc = cgroup_unit(cases[i].path, unit);

		assert_int_equal(rc, cases[i].unit ? 0 : -ENOENT);
		if (cases[i].unit)
			assert_string_equal(unit, cases[i].unit);
	}
}

static void refuses_a_name_that_is_too_long(void **state)
{
	char path[400] = "/", unit[CGROUP_NAME];

	(void)state;
	memset(path + 1, 'a', 300);
	strcpy(path + 301, ".service");
	assert_int_equal(cgroup_unit(path, unit), -ENOENT);
	strcpy(path + 200, ".service");
	assert_int_equal(cgroup_unit(path, unit), 0);
}

static void tells_a_user_s_unit(void **state)
{
	uint64_t uid = 7;

	(void)state;
	assert_true(cgroup_user("/user.slice/user-1000.slice/user@1000.service/"
				"app.slice/foo.service", &uid));
	assert_int_equal(uid, 1000);
	uid = 7;
	assert_false(cgroup_user("/user.slice/user-1000.slice/"
				 "user@1000.service", &uid));
	assert_false(cgroup_user("/user.slice/user-1000.slice/"
				 "user@1000.service/init.scope", &uid));
	assert_false(cgroup_user("/system.slice/foo.service", &uid));
	assert_false(cgroup_user("/x/user@1000.service/a.service", &uid));
	assert_int_equal(uid, 7);
}

static void names_the_container(void **state)
{
	static const struct {
		const char *path, *runtime, *id;
	} cases[] = {
		{"/docker/" HEX, "docker", HEX},
		{"/system.slice/docker-" HEX ".scope", "docker", HEX},
		{"/system.slice/docker-" HEX ".scope/system.slice/a.service",
		 "docker", HEX},
		{"/docker/buildkit/ab1cd2ef", "buildkit", "ab1cd2ef"},
		{"/ecs/0123456789abcdef0123456789abcdef/" HEX, "docker", HEX},
		{"/machine.slice/libpod-" HEX ".scope/container", "podman",
		 HEX},
		{"/user.slice/user-1000.slice/user@1000.service/user.slice/"
		 "libpod-" HEX ".scope", "podman", HEX},
		{"/libpod_parent/libpod-" HEX, "podman", HEX},
		{"/system.slice/mail.service/libpod-payload-" HEX, "podman",
		 HEX},
		{"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-"
		 "pod1.slice/cri-containerd-" HEX ".scope", "containerd", HEX},
		{"/kubepods/burstable/pod12-34/" HEX, "containerd", HEX},
		{"/system.slice/containerd.service/kubepods-burstable-pod1."
		 "slice:cri-containerd:" HEX, "containerd", HEX},
		{"/kubepods.slice/kubepods-pod1.slice/crio-" HEX ".scope",
		 "cri-o", HEX},
		{"/lxc.payload.mail1/system.slice/postfix.service", "lxc",
		 "mail1"},
		{"/lxc/mail1", "lxc", "mail1"},
		{"/machine.slice/systemd-nspawn@mail\\x2d1.service/payload",
		 "systemd-nspawn", "mail-1"},
		{"/machine.slice/machine-mail1.scope", "systemd-nspawn",
		 "mail1"},
		{"/machine.slice/machine-lxc\\x2d12\\x2dmail.scope",
		 "libvirt-lxc", "12-mail"},
		{"/garden/1a2b", "garden", "1a2b"},
		/* The monitor of a container is not in it. */
		{"/machine.slice/libpod-conmon-" HEX ".scope", NULL, NULL},
		{"/kubepods.slice/crio-conmon-" HEX ".scope", NULL, NULL},
		{"/lxc.monitor.mail1", NULL, NULL},
		/* A virtual machine is not a container. */
		{"/machine.slice/machine-qemu\\x2d1\\x2dmail.scope", NULL,
		 NULL},
		{"/system.slice/docker.service", NULL, NULL},
		{"/system.slice/docker.socket", NULL, NULL},
		{"/system.slice/lxc.service/x", NULL, NULL},
		{"/docker", NULL, NULL},
		{"/docker/0123", NULL, NULL},
		{"/kubepods/burstable/pod12-34", NULL, NULL},
		{"/", NULL, NULL},
	};
	char id[CGROUP_NAME];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *runtime = NULL;
		int rc = cgroup_container(cases[i].path, &runtime, id);

		if (!cases[i].runtime) {
			assert_int_equal(rc, -ENOENT);
			assert_null(runtime);
			continue;
		}
		assert_int_equal(rc, 0);
		assert_string_equal(runtime, cases[i].runtime);
		assert_string_equal(id, cases[i].id);
	}
}

/* As root by its handle, as nobody by a walk over all. */
static void expect_path(uint64_t id, const char *expected, uid_t uid)
{
	char path[CGROUP_PATH];
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (uid && setresuid(uid, uid, uid))
			_exit(1);
		_exit(cgroup_path(id, path) ? 2 :
		      strcmp(path, expected) ? 3 :
		      cgroup_path(id, path) || strcmp(path, expected) ? 4 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void finds_paths_by_id(void **state)
{
	const char *mount = cgroup_mount();
	char made[CGROUP_PATH], below[CGROUP_PATH + 8], path[CGROUP_PATH];
	struct stat st;

	(void)state;
	assert_int_equal(cgroup_path(1, path), 0);
	assert_string_equal(path, "/");
	assert_int_equal(cgroup_path(0, path), -ENOENT);
	if (!mount)
		skip();
	snprintf(made, sizeof(made), "%s/bindwhy-unit-%d", mount, getpid());
	if (getuid() || mkdir(made, 0755))
		skip();
	snprintf(below, sizeof(below), "%s/below", made);
	assert_int_equal(mkdir(below, 0755), 0);
	assert_int_equal(stat(below, &st), 0);
	expect_path(st.st_ino, below + strlen(mount), 0);
	expect_path(st.st_ino, below + strlen(mount), 65534);
	assert_int_equal(rmdir(below), 0);
	assert_int_equal(stat(made, &st), 0);
	expect_path(st.st_ino, made + strlen(mount), 65534);
	assert_int_equal(rmdir(made), 0);
	assert_true(cgroup_path(UINT64_MAX, path) < 0);
}

static void finds_the_unified_hierarchy(void **state)
{
	static const struct {
		const char *file, *path;
	} cases[] = {
		{"0::/\n", "/"},
		{"9:name=systemd:/\n4:memory:/x\n0::/system.slice/a.service\n",
		 "/system.slice/a.service"},
		{"10::/no\n", NULL},
		{"0::\n", NULL},
		{"0::x\n", NULL},
		{"", NULL},
	};
	char path[CGROUP_PATH], *huge = calloc(1, CGROUP_PATH + 4);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int rc = cgroup_parse_unified(cases[i].file,
					      strlen(cases[i].file), path);

		assert_int_equal(rc, cases[i].path ? 0 : -ENOENT);
		if (!rc)
			assert_string_equal(path, cases[i].path);
	}
	assert_non_null(huge);
	memset(huge, '/', CGROUP_PATH + 3);
	memcpy(huge, "0::", 3);
	assert_int_equal(cgroup_parse_unified(huge, CGROUP_PATH + 3, path),
			 -ENOENT);
	assert_int_equal(cgroup_parse_unified(huge, CGROUP_PATH + 2, path), 0);
	free(huge);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_unified_hierarchy),
		cmocka_unit_test(names_the_unit),
		cmocka_unit_test(refuses_a_name_that_is_too_long),
		cmocka_unit_test(tells_a_user_s_unit),
		cmocka_unit_test(names_the_container),
		cmocka_unit_test(finds_paths_by_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
