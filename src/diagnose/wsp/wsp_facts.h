/* SPDX-License-Identifier: BSD-2-Clause */
/* The Winsock Proxy client's files, as facts about one program. */
#ifndef DIAGNOSE_WSP_WSP_FACTS_H
#define DIAGNOSE_WSP_WSP_FACTS_H

#include <stdbool.h>

#include "diagnose/bind/scene.h"

/**
 * struct wsp - The client's configuration for a target
 * @program:	In lower case without ".exe"; NULL if nothing names one
 * @copied:	The files come from another machine: this system cannot have
 *		the client
 * @server:	The setting that names the proxy, or NULL
 * @proxy:	Its value, or NULL
 * @by_address:	The value is an address
 * @wspcfg:	The program's own Wspcfg.ini, or NULL; can be one that the
 *		client does not find or cannot read
 * @section:	The first setting of the section that applies to the program,
 *		or NULL
 * @ports:	Its ServerBindTcpPorts or ServerBindUdpPorts, or NULL
 * @bind_ip:	Its ProxyBindIp, or NULL
 * @disabled:	The Disable= or DisableEx= that is set for it, or NULL
 * @outranked:	@disabled is in a section that does not apply, because another
 *		one comes first
 * @published:	@ports has the target's port
 * @unsure:	A file that could change this exists and was not read
 */
struct wsp {
	const struct scene *scene;
	const char *program;
	bool copied;
	const struct fact *server;
	const char *proxy;
	bool by_address;
	const struct fact *wspcfg;
	const struct fact *section;
	const struct fact *ports;
	const struct fact *bind_ip;
	const struct fact *disabled;
	bool outranked;
	bool published;
	bool unsure;
};

/**
 * wsp_build() - Find the settings for a target
 * @wsp:	Written on success only
 * @scene:	The target and its facts
 *
 * Return: false if no file of the client was read
 */
bool wsp_build(struct wsp *wsp, const struct scene *scene);

/** wsp_is_enabled() - Does the program's bind go to the client at all? */
bool wsp_is_enabled(const struct wsp *wsp);

/** wsp_role_is() - Is a fact about this file?  "wspcfg.ini" */
bool wsp_role_is(const struct fact *fact, const char *role);

/**
 * wsp_concerns() - Is a Wspcfg.ini the program's?
 * True, too, if nothing shows that it is another program's.
 */
bool wsp_concerns(const struct wsp *wsp, const struct fact *file);

/** wsp_is_misnamed() - Is it Wspcfg.ini.txt, without a Wspcfg.ini? */
bool wsp_is_misnamed(const struct wsp *wsp, const struct fact *file);

/** wsp_is_unicode() - Is it in an encoding that the client does not read? */
bool wsp_is_unicode(const struct fact *file);

/**
 * wsp_is_misplaced() - Is it in a folder where the client does not look?
 * It has the program's section, and is in another program's folder or in the
 * client's own.
 */
bool wsp_is_misplaced(const struct wsp *wsp, const struct fact *file);

/**
 * wsp_range_of() - The range of the address table with an address
 * @wsp:	The configuration
 * @address:	The address
 *
 * Return: its FACT_WSP_RANGE, or NULL
 */
const struct fact *wsp_range_of(const struct wsp *wsp,
				const struct address *address);

/** wsp_range_of_all() - The range with all addresses, or NULL */
const struct fact *wsp_range_of_all(const struct wsp *wsp);

#endif
