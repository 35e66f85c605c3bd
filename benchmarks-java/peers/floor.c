/*
 * The thinnest client that can be written: what this machine allows, not a product. One thread; all connections are opened and all requests built before
 * the clock starts; a stamp just before write() and one after each read(); nothing is parsed but the beginnings of events. A closed loop of STREAMS, or an
 * open loop that sends REQUESTS at RATE a second by an absolute schedule.
 *
 * It asks for no usage, and a completions stream has no role event, so every "data: {" is one token event.
 *
 * floor PORT STREAMS REQUESTS RATE(0: closed loop) TOKENS FILE
 * FILE: one line a request: id, intended, sent, status, and the times of all events, CLOCK_MONOTONIC ns.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define CARRY 16
#define READ (64 * 1024)

typedef struct {
    long long intended, sent, *events;
    int count, status;
} request;

typedef struct {
    int fd, at;
    int carried;
    char carry[CARRY];
} stream;

static request *requests;
static stream *streams;
static char (*texts)[2048];
static int *lengths;
static int tokens, poller, done;
static char buffer[CARRY + READ + 1];

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void open_stream(stream *s, int port) {
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (s->fd < 0 || connect(s->fd, (struct sockaddr *) &to, sizeof to) != 0) fail("connect");
    fcntl(s->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = s};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, s->fd, &e) != 0) fail("epoll_ctl");
    s->at = -1;
    s->carried = 0;
}

static void send_request(stream *s, int i, long long intended) {
    s->at = i;
    s->carried = 0;
    request *r = &requests[i];
    r->sent = now();
    r->intended = intended ? intended : r->sent;
    if (write(s->fd, texts[i], lengths[i]) != lengths[i]) fail("write");
}

/* Reads once. Answers 1 when the response has ended, -1 when the connection has. */
static int receive(stream *s) {
    memcpy(buffer, s->carry, s->carried);
    ssize_t got = read(s->fd, buffer + s->carried, READ);
    long long at = now();
    if (got < 0 && errno == EAGAIN) return 0;
    if (got <= 0) return -1;
    if (s->at < 0) return 0;
    char *end = buffer + s->carried + got, *from = buffer;
    *end = 0;
    request *r = &requests[s->at];
    if (r->status == 0 && end - buffer > 12) r->status = atoi(buffer + 9);
    int ended = 0;
    char *hit;
    while ((hit = memmem(from, end - from, "data: ", 6)) != NULL && hit + 7 <= end) {
        if (hit[6] == '{' && r->count < tokens) r->events[r->count++] = at;
        if (hit[6] == '[') ended = 1;
        from = hit + 7;
    }
    /* What may be the beginning of a mark stays for the next read. */
    int rest = (int) (end - from) < 6 ? (int) (end - from) : 6;
    memcpy(s->carry, end - rest, rest);
    s->carried = rest;
    return ended || r->status >= 400;
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: floor PORT STREAMS REQUESTS RATE TOKENS FILE\n");
        return 2;
    }
    int port = atoi(argv[1]), width = atoi(argv[2]), total = atoi(argv[3]);
    double rate = atof(argv[4]);
    tokens = atoi(argv[5]);
    prctl(PR_SET_TIMERSLACK, 1UL);
    poller = epoll_create1(0);
    requests = calloc(total, sizeof *requests);
    texts = calloc(total, sizeof *texts);
    lengths = calloc(total, sizeof *lengths);
    streams = calloc(width, sizeof *streams);
    long long *events = malloc((size_t) total * tokens * sizeof *events);
    memset(events, 1, (size_t) total * tokens * sizeof *events);
    for (int i = 0; i < total; i++) {
        char body[1500];
        int at = snprintf(body, sizeof body, "{\"model\":\"sim-model\",\"stream\":true,\"ignore_eos\":true,\"max_tokens\":%d,\"prompt\":\"%d", tokens, i);
        for (int word = 0; word < 126; word++) at += snprintf(body + at, sizeof body - at, " word%02d", (i + word) % 100);
        at += snprintf(body + at, sizeof body - at, "\"}");
        lengths[i] = snprintf(texts[i], sizeof *texts,
                "POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nX-Request-Id: floor-%d\r\nContent-Length: %d\r\n\r\n%s",
                port, i, at, body);
        requests[i].events = events + (size_t) i * tokens;
    }
    int *idle = calloc(width, sizeof *idle), free_streams = 0;
    for (int i = 0; i < width; i++) open_stream(&streams[i], port);
    for (int i = width - 1; i >= 0; i--) idle[free_streams++] = i;
    long long start = now() + 100000000LL;
    while (now() < start) usleep(1000);
    int next = 0;
    if (rate == 0) {
        while (next < width && next < total) {
            send_request(&streams[next], next, 0);
            next++;
        }
    }
    struct epoll_event ready[1024];
    while (done < total) {
        int wait = 30000;
        if (rate > 0 && next < total) {
            long long due = start + (long long) (next * 1e9 / rate), clock;
            while (free_streams > 0 && next < total && (clock = now()) >= due) {
                send_request(&streams[idle[--free_streams]], next, due);
                next++;
                due = start + (long long) (next * 1e9 / rate);
            }
            long long left = due - now();
            wait = next >= total || free_streams == 0 ? 30000 : left > 0 ? -1 : 0;
            if (wait == -1) {
                struct timespec t = {.tv_sec = left / 1000000000LL, .tv_nsec = left % 1000000000LL};
                int n = epoll_pwait2(poller, ready, 1024, &t, NULL);
                if (n == 0) continue;
                wait = 0;
            }
        }
        int n = epoll_wait(poller, ready, 1024, wait);
        if (n < 0 && errno != EINTR) fail("epoll_wait");
        if (n == 0 && wait == 30000) {
            fprintf(stderr, "floor: no event for 30 s, %d of %d requests done\n", done, total);
            break;
        }
        for (int i = 0; i < n; i++) {
            stream *s = ready[i].data.ptr;
            int end = receive(s);
            if (end == 0) continue;
            if (s->at >= 0) done++;
            s->at = -1;
            if (end < 0) {
                close(s->fd);
                open_stream(s, port);
            }
            if (rate == 0) {
                if (next < total) {
                    send_request(s, next, 0);
                    next++;
                }
            } else {
                idle[free_streams++] = (int) (s - streams);
            }
        }
    }
    FILE *out = fopen(argv[6], "w");
    if (out == NULL) fail("fopen");
    for (int i = 0; i < total; i++) {
        request *r = &requests[i];
        fprintf(out, "floor-%d %lld %lld %d", i, r->intended, r->sent, r->status);
        for (int k = 0; k < r->count; k++) fprintf(out, " %lld", r->events[k]);
        fputc('\n', out);
    }
    return fclose(out) == 0 && done == total ? 0 : 1;
}
