package io.vethkit.it.cni;

import io.vethkit.netns.NetworkNamespace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A TCP server in a namespace that tells its callers who it is and who they seem to be. */
public final class Callers implements AutoCloseable {
    public static final int PORT = 8080;

    private static final int PATIENCE_MILLIS = 2000;

    private final String name;
    private final ServerSocket socket;

    private Callers(String name, ServerSocket socket) {
        this.name = name;
        this.socket = socket;
    }

    /** Listens in {@code namespace}. */
    public static Callers listen(String name, NetworkNamespace namespace) throws IOException {
        Callers callers = new Callers(name, namespace.call(() -> new ServerSocket(PORT)));
        Thread.ofPlatform().daemon().start(callers::answer);
        return callers;
    }

    private void answer() {
        while (true) {
            try (Socket caller = socket.accept();
                    OutputStream out = caller.getOutputStream()) {
                String seen = name + " sees " + caller.getInetAddress().getHostAddress();
                out.write((seen + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Calls from {@code client}. Returns what the server says. */
    public static String call(NetworkNamespace client, String address, int port)
            throws IOException {
        return client.call(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                return new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
            }
        });
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
