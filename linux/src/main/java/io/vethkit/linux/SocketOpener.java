package io.vethkit.linux;

/**
 * A place where sockets are opened: a socket belongs for life to the network namespace of the
 * thread that opened it.
 */
public interface SocketOpener {
    /** Opens sockets in the network namespace of the calling thread. */
    SocketOpener HERE =
            new SocketOpener() {
                @Override
                public Fd socket(int domain, int type, int protocol) throws ErrnoException {
                    return Libc.socket(domain, type, protocol);
                }
            };

    /** socket(2). Returns a new descriptor, close-on-exec, which the caller closes. */
    Fd socket(int domain, int type, int protocol) throws ErrnoException;
}
