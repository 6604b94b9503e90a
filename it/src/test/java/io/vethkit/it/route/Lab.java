package io.vethkit.it.route;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.Tool;
import io.vethkit.netlink.Netlink;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.function.Executable;

import java.io.IOException;

/** What tests of rtnetlink start from: a veth pair, both ends up, in the thread's namespace. */
final class Lab implements AutoCloseable {
    final NetlinkSocket socket;
    final int eth0;
    final int eth1;

    Lab() throws IOException {
        ip("link set dev lo up");
        ip("link add name eth0 address 02:00:00:00:00:01 type veth peer name eth1");
        ip("link set dev eth0 up");
        ip("link set dev eth1 up");
        ip("addr add 10.0.0.10/24 dev eth0");
        ip("addr add 2001:db8::10/64 dev eth0 nodad");
        socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE);
        eth0 = index("eth0");
        eth1 = index("eth1");
    }

    /** Runs {@code ip} with arguments that hold no blanks. Returns what it printed. */
    static String ip(String arguments) throws IOException {
        return Tool.ip(arguments.split(" "));
    }

    /** Returns the objects that {@code ip -j -d} prints. */
    static JsonArray objects(String arguments) throws IOException {
        String printed = ip("-j -d " + arguments);
        return printed.isEmpty()
                ? new JsonArray()
                : JsonParser.parseString(printed).getAsJsonArray();
    }

    /** Returns the one object that {@code ip -j -d} prints. */
    static JsonObject object(String arguments) throws IOException {
        JsonArray printed = objects(arguments);
        if (printed.size() != 1) {
            throw new AssertionError(arguments + " gave " + printed);
        }
        return printed.get(0).getAsJsonObject();
    }

    static JsonObject link(String name) throws IOException {
        return object("link show dev " + name);
    }

    static int index(String name) throws IOException {
        return link(name).get("ifindex").getAsInt();
    }

    static Prefix prefix(String text) {
        return Prefix.parse(text);
    }

    /** Runs what the kernel must refuse. Returns the complaint. */
    static NetlinkException refusal(Executable operation) {
        return assertThrows(NetlinkException.class, operation);
    }

    @Override
    public void close() {
        socket.close();
    }
}
