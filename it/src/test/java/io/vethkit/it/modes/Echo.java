package io.vethkit.it.modes;

import io.vethkit.netlink.IpAddress;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A server on one port, of TCP and of UDP, that tells callers the address it sees them at. */
final class Echo implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 400; // before anything is sent again
    private static final int MAX_DATAGRAM = 64;

    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final Thread ofTcp = Thread.ofPlatform().daemon().unstarted(this::answerTcp);
    private final Thread ofUdp = Thread.ofPlatform().daemon().unstarted(this::answerUdp);

    private Echo(ServerSocket tcp, DatagramSocket udp) {
        this.tcp = tcp;
        this.udp = udp;
    }

    /** Serves at {@code place}. */
    static Echo at(Place place, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(inet(place.address()), port);
        return place.namespace()
                .call(() -> {
                    ServerSocket tcp = new ServerSocket();
                    tcp.setReuseAddress(true);
                    tcp.bind(address);
                    Echo echo = new Echo(tcp, new DatagramSocket(address));
                    echo.ofTcp.start();
                    echo.ofUdp.start();
                    return echo;
                });
    }

    private void answerTcp() {
        while (true) {
            try (Socket caller = tcp.accept();
                    OutputStream out = caller.getOutputStream()) {
                out.write(told(caller.getInetAddress()));
            } catch (SocketException e) {
                if (tcp.isClosed()) {
                    return;
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void answerUdp() {
        while (true) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
                udp.receive(packet);
                packet.setData(told(packet.getAddress()));
                udp.send(packet);
            } catch (SocketException e) {
                if (udp.isClosed()) {
                    return;
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static byte[] told(InetAddress caller) {
        String host = caller.getHostAddress();
        int scope = host.indexOf('%');
        String text = scope < 0 ? host : host.substring(0, scope);
        return IpAddress.parse(text).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Calls over TCP from {@code client}'s address. Returns what the server says, or null. */
    static String callTcp(Place client, IpAddress server, int port) throws IOException {
        return client.namespace()
                .call(() -> {
                    try (Socket socket = new Socket()) {
                        socket.bind(new InetSocketAddress(inet(client.address()), 0));
                        socket.connect(new InetSocketAddress(inet(server), port), PATIENCE_MILLIS);
                        socket.setSoTimeout(PATIENCE_MILLIS);
                        byte[] told = socket.getInputStream().readAllBytes();
                        return new String(told, StandardCharsets.US_ASCII);
                    } catch (IOException e) {
                        return null;
                    }
                });
    }

    /** Calls over UDP from {@code client}'s address. Returns what the server says, or null. */
    static String callUdp(Place client, IpAddress server, int port) throws IOException {
        return client.namespace()
                .call(() -> {
                    try (DatagramSocket socket =
                            new DatagramSocket(new InetSocketAddress(inet(client.address()), 0))) {
                        socket.setSoTimeout(PATIENCE_MILLIS);
                        socket.connect(new InetSocketAddress(inet(server), port));
                        socket.send(new DatagramPacket(new byte[1], 1));
                        DatagramPacket told =
                                new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
                        socket.receive(told);
                        return new String(
                                told.getData(), 0, told.getLength(), StandardCharsets.US_ASCII);
                    } catch (IOException e) {
                        return null;
                    }
                });
    }

    private static InetAddress inet(IpAddress address) throws IOException {
        return InetAddress.getByName(address.toString());
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
        try {
            ofTcp.join(); // until then, the ports are taken
            ofUdp.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
