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
        ServerSocket listener = namespace.call(() -> new ServerSocket(port));
        Mirror mirror = new Mirror(name, listener);
        Thread.ofPlatform().daemon().name("mirror " + name).start(mirror::serve);
        return mirror;
    }

    private void serve() {
        while (true) {
            try (Socket caller = listener.accept()) {
                String told = name + " " + text(caller.getInetAddress());
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

    private static String text(InetAddress address) {
        return IpAddress.parse(address.getHostAddress()).toString();
    }

    /**
     * Calls a server from the address {@code client}.
     *
     * @throws IOException if there is no answer
     */
    static Reflection call(
            NetworkNamespace from, IpAddress client, IpAddress server, int port, int timeoutMillis)
            throws IOException {
        return from.call(() -> {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(inet(client), 0));
                socket.connect(new InetSocketAddress(inet(server), port), timeoutMillis);
                socket.setSoTimeout(timeoutMillis);
                return read(socket.getInputStream());
            }
        });
    }

    private static InetAddress inet(IpAddress address) throws IOException {
        return InetAddress.getByName(address.toString());
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
