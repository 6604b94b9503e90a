package io.vethkit.it.modes;

import io.vethkit.netns.NetworkNamespace;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All devices of the node, with tcpdump(8) on them. */
final class Wiretap implements AutoCloseable {
    /** What opens connections, and UDP; in IPv6, tcpdump has no word for TCP's flags. */
    private static final String FILTER =
            "udp or tcp[tcpflags] & tcp-syn != 0 or (ip6[6] == 6 and ip6[53] & 2 != 0)";

    // P: for a MAC address that is not the device's but that of a VLAN on it
    private static final Pattern PACKET =
            Pattern.compile("(\\S+) +(In|Out|P) +IP6? (\\S+)\\.(\\d+) > (\\S+)\\.(\\d+): .*");

    private static final int END_PORT = 9;

    private final NetworkNamespace node;
    private final Process tcpdump;

    private Wiretap(NetworkNamespace node, Process tcpdump) {
        this.node = node;
        this.tcpdump = tcpdump;
    }

    static Wiretap on(NetworkNamespace node) throws IOException {
        String command =
                "exec nsenter --net=" + node + " timeout 60 tcpdump -nlpt --immediate-mode -s256";
        Process tcpdump =
                new ProcessBuilder("sh", "-c", command + " -i any '" + FILTER + "'").start();
        BufferedReader said = tcpdump.errorReader();
        String line = said.readLine();
        while (line != null && !line.startsWith("listening on")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new AssertionError("tcpdump does not listen");
        }
        return new Wiretap(node, tcpdump);
    }

    /** Stops. Returns what passed, in its order. */
    List<Packet> stop() throws IOException, InterruptedException {
        List<Packet> packets = new ArrayList<>();
        Thread ending = Thread.ofPlatform().daemon().start(this::end);
        BufferedReader said = tcpdump.inputReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher matcher = PACKET.matcher(line);
            if (matcher.matches()) {
                int from = Integer.parseInt(matcher.group(4));
                int to = Integer.parseInt(matcher.group(6));
                if (to == END_PORT) {
                    break;
                }
                packets.add(new Packet(matcher.group(1), from, to, line.contains("UDP")));
            }
        }
        close();
        ending.interrupt();
        ending.join();
        return packets;
    }

    @Override
    public void close() {
        tcpdump.descendants().forEach(ProcessHandle::destroy); // timeout(1)'s
        tcpdump.destroy();
    }

    /** Sends a packet for tcpdump to see, until it has seen all before. */
    private void end() {
        try (DatagramSocket socket = node.call(() -> new DatagramSocket())) {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            while (true) {
                socket.send(new DatagramPacket(new byte[1], 1, loopback, END_PORT));
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            // it has
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the devices that packets to, or from, {@code port} passed, each once. */
    static List<String> path(
            List<Packet> packets, int port, boolean udp, boolean to, Map<String, String> names) {
        List<String> path = new ArrayList<>();
        for (Packet packet : packets) {
            if (packet.udp == udp && (to ? packet.to : packet.from) == port) {
                String name = names.getOrDefault(packet.device, packet.device);
                if (!path.contains(name)) {
                    path.add(name);
                }
            }
        }
        return path;
    }

    /** A packet that came in or went out by {@code device}. */
    record Packet(String device, int from, int to, boolean udp) {}
}
