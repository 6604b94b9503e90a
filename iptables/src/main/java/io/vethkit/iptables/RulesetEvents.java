package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.Burst;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MonitorListener;
import io.vethkit.netlink.netfilter.Nfnetlink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Tells events of the described tables from those of others, and who made them.
 *
 * <p>Every event of an object names its table in attribute 1, whatever the object; the last of a
 * transaction is {@code NFT_MSG_NEWGEN}, which names the program.
 */
final class RulesetEvents implements MonitorListener {
    private static final int NFTA_TABLE = 1; // NFTA_TABLE_NAME, NFTA_CHAIN_TABLE, NFTA_RULE_TABLE…

    private final Burst burst;
    private final RulesetListener listener;
    private final List<Described> tables = new ArrayList<>();
    private final Set<FilterBackend> touched = EnumSet.noneOf(FilterBackend.class);
    private boolean isOurs;
    private String by = "";

    RulesetEvents(Burst burst, RulesetListener listener) {
        this.burst = burst;
        this.listener = listener;
    }

    /** Is told which tables are described now. */
    void tables(List<RulesetPart> parts) {
        tables.clear();
        for (RulesetPart part : parts) {
            switch (part) {
                case RulesetPart.Own own -> {
                    for (Table table : own.ruleset().tables()) {
                        tables.add(new Described(own, table.family(), table.name()));
                    }
                }
                case RulesetPart.InIptables in when in.backend() == FilterBackend.IPTABLES_NFT -> {
                    for (IptablesTable table : in.rules().tables()) {
                        tables.add(new Described(in, table.family(), table.name()));
                    }
                }
                case RulesetPart.InIptables _ -> {} // the kernel does not tell of legacy tables
            }
        }
    }

    /** Legacy tables may have changed. */
    void legacy() {
        touched.add(FilterBackend.IPTABLES_LEGACY);
        burst.add(System.nanoTime());
    }

    /** Tells whether anything happened to described tables of that backend. */
    boolean isTouched(FilterBackend backend) {
        return touched.contains(backend);
    }

    /** What happened is known: from now on, it is what happens next. */
    void forgetTouched() {
        touched.clear();
    }

    /** Returns who made the last transaction on described tables, empty if unknown. */
    String by() {
        return by;
    }

    /** What was found was judged: what is found from now on is somebody else's. */
    void forgetBy() {
        by = "";
    }

    @Override
    public void event(MessageReader message) throws MalformedMessageException {
        if (message.type() == Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWGEN)) {
            if (isOurs) {
                by = program(message.attributes(Nfnetlink.HEADER_LENGTH));
                isOurs = false;
            }
        } else if (noteIfDescribed(message)) {
            isOurs = true;
            burst.add(System.nanoTime());
        }
    }

    @Override
    public void lost() {
        touched.addAll(EnumSet.allOf(FilterBackend.class));
        burst.add(System.nanoTime());
        listener.lost();
    }

    private boolean noteIfDescribed(MessageReader message) throws MalformedMessageException {
        int family = Nfnetlink.family(message);
        AttributeReader attributes = message.attributes(Nfnetlink.HEADER_LENGTH);
        while (attributes.next()) {
            if (attributes.type() == NFTA_TABLE) {
                return noteIfDescribed(family, attributes);
            }
        }
        return false;
    }

    private boolean noteIfDescribed(int family, AttributeReader name) {
        boolean any = false;
        for (Described table : tables) {
            if (table.family == family && isCalled(table.name, name)) {
                touched.add(table.backend);
                any = true;
            }
        }
        return any;
    }

    /** A table by what events say of it. */
    private static final class Described {
        final FilterBackend backend;
        final int family;
        final byte[] name;

        Described(RulesetPart part, Family family, String name) {
            this.backend = part.backend();
            this.family = family.number;
            this.name = name.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static boolean isCalled(byte[] wanted, AttributeReader name) {
        ByteBuffer memory = name.buffer();
        if (name.length() != wanted.length + 1) { // its NUL
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (memory.get(name.offset() + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static String program(AttributeReader attributes) throws MalformedMessageException {
        String name = "";
        int pid = 0;
        while (attributes.next()) {
            if (attributes.type() == NFTA_GEN_PROC_NAME) {
                name = attributes.string();
            } else if (attributes.type() == NFTA_GEN_PROC_PID) {
                pid = attributes.be32();
            }
        }
        return name.isEmpty() ? "" : name + "[" + pid + "]";
    }
}
