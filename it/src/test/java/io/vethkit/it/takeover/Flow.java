package io.vethkit.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.Tool;
import io.vethkit.netns.NetworkNamespace;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An established connection that is never silent: numbers go to an echo, and must come back. */
final class Flow implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5000; // a lost datagram never comes

    private static final Pattern RETRANSMISSIONS = Pattern.compile("TcpRetransSegs +(\\d+)");

    /** Sends one number. Returns the one that came back. */
    private interface Exchange extends AutoCloseable {
        long send(long number) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final String name;
    private final Exchange exchange;
    private final Thread thread;
    private volatile boolean stopping;
    private final AtomicLong sent = new AtomicLong();
    private volatile String failure = "";

    private Flow(String name, Exchange exchange) {
        this.name = name;
        this.exchange = exchange;
        this.thread = Thread.ofPlatform().daemon().start(this::run);
    }

    /** One TCP connection from {@code client} to {@code echo}. */
    static Flow tcp(NetworkNamespace client, String address, int port) throws IOException {
        Socket socket = connect(client, address, port, PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        return new Flow(
                "tcp to " + address,
                new Exchange() {
                    @Override
                    public long send(long number) throws IOException {
                        out.writeLong(number);
                        return in.readLong();
                    }

                    @Override
                    public void close() throws IOException {
                        socket.close();
                    }
                });
    }

    /** Datagrams of one socket: a connection as conntrack sees it. */
    static Flow udp(NetworkNamespace client, String address, int port) throws IOException {
        DatagramSocket socket = client.call(() -> new DatagramSocket());
        client.call(() -> {
            socket.connect(InetAddress.getByName(address), port);
            return null;
        });
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new Flow(
                "udp to " + address,
                new Exchange() {
                    @Override
                    public long send(long number) throws IOException {
                        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
                        socket.send(new DatagramPacket(bytes, bytes.length));
                        socket.receive(new DatagramPacket(bytes, bytes.length));
                        return ByteBuffer.wrap(bytes).getLong();
                    }

                    @Override
                    public void close() {
                        socket.close();
                    }
                });
    }

    /** A connection for each number, from a new port. */
    static Flow fresh(NetworkNamespace client, String address, int port) throws IOException {
        return new Flow(
                "new connections to " + address,
                new Exchange() {
                    @Override
                    public long send(long number) throws IOException {
                        try (Socket socket = connect(client, address, port, PATIENCE_MILLIS)) {
                            socket.setSoLinger(true, 0); // or ports run out
                            socket.setSoTimeout(PATIENCE_MILLIS);
                            new DataOutputStream(socket.getOutputStream()).writeLong(number);
                            return new DataInputStream(socket.getInputStream()).readLong();
                        }
                    }

                    @Override
                    public void close() {}
                });
    }

    private static Socket connect(
            NetworkNamespace client, String address, int port, int patienceMillis)
            throws IOException {
        return client.call(() -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(address, port), patienceMillis);
            return socket;
        });
    }

    private void run() {
        while (!stopping && failure.isEmpty()) {
            try {
                long number = sent.get();
                long back = exchange.send(number);
                if (back != number) {
                    failure = name + ": " + back + " came back for " + number;
                }
                sent.incrementAndGet();
            } catch (SocketTimeoutException e) {
                failure = name + ": number " + sent + " is lost";
            } catch (IOException e) {
                failure = name + ": " + e;
            }
        }
    }

    /** Waits until {@code count} more numbers came back, and fails if any got lost so far. */
    void pass(int count) throws InterruptedException {
        long goal = sent.get() + count;
        while (sent.get() < goal && failure.isEmpty()) {
            Thread.sleep(1);
        }
        assertEquals("", failure);
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        exchange.close();
        assertEquals("", failure);
        assertTrue(sent.get() > 0, name);
    }

    /** Returns how many segments TCP had to send again in {@code namespace}. */
    static int retransmissions(NetworkNamespace namespace) throws IOException {
        String counters =
                namespace.call((Callable<String>) () -> Tool.run("nstat", "-az", "TcpRetransSegs"));
        Matcher matcher = RETRANSMISSIONS.matcher(counters);
        assertTrue(matcher.find(), counters);
        return Integer.parseInt(matcher.group(1));
    }

    /** Answers what it is sent, over TCP and UDP, in a namespace. */
    static final class Echo implements AutoCloseable {
        static final int PORT = 7777;

        private final ServerSocket tcp;
        private final DatagramSocket udp;

        Echo(NetworkNamespace namespace) throws IOException {
            tcp = namespace.call(() -> new ServerSocket(PORT, 100));
            udp = namespace.call(() -> new DatagramSocket(PORT));
            Thread.ofPlatform().daemon().start(this::accept);
            Thread.ofPlatform().daemon().start(this::answer);
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = tcp.accept();
                    Thread.ofPlatform().daemon().start(() -> echo(socket));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private static void echo(Socket socket) {
            try (socket) {
                socket.setTcpNoDelay(true);
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                // the client has gone
            }
        }

        private void answer() {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[64], 64);
                while (true) {
                    udp.receive(packet);
                    udp.send(packet);
                }
            } catch (IOException e) {
                // closed
            }
        }

        @Override
        public void close() throws IOException {
            tcp.close();
            udp.close();
        }
    }
}
