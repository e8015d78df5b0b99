/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/netlink.h"

#include <errno.h>
#include <linux/netlink.h>

#define ERRNO_MAX 4095

/* What follows starts at a multiple of four; nothing may follow. */
static void skip_padding(struct cursor *c, size_t length)
{
	size_t padding = -length & 3;

	if (!cursor_skip(c, padding))
		cursor_skip(c, cursor_left(c));
}

/* Of a message of an error, or of the end: 0, or -errno. */
static int told_error(struct cursor *body)
{
	int32_t error;

	if (!cursor_copy(body, &error, sizeof(error)))
		return -EBADMSG;
	return error <= 0 && error >= -ERRNO_MAX ? error : -EBADMSG;
}

/* 1 to go on, 0 at the end, or -errno. */
static int look(const struct nlmsghdr *head, struct cursor body,
		int (*message)(void *context, struct cursor body),
		void *context)
{
	int rc;

	if (head->nlmsg_flags & NLM_F_DUMP_INTR)
		return -EINTR;
	switch (head->nlmsg_type) {
	case NLMSG_NOOP:
	case NLMSG_OVERRUN:
		return 1;
	case NLMSG_ERROR:
		return told_error(&body);
	case NLMSG_DONE:
		/* Some kernels tell nothing there. */
		return cursor_left(&body) ? told_error(&body) : 0;
	default:
		rc = message(context, body);
		return rc ? rc : 1;
	}
}

int netlink_read(const void *bytes, size_t length, uint32_t seq,
		 uint32_t port,
		 int (*message)(void *context, struct cursor body),
		 void *context)
{
	struct cursor c = cursor_over(bytes, length), body;
	struct nlmsghdr head;
	int rc = 1;

	while (rc > 0 && cursor_left(&c)) {
		if (!cursor_copy(&c, &head, sizeof(head)) ||
		    head.nlmsg_len < sizeof(head) ||
		    !cursor_take(&c, head.nlmsg_len - sizeof(head), &body))
			return -EBADMSG;
		skip_padding(&c, head.nlmsg_len);
		if (head.nlmsg_pid && port && head.nlmsg_pid != port)
			return -ESRCH;
		if (head.nlmsg_seq && seq && head.nlmsg_seq != seq)
			return -EPROTO;
		rc = look(&head, body, message, context);
	}
	return rc;
}

bool netlink_attribute(struct cursor *c, uint16_t *type, struct cursor *value)
{
	struct cursor next = *c;
	struct nlattr head;

	if (!cursor_copy(&next, &head, sizeof(head)) ||
	    head.nla_len < sizeof(head) ||
	    !cursor_take(&next, head.nla_len - sizeof(head), value))
		return false;
	skip_padding(&next, head.nla_len);
	*type = head.nla_type & NLA_TYPE_MASK;
	*c = next;
	return true;
}
