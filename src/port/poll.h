/* poll(), wherever it stands. */
#ifndef PORT_POLL_H
#define PORT_POLL_H

#ifdef _WIN32
#include <winsock2.h>
#define poll(fds, count, timeout) WSAPoll(fds, count, timeout)
#else
#include <poll.h>
#endif

#endif
