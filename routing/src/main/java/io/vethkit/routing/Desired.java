package io.vethkit.routing;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * An object that a namespace shall have, or shall not have: the unit of a {@link NamespaceState}.
 *
 * <p>Devices go by name, since an index is known only where the description meets a kernel. {@code
 * toString} names the object in the words of ip(8), as errors and differences do.
 */
public sealed interface Desired permits DesiredLink, DesiredSysctl, TableEntry {
    /** Returns the {@code ip} or {@code sysctl} command that a person would type to make it. */
    String command();

    /** Returns the command that takes it away, or null if nothing is to be done. */
    @Nullable String removalCommand();

    /**
     * Compares it with what the kernel has.
     *
     * @return what differs, or null if nothing does
     */
    @Nullable Difference difference(KernelView kernel) throws IOException;

    /** Tells whether {@code refusal} of a removal means that the object is gone already. */
    static boolean isGone(ErrnoException refusal) {
        return refusal.is(Errno.ENOENT)
                || refusal.is(Errno.ESRCH)
                || refusal.is(Errno.ENODEV)
                || refusal.is(Errno.ENXIO)
                || refusal.is(Errno.EADDRNOTAVAIL);
    }
}
