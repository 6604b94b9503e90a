package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.linux.Errno;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what is in the kernel of described tables. */
final class KernelReader {
    private final NetlinkSocket socket;

    KernelReader(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Returns the number of the last transaction on any table of the namespace. */
    int generation() throws IOException {
        int[] generation = new int[1];
        socket.get(
                DumpCommand.generation(),
                new MessageVisitor() {
                    @Override
                    public void message(MessageReader message) throws MalformedMessageException {
                        generation[0] = KernelDecoder.generation(message);
                    }
                });
        return generation[0];
    }

    /** Tells whether the table is there, and of what sort. */
    KernelTable readTable(Table table) throws IOException {
        KernelTable found = new KernelTable(table.name());
        try {
            socket.get(
                    TableCommand.get(table),
                    new MessageVisitor() {
                        @Override
                        public void message(MessageReader message)
                                throws MalformedMessageException {
                            KernelDecoder.table(message, found);
                        }
                    });
        } catch (NetlinkException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        return found;
    }

    /** Reads all that is in the table; of sets that are not described, not the elements. */
    KernelTable read(Table table, List<SetForm> sets) throws IOException {
        KernelTable found = readTable(table);
        if (found.exists) {
            readSets(table, found);
            readObjects(table, found);
            readFlowtables(table, found);
            readChains(table, found);
            readRules(table, found);
            for (SetForm set : sets) {
                KernelSet there = found.set(set.name());
                if (there != null) {
                    readElements(table, there);
                }
            }
        }
        return found;
    }

    /**
     * Reads of the table what one of those who share it describes: of sets, the described elements,
     * so that the time does not grow with what the others have.
     */
    KernelTable readShared(Table table, List<SetForm> sets) throws IOException {
        KernelTable found = readTable(table);
        if (found.exists) {
            readSets(table, found);
            if (!table.counters().isEmpty()) {
                readObjects(table, found);
            }
            for (Chain chain : table.chains()) {
                readChain(DumpCommand.chain(table, chain.name()), found);
            }
            readRules(table, found);
            for (SetForm set : sets) {
                KernelSet there = found.set(set.name());
                if (there != null) {
                    readElements(table, set, there);
                }
            }
        }
        return found;
    }

    private void readElements(Table table, SetForm set, KernelSet there) throws IOException {
        List<KernelElement> elements = new ArrayList<>();
        for (ElementForm element : set.elements()) {
            try {
                socket.get(
                        new ElementQuery(table, set, element),
                        new MessageVisitor() {
                            @Override
                            public void message(MessageReader message)
                                    throws MalformedMessageException {
                                KernelDecoder.elements(message, elements);
                            }
                        });
            } catch (NetlinkException e) {
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
        there.isEmpty = elements.isEmpty();
        there.elements = KernelElement.singles(elements);
    }

    /**
     * Asks for the described chains one by one. All chains are asked for only if the table holds
     * others: that takes as long as all tables of the node are large.
     */
    private void readChains(Table table, KernelTable found) throws IOException {
        for (Chain chain : table.chains()) {
            readChain(DumpCommand.chain(table, chain.name()), found);
        }
        if (!found.isWhole()) {
            socket.dump(
                    DumpCommand.chains(table),
                    new MessageVisitor() {
                        @Override
                        public void start() {
                            found.chains.clear();
                        }

                        @Override
                        public void message(MessageReader message)
                                throws MalformedMessageException {
                            KernelDecoder.chain(message, found);
                        }
                    });
        }
    }

    private void readChain(Request request, KernelTable found) throws IOException {
        try {
            socket.get(
                    request,
                    new MessageVisitor() {
                        @Override
                        public void message(MessageReader message)
                                throws MalformedMessageException {
                            KernelDecoder.chain(message, found);
                        }
                    });
        } catch (NetlinkException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private void readRules(Table table, KernelTable found) throws IOException {
        socket.dump(
                DumpCommand.inTable(NFT_MSG_GETRULE, table),
                new MessageVisitor() {
                    @Override
                    public void start() {
                        for (KernelChain chain : found.chains) {
                            chain.rules().clear();
                        }
                    }

                    @Override
                    public void message(MessageReader message) throws MalformedMessageException {
                        KernelDecoder.rule(message, found);
                    }
                });
    }

    private void readSets(Table table, KernelTable found) throws IOException {
        socket.dump(
                DumpCommand.inTable(NFT_MSG_GETSET, table),
                new MessageVisitor() {
                    @Override
                    public void start() {
                        found.sets.clear();
                        found.anonymousSets = 0;
                    }

                    @Override
                    public void message(MessageReader message) throws MalformedMessageException {
                        KernelDecoder.set(message, found);
                    }
                });
    }

    private void readElements(Table table, KernelSet set) throws IOException {
        List<KernelElement> elements = new ArrayList<>();
        socket.dump(
                DumpCommand.elements(table, set.name),
                new MessageVisitor() {
                    @Override
                    public void start() {
                        elements.clear();
                    }

                    @Override
                    public void message(MessageReader message) throws MalformedMessageException {
                        KernelDecoder.elements(message, elements);
                    }
                });
        set.isEmpty = elements.isEmpty();
        boolean interval = (set.flags & NFT_SET_INTERVAL) != 0;
        set.elements =
                interval ? KernelElement.intervals(elements) : KernelElement.singles(elements);
    }

    private void readObjects(Table table, KernelTable found) throws IOException {
        socket.dump(
                DumpCommand.inTable(NFT_MSG_GETOBJ, table),
                new MessageVisitor() {
                    @Override
                    public void start() {
                        found.objects.clear();
                    }

                    @Override
                    public void message(MessageReader message) throws MalformedMessageException {
                        KernelDecoder.object(message, found);
                    }
                });
    }

    private void readFlowtables(Table table, KernelTable found) throws IOException {
        socket.dump(
                DumpCommand.inTable(NFT_MSG_GETFLOWTABLE, table),
                new MessageVisitor() {
                    @Override
                    public void start() {
                        found.flowtables.clear();
                    }

                    @Override
                    public void message(MessageReader message) throws MalformedMessageException {
                        KernelDecoder.flowtable(message, found);
                    }
                });
    }
}
