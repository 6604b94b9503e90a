/*
 * What the benchmarks of io.vethkit.bench do, written in C as fast as one writes it by hand.
 *
 * usage: peer batch|dump|parse NETNS-PATH ROUTES
 *
 * Prints the work and its nanoseconds for each route, or message.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 128
#define LOOPBACK 1
#define FIRST 0x0a000001u
#define WARM_UP_NANOS 50000000LL
#define MEASURED_NANOS 400000000LL

static int sock;
static unsigned sequence;
static unsigned char sent[64 * 1024];
static unsigned char received[64 * 1024];
static volatile unsigned sink;

static void fail(const char *what) {
    fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void open_socket(const char *netns) {
    int one = 1;
    int fd = open(netns, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, CLONE_NEWNET) < 0) fail(netns);
    sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (sock < 0) fail("socket");
    setsockopt(sock, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof one);
    setsockopt(sock, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof one);
    setsockopt(sock, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof one);
}

static int receive(void) {
    int length = recv(sock, received, sizeof received, 0);
    if (length < 0) fail("recv");
    return length;
}

static void put_u32(struct nlmsghdr *message, int type, unsigned value) {
    struct rtattr *attribute = (void *)((char *)message + message->nlmsg_len);
    attribute->rta_type = type;
    attribute->rta_len = RTA_LENGTH(4);
    memcpy(RTA_DATA(attribute), &value, 4);
    message->nlmsg_len += RTA_LENGTH(4);
}

static int put_route(unsigned char *at, int type, int flags, int host) {
    struct nlmsghdr *message = (void *)at;
    struct rtmsg *route = NLMSG_DATA(message);
    message->nlmsg_len = NLMSG_LENGTH(sizeof *route);
    message->nlmsg_type = type;
    message->nlmsg_flags = flags | NLM_F_REQUEST;
    message->nlmsg_seq = ++sequence;
    message->nlmsg_pid = 0;
    memset(route, 0, sizeof *route);
    route->rtm_family = AF_INET;
    route->rtm_dst_len = 32;
    route->rtm_table = RT_TABLE_MAIN;
    route->rtm_protocol = RTPROT_BOOT;
    route->rtm_scope = RT_SCOPE_LINK;
    route->rtm_type = RTN_UNICAST;
    put_u32(message, RTA_DST, htonl(FIRST + host));
    put_u32(message, RTA_OIF, LOOPBACK);
    return NLMSG_ALIGN(message->nlmsg_len);
}

/* Reads answers until the acknowledgement of the last message; any error ends the program. */
static void await(unsigned last) {
    for (;;) {
        int left = receive();
        struct nlmsghdr *message = (void *)received;
        for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
            struct nlmsgerr *answer = NLMSG_DATA(message);
            if (message->nlmsg_type != NLMSG_ERROR) continue;
            if (answer->error) {
                errno = -answer->error;
                fail("route");
            }
            if (message->nlmsg_seq == last) return;
        }
    }
}

static void change_routes(int type, int flags, int routes) {
    for (int start = 0; start < routes; start += BATCH) {
        int end = start + BATCH < routes ? start + BATCH : routes;
        int length = 0, last = 0;
        for (int i = start; i < end; i++) {
            last = length;
            length += put_route(sent + length, type, flags, i);
        }
        ((struct nlmsghdr *)(sent + last))->nlmsg_flags |= NLM_F_ACK;
        if (send(sock, sent, length, 0) < 0) fail("send");
        await(sequence);
    }
}

static int batch(int routes) {
    change_routes(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, routes);
    change_routes(RTM_DELROUTE, 0, routes);
    return 2 * routes;
}

static void ask(void) {
    struct {
        struct nlmsghdr header;
        struct rtmsg route;
    } request = {
        .header = {sizeof request, RTM_GETROUTE, NLM_F_REQUEST | NLM_F_DUMP, ++sequence, 0},
        .route = {.rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN},
    };
    if (send(sock, &request, sizeof request, 0) < 0) fail("send");
}

/* Destination, its length, link and table of a route, as RouteSum looks at them. */
static unsigned read_route(struct nlmsghdr *message) {
    struct rtmsg *route = NLMSG_DATA(message);
    int left = message->nlmsg_len - NLMSG_LENGTH(sizeof *route);
    struct rtattr *attribute = RTM_RTA(route);
    unsigned table = route->rtm_table, destination = 0, device = 0;
    for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        switch (attribute->rta_type) {
        case RTA_DST:
            memcpy(&destination, RTA_DATA(attribute), 4);
            break;
        case RTA_OIF:
            memcpy(&device, RTA_DATA(attribute), 4);
            break;
        case RTA_TABLE:
            memcpy(&table, RTA_DATA(attribute), 4);
            break;
        default:
            break;
        }
    }
    return ntohl(destination) + route->rtm_dst_len + device + table;
}

/* Returns whether the dump goes on behind this datagram. */
static int read_datagram(unsigned char *datagram, int left, int *messages) {
    struct nlmsghdr *message = (void *)datagram;
    unsigned sum = 0;
    for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
        if (message->nlmsg_type == NLMSG_DONE) {
            sink = sum;
            return 0;
        }
        if (message->nlmsg_type == NLMSG_ERROR) fail("dump");
        sum += read_route(message);
        ++*messages;
    }
    sink = sum;
    return 1;
}

static int dump(int routes) {
    int messages = 0, length;
    ask();
    do length = receive();
    while (read_datagram(received, length, &messages));
    if (messages != routes) fail("number of routes");
    return messages;
}

static unsigned char captured[16 << 20];
static int captured_length;

static void capture(void) {
    int messages = 0, length;
    ask();
    do {
        length = receive();
        memcpy(captured + captured_length, received, length);
        captured_length += length;
    } while (read_datagram(received, length, &messages));
}

static int parse(int routes) {
    int messages = 0;
    read_datagram(captured, captured_length, &messages);
    if (messages != routes) fail("number of routes");
    return messages;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: peer batch|dump|parse NETNS-PATH ROUTES\n");
        return 2;
    }
    const char *name = arguments[1];
    int routes = atoi(arguments[3]);
    int (*work)(int) = !strcmp(name, "batch") ? batch : !strcmp(name, "dump") ? dump : parse;
    open_socket(arguments[2]);
    if (work == parse) capture();

    long long warm = now() + WARM_UP_NANOS, start, end;
    while (now() < warm) work(routes);
    double done = 0;
    start = now();
    do {
        done += work(routes);
        end = now();
    } while (end < start + MEASURED_NANOS);
    printf("%s %.2f\n", name, (end - start) / done);
    return 0;
}
