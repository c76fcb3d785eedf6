/* SPDX-License-Identifier: GPL-2.0 */
/* Rows: members of structs */

LOGS("a member", "nanosleep", "PARAMS[1]->tv_sec == -1", C(nanosleep, ts(-1, 5), NULL), "nanosleep({tv_sec=-1, tv_nsec=5}, <NULL>)");
QUIET("a member of another value", "nanosleep", "PARAMS[1]->tv_sec == 1", C(nanosleep, ts(-1, 5), NULL));
LOGS("a member by the parameter's name", "nanosleep", "PARAMS[rqtp]->tv_nsec == 5", C(nanosleep, ts(-1, 5), NULL), "nanosleep({tv_sec=-1, tv_nsec=5}, <NULL>)");
LOGS("a member is signed as declared", "nanosleep", "PARAMS[1]->tv_sec < 0", C(nanosleep, ts(-1, 5), NULL), "nanosleep({tv_sec=-1, tv_nsec=5}, <NULL>)");
LOGS("two members", "nanosleep", "PARAMS[1]->tv_sec + PARAMS[1]->tv_nsec == 4", C(nanosleep, ts(-1, 5), NULL), "nanosleep({tv_sec=-1, tv_nsec=5}, <NULL>)");
QUIET("a member of a null pointer", "nanosleep", "PARAMS[1]->tv_sec != 1", C(nanosleep, NULL, NULL));
QUIET("a member of a bad pointer", "nanosleep", "PARAMS[1]->tv_sec != 1", C(nanosleep, BAD, NULL));
LOGS("not a member of a bad pointer", "nanosleep", "!(PARAMS[1]->tv_sec == 1)", C(nanosleep, BAD, NULL), "nanosleep(<0x1>, <NULL>)");
ENDS("a member of a struct in a struct", "setitimer", "PARAMS[2]->it_value.tv_usec == 2", "%sname = %retval", C(setitimer, 99, itimer(1, 2), NULL), "setitimer = -22");
ENDS("a member beyond the first struct", "setitimer", "PARAMS[2]->it_interval.tv_sec == 0 && PARAMS[2]->it_value.tv_sec == 1", "%sname = %retval", C(setitimer, 99, itimer(1, 2), NULL), "setitimer = -22");
ENDS("an unsigned member", "setrlimit", "PARAMS[2]->rlim_cur > 0x7fffffffffffffff", "%sname = %retval", C(setrlimit, 99, rlimit(-1, -1)), "setrlimit = -22");
LOGS("the port of an address", "connect", "PARAMS[2]->sin_port == htons(25)", C(connect, NO_FD, in4("127.0.0.1", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
QUIET("another port", "connect", "PARAMS[2]->sin_port == htons(26)", C(connect, NO_FD, in4("127.0.0.1", 25), 16));
LOGS("the port as a number", "connect", "ntohs(PARAMS[2]->sin_port) < 1024", C(connect, NO_FD, in4("127.0.0.1", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
LOGS("the family", "connect", "PARAMS[2]->sa_family == AF_INET", C(connect, NO_FD, in4("127.0.0.1", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
QUIET("another family", "connect", "PARAMS[2]->sa_family == AF_INET6", C(connect, NO_FD, in4("127.0.0.1", 25), 16));
QUIET("the port of another family's address", "connect", "PARAMS[2]->sin_port == htons(25)", C(connect, NO_FD, un("/no/a"), 110));
LOGS("the address", "connect", "PARAMS[2]->sin_addr.s_addr == ipaddr(\"127.0.0.1\")", C(connect, NO_FD, in4("127.0.0.1", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
LOGS("a cast", "connect", "((struct sockaddr_in *)PARAMS[2])->sin_port == htons(25)", C(connect, NO_FD, in4("127.0.0.1", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
LOGS("a cast, and a member of a member", "connect", "((struct sockaddr_in *)PARAMS[2])->sin_addr.s_addr == ipaddr(\"127.0.0.1\")", C(connect, NO_FD, in4("127.0.0.1", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
LOGS("a cast of a named parameter", "connect", "((struct sockaddr_in *)PARAMS[uservaddr])->sin_family == AF_INET", C(connect, NO_FD, in4("127.0.0.1", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
LOGS("an address in a network", "connect", "(ntohl(PARAMS[2]->sin_addr.s_addr) & 0xff000000) == 0x0a000000", C(connect, NO_FD, in4("10.1.2.3", 25), 16), "connect(99, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"10.1.2.3\")}, 16)");
ENDS("an element of an array", "connect", "((struct sockaddr_in6 *)PARAMS[2])->sin6_addr.in6_u.u6_addr8[15] == 1", "%sname = %retval", C(connect, NO_FD, in6(25), 28), "connect = -9");
ENDS("an element of an array of words", "connect", "((struct sockaddr_in6 *)PARAMS[2])->sin6_addr.in6_u.u6_addr32[3] == htonl(1)", "%sname = %retval", C(connect, NO_FD, in6(25), 28), "connect = -9");
ENDS("the port of an IPv6 address", "connect", "PARAMS[2]->sin6_port == htons(25)", "%sname = %retval", C(connect, NO_FD, in6(25), 28), "connect = -9");
ENDS("an array of char is a string", "connect", "((struct sockaddr_un *)PARAMS[2])->sun_path == \"/no/a\"", "%sname = %retval", C(connect, NO_FD, un("/no/a"), 110), "connect = -9");
ENDS("a part of it", "connect", "PARAMS[2]->sun_path startswith \"/no/\"", "%sname = %retval", C(connect, NO_FD, un("/no/a"), 110), "connect = -9");
QUIET("another string", "connect", "((struct sockaddr_un *)PARAMS[2])->sun_path == \"/no\"", C(connect, NO_FD, un("/no/a"), 110));
LOGS("a netlink address", "bind", "PARAMS[2]->nl_groups & 0x10", C(bind, NO_FD, nl(5, 0x11), 12), "bind(99, {sa_family=AF_NETLINK, nl_pid=5, nl_groups=0x000011}, 12)");
RUNS("a decision on a member", RULE("r", "connect", BOTH("PARAMS[2]->sin_port == htons(25)"), FAIL("ENETDOWN"), "before"), C(connect, NO_FD, in4("127.0.0.1", 25), 16), "", -ENETDOWN);

REFUSED("a member that is none", FILTER_OF("nanosleep", "PARAMS[1]->@tv_secs == 1"), "no member \"tv_secs\"; expected one of the struct's; did you mean \"tv_sec\"?");
REFUSED("a struct that is none", FILTER_OF("connect", "((@struct sockadr_un *)PARAMS[2])->sun_path == \"a\""), "unknown type \"struct sockadr_un\"; expected a struct that this kernel knows; did you mean \"sockaddr_un\"?");
REFUSED("a member of a number", FILTER_OF("dup2", "PARAMS[1]->@x == 1"), "types don't fit: '->' behind PARAMS[1] (unsigned int); expected a parameter that points to a struct");
REFUSED("a member by . behind a pointer", FILTER_OF("nanosleep", "PARAMS[1].@tv_sec == 1"), "types don't fit: '.' behind PARAMS[1] (struct __kernel_timespec *); expected a struct; behind a pointer it is '->'");
REFUSED("an element beyond the array", FILTER_OF("connect", "((struct sockaddr_in6 *)PARAMS[2])->sin6_addr.in6_u.u6_addr8[@16] == 1"), "no element 16; expected a number from 0, below the array's length");
REFUSED("an element of a number", FILTER_OF("nanosleep", "PARAMS[1]->tv_sec[@0] == 1"), "types don't fit: '[]' behind tv_sec (long); expected an array");
REFUSED("a cast of a number", FILTER_OF("dup2", "((@struct sockaddr_in *)PARAMS[1])->sin_port == 1"), "types don't fit: a cast of PARAMS[1] (unsigned int); expected one of a parameter that is a pointer");
REFUSED("a cast without a star", FILTER_OF("connect", "((struct sockaddr_in@) PARAMS[2])->sin_port == 1"), "expected '*' behind the type: a parameter is a pointer to it");
