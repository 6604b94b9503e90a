package io.vethkit.cli.demo;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A TCP server in a network namespace that tells each caller who it is and what address it sees the
 * caller at.
 */
final class Mirror implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 2000;

    private final String name;
    private final ServerSocket listener;

    private Mirror(String name, ServerSocket listener) {
        this.name = name;
        this.listener = listener;
    }

    /** What a caller was told. */
    record Reflection(String server, String caller) {}

    /** Starts a server that calls itself {@code name}. */
    static Mirror start(String name, NetworkNamespace namespace, int port) throws IOException {
        ServerSocket listener = namespace.call(() -> listen(port));
        Mirror mirror = new Mirror(name, listener);
        Thread.ofPlatform().daemon().name("mirror " + name).start(mirror::serve);
        return mirror;
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port));
        return listener;
    }

    private void serve() {
        while (true) {
            try (Socket caller = listener.accept()) {
                String told = name + " " + caller.getInetAddress().getHostAddress();
                caller.getOutputStream().write(told.getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException e) {
                if (listener.isClosed()) {
                    return;
                }
            } catch (IOException e) {
                // the caller's loss, who notices
            }
        }
    }

    /**
     * Calls a server.
     *
     * @throws IOException if there is no answer
     */
    static Reflection call(NetworkNamespace from, IpAddress server, int port) throws IOException {
        return from.call(() -> {
            try (Socket socket = new Socket()) {
                InetAddress address = InetAddress.getByName(server.toString());
                socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                return read(socket.getInputStream());
            }
        });
    }

    private static Reflection read(InputStream in) throws IOException {
        String told = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        int space = told.lastIndexOf(' ');
        if (space < 0) {
            throw new IOException("connected, but told nothing");
        }
        return new Reflection(told.substring(0, space), told.substring(space + 1));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
