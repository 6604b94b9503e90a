package io.vethkit.it.netlink;

import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;
import static io.vethkit.netlink.route.RtNetlink.RTNLGRP_IPV4_ROUTE;
import static io.vethkit.netlink.route.RtNetlink.RTNLGRP_LINK;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.Monitor;
import io.vethkit.netlink.MonitorListener;
import io.vethkit.netlink.route.RouteEvent;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Events of the real kernel. */
@ExtendWith(ThrowawayNetns.class)
class MonitorIT {
    /** Notes events as {@code KIND NAME}. */
    private static final class Notes implements MonitorListener {
        private final RouteEvent event = new RouteEvent();
        private final List<String> events = new ArrayList<>();
        private int losses;

        @Override
        public void event(MessageReader message) throws MalformedMessageException {
            event.read(message);
            events.add(event.kind() + " " + event.name());
        }

        @Override
        public void lost() {
            losses++;
        }
    }

    private final Notes notes = new Notes();

    @Test
    void showsTheEventsOfTheGroupsItJoined() throws IOException {
        try (Monitor monitor = Monitor.open(NETLINK_ROUTE, SocketOpener.HERE)) {
            monitor.join(RTNLGRP_LINK);
            Tool.ip("rule", "add", "lookup", "1001");
            Tool.ip("link", "add", "br0", "type", "bridge");

            assertTrue(monitor.receive(notes, -1));

            assertTrue(notes.events.contains("LINK br0"), notes.events.toString());
            assertFalse(notes.events.toString().contains("RULE"), notes.events.toString());
        }
    }

    @Test
    void hearsOfTheNamespaceItWasOpenedIn() throws IOException {
        try (NetworkNamespace other = NetworkNamespace.createAnonymous();
                Monitor monitor = Monitor.open(NETLINK_ROUTE, other)) {
            monitor.join(RTNLGRP_LINK);
            Tool.ip("link", "add", "br0", "type", "bridge");
            assertFalse(monitor.receive(notes, 20));

            other.call(() -> Tool.ip("link", "add", "br1", "type", "bridge"));

            assertTrue(monitor.receive(notes, -1));
            assertTrue(notes.events.contains("LINK br1"), notes.events.toString());
        }
    }

    @Test
    void saysThatEventsWereLostAndGoesOn() throws IOException {
        Tool.ip("link", "set", "lo", "up");
        try (Monitor monitor = Monitor.open(NETLINK_ROUTE, SocketOpener.HERE, 4096)) {
            monitor.join(RTNLGRP_IPV4_ROUTE);
            Tool.feed(routes("add", 3000), "ip", "-batch", "-");

            assertTrue(monitor.receive(notes, -1));

            assertEquals(1, notes.losses);
            assertTrue(notes.events.size() < 3000, notes.events.size() + " events");
            Tool.ip("route", "del", "10.0.0.7");
            int before = notes.events.size();
            assertTrue(monitor.receive(notes, -1));
            assertEquals(before + 1, notes.events.size());
            assertEquals(1, notes.losses);
        }
    }

    @Test
    void holdsThousandsOfEvents() throws IOException {
        Tool.ip("link", "set", "lo", "up");
        try (Monitor monitor = Monitor.open(NETLINK_ROUTE, SocketOpener.HERE)) {
            monitor.join(RTNLGRP_IPV4_ROUTE);
            Tool.feed(routes("add", 3000), "ip", "-batch", "-");

            assertTrue(monitor.receive(notes, -1));

            assertEquals(0, notes.losses);
            assertEquals(3000, notes.events.size());
        }
    }

    private static String routes(String verb, int count) {
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < count; i++) {
            batch.append("route ").append(verb).append(" 10.0.").append(i / 250).append('.');
            batch.append(i % 250).append("/32 dev lo\n");
        }
        return batch.toString();
    }
}
