package io.vethkit.iptables;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The legacy tables of iptables, as the command {@code iptables-legacy} has them.
 *
 * <p>Each table that differs is replaced as a whole, under the lock of xtables; entries that stay
 * go on counting. A table that is not there is made only to hold rules.
 */
public final class IptablesLegacy implements Iptables {
    private static final int TRIES = 100;
    private static final long PATIENCE_MILLIS = 30_000;

    private final @Nullable NetworkNamespace namespace;
    private final long patienceMillis;
    private final LegacyCompiler compiler = new LegacyCompiler();

    private IptablesLegacy(@Nullable NetworkNamespace namespace, long patienceMillis) {
        this.namespace = namespace;
        this.patienceMillis = patienceMillis;
    }

    /** The tables of {@code namespace}, or if it is null those of the thread that calls. */
    public static IptablesLegacy in(@Nullable NetworkNamespace namespace) {
        return new IptablesLegacy(namespace, PATIENCE_MILLIS);
    }

    /** The same, for one who waits so long for others to leave the lock, 0 not at all. */
    public static IptablesLegacy in(@Nullable NetworkNamespace namespace, long patienceMillis) {
        return new IptablesLegacy(namespace, patienceMillis);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Tables are replaced one after the other: a failure leaves those before it changed.
     *
     * @throws ErrnoException {@code EAGAIN} if others hold the lock too long
     */
    @Override
    public List<Difference> apply(IptablesRules rules) throws IOException {
        List<Difference> differences = new ArrayList<>();
        for (IptablesTable table : rules.tables()) {
            XtChanges changes = compare(table);
            if (changes.chains.isEmpty()) {
                differences.addAll(changes.differences);
                continue;
            }
            try (XtablesLock _ = XtablesLock.take(XtablesLock.PATH, patienceMillis)) {
                differences.addAll(apply(table));
            }
        }
        return differences;
    }

    private List<Difference> apply(IptablesTable table) throws IOException {
        try (XtablesSocket socket = open(table)) {
            for (int i = 0; i < TRIES; i++) {
                try {
                    return replace(table, socket);
                } catch (ErrnoException e) {
                    if (!e.is(Errno.EAGAIN)) {
                        throw named(e, table);
                    }
                }
            }
        }
        throw new ErrnoException(command(table), Errno.EAGAIN.number());
    }

    private List<Difference> replace(IptablesTable table, XtablesSocket socket) throws IOException {
        TableInfo info = socket.info(table.name());
        LegacyTable there = read(table, socket, info);
        XtChanges changes = XtComparison.of(table, there.chains(), compiler);
        if (!changes.chains.isEmpty()) {
            LegacyImage image = LegacyImage.of(there, changes.chains);
            ByteBuffer counters = socket.replace(table.name(), info, image);
            socket.addCounters(table.name(), image, counters);
        }
        return changes.differences;
    }

    @Override
    public List<Difference> diff(IptablesRules rules) throws IOException {
        List<Difference> differences = new ArrayList<>();
        for (IptablesTable table : rules.tables()) {
            differences.addAll(compare(table).differences);
        }
        return differences;
    }

    @Override
    public List<String> plan(IptablesRules rules) throws IOException {
        List<String> commands = new ArrayList<>();
        for (IptablesTable table : rules.tables()) {
            commands.addAll(compare(table).commands(table, FilterBackend.IPTABLES_LEGACY));
        }
        return commands;
    }

    private XtChanges compare(IptablesTable table) throws IOException {
        return XtComparison.of(table, read(table), compiler);
    }

    /** Reads a table; one that is not there has no chains. */
    XtTable read(IptablesTable table) throws IOException {
        if (!XtablesNames.of(table.family(), namespace).contains(table.name())) {
            return new XtTable();
        }
        try (XtablesSocket socket = open(table)) {
            for (int i = 0; i < TRIES; i++) {
                try {
                    TableInfo info = socket.info(table.name());
                    return read(table, socket, info).chains();
                } catch (ErrnoException e) {
                    if (!e.is(Errno.EAGAIN)) {
                        throw named(e, table);
                    }
                }
            }
        }
        throw new ErrnoException(command(table), Errno.EAGAIN.number());
    }

    private XtablesSocket open(IptablesTable table) throws ErrnoException {
        SocketOpener opener = namespace == null ? SocketOpener.HERE : namespace;
        return XtablesSocket.open(table.family(), opener);
    }

    private static LegacyTable read(IptablesTable table, XtablesSocket socket, TableInfo info)
            throws IOException {
        ByteBuffer entries = socket.entries(table.name(), info);
        return LegacyTable.read(table, info, entries);
    }

    private static ErrnoException named(ErrnoException e, IptablesTable table) {
        return new ErrnoException(command(table) + ": " + e.operation(), e.number());
    }

    private static String command(IptablesTable table) {
        return IptablesText.command(table, FilterBackend.IPTABLES_LEGACY);
    }
}
