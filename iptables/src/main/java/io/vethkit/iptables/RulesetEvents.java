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
import java.util.List;

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
                case RulesetPart.Own own ->
                        own.ruleset().tables().forEach(table -> add(table.family(), table.name()));
                case RulesetPart.InIptables in when in.backend() == FilterBackend.IPTABLES_NFT ->
                        in.rules().tables().forEach(table -> add(table.family(), table.name()));
                case RulesetPart.InIptables _ -> {} // the kernel does not tell of legacy tables
            }
        }
    }

    private void add(Family family, String name) {
        tables.add(new Described(family.number, name));
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
        } else if (isOfDescribed(message)) {
            isOurs = true;
            burst.add(System.nanoTime());
        }
    }

    @Override
    public void lost() {
        burst.add(System.nanoTime());
        listener.lost();
    }

    private boolean isOfDescribed(MessageReader message) throws MalformedMessageException {
        int family = Nfnetlink.family(message);
        AttributeReader attributes = message.attributes(Nfnetlink.HEADER_LENGTH);
        while (attributes.next()) {
            if (attributes.type() == NFTA_TABLE) {
                return isDescribed(family, attributes);
            }
        }
        return false;
    }

    private boolean isDescribed(int family, AttributeReader name) {
        for (Described table : tables) {
            if (table.family == family && isCalled(table.name, name)) {
                return true;
            }
        }
        return false;
    }

    /** A table by what events say of it. */
    private static final class Described {
        final int family;
        final byte[] name;

        Described(int family, String name) {
            this.family = family;
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
