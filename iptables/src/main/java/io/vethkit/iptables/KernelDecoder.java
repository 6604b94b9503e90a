package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.netfilter.Nfnetlink;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads the messages in which the kernel tells of tables, chains, rules, sets and objects.
 *
 * <p>What is of another table is skipped: old kernels do not choose when they are asked to.
 */
final class KernelDecoder {
    private static final byte[] NONE = new byte[0];

    private KernelDecoder() {}

    private static AttributeReader attributes(MessageReader message)
            throws MalformedMessageException {
        return message.attributes(Nfnetlink.HEADER_LENGTH);
    }

    static int generation(MessageReader message) throws MalformedMessageException {
        AttributeReader attributes = attributes(message);
        while (attributes.next()) {
            if (attributes.type() == NFTA_GEN_ID) {
                return attributes.be32();
            }
        }
        throw new MalformedMessageException("a generation without NFTA_GEN_ID");
    }

    static void table(MessageReader message, KernelTable table) throws MalformedMessageException {
        AttributeReader attributes = attributes(message);
        table.exists = true;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_TABLE_FLAGS -> table.flags = attributes.be32();
                case NFTA_TABLE_USE -> table.use = attributes.be32();
                case NFTA_TABLE_USERDATA -> table.comment = comment(attributes);
                default -> {} // its handle and owner
            }
        }
    }

    /** Adds a chain, unless it is the unnamed one of a rule. */
    static void chain(MessageReader message, KernelTable table) throws MalformedMessageException {
        AttributeReader attributes = attributes(message);
        String name = "";
        String type = null;
        int policy = 0;
        int[] hook = new int[2];
        int flags = 0;
        String comment = null;
        boolean ours = false;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_CHAIN_TABLE -> ours = attributes.string().equals(table.name);
                case NFTA_CHAIN_NAME -> name = attributes.string();
                case NFTA_CHAIN_HOOK -> hook = hook(attributes.nested());
                case NFTA_CHAIN_POLICY -> policy = attributes.be32();
                case NFTA_CHAIN_TYPE -> type = attributes.string();
                case NFTA_CHAIN_FLAGS -> flags = attributes.be32();
                case NFTA_CHAIN_USERDATA -> comment = comment(attributes);
                default -> {} // its handle, and how much uses it
            }
        }
        if (ours && (flags & NFT_CHAIN_BINDING) == 0) {
            table.chains.add(new KernelChain(name, type, hook[0], hook[1], policy, comment));
        }
    }

    private static int[] hook(AttributeReader attributes) throws MalformedMessageException {
        int[] hook = new int[2];
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_HOOK_HOOKNUM -> hook[0] = attributes.be32();
                case NFTA_HOOK_PRIORITY -> hook[1] = attributes.be32();
                default -> {} // devices, of families we do not have
            }
        }
        return hook;
    }

    /** Adds a rule to its chain. */
    static void rule(MessageReader message, KernelTable table) throws MalformedMessageException {
        AttributeReader attributes = attributes(message);
        KernelChain chain = null;
        long handle = 0;
        RuleForm form = RuleForm.EMPTY;
        String comment = null;
        boolean ours = false;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_RULE_TABLE -> ours = attributes.string().equals(table.name);
                case NFTA_RULE_CHAIN -> chain = table.chain(attributes.string());
                case NFTA_RULE_HANDLE -> handle = attributes.be64();
                case NFTA_RULE_EXPRESSIONS -> form = RuleForm.of(attributes.nested());
                case NFTA_RULE_USERDATA -> comment = comment(attributes);
                default -> {} // where it is, which the order of the messages tells
            }
        }
        if (ours && chain != null) {
            chain.rules().add(new KernelRule(handle, form, comment));
        }
    }

    /** Adds a set or map; the unnamed ones of rules are counted only. */
    static void set(MessageReader message, KernelTable table) throws MalformedMessageException {
        AttributeReader attributes = attributes(message);
        KernelSet set = new KernelSet();
        boolean ours = false;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_SET_TABLE -> ours = attributes.string().equals(table.name);
                case NFTA_SET_NAME -> set.name = attributes.string();
                case NFTA_SET_FLAGS -> set.flags = attributes.be32();
                case NFTA_SET_KEY_TYPE -> set.keyType = attributes.be32();
                case NFTA_SET_KEY_LEN -> set.keyLength = attributes.be32();
                case NFTA_SET_DATA_TYPE -> set.dataType = attributes.be32();
                case NFTA_SET_DATA_LEN -> set.dataLength = attributes.be32();
                case NFTA_SET_USERDATA ->
                        set.comment = Userdata.text(attributes.bytes(), Userdata.SET_COMMENT);
                case NFTA_SET_DESC -> set.hasMore |= attributes.length() > 0;
                case NFTA_SET_TIMEOUT, NFTA_SET_OBJ_TYPE, NFTA_SET_EXPR, NFTA_SET_EXPRESSIONS ->
                        set.hasMore = true;
                default -> {} // its handle, and how the kernel keeps it
            }
        }
        if (ours && (set.flags & NFT_SET_ANONYMOUS) == 0) {
            table.sets.add(set);
        } else if (ours) {
            table.anonymousSets++;
        }
    }

    /** Adds the elements in {@code message}. */
    static void elements(MessageReader message, List<KernelElement> elements)
            throws MalformedMessageException {
        AttributeReader attributes = attributes(message);
        while (attributes.next()) {
            if (attributes.type() == NFTA_SET_ELEM_LIST_ELEMENTS) {
                AttributeReader list = attributes.nested();
                while (list.next()) {
                    elements.add(element(list.nested()));
                }
            }
        }
    }

    private static KernelElement element(AttributeReader attributes)
            throws MalformedMessageException {
        byte[] key = NONE;
        int flags = 0;
        String value = "";
        String comment = null;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_SET_ELEM_KEY -> key = value(attributes.nested());
                case NFTA_SET_ELEM_DATA -> value = RuleForm.data(attributes.nested());
                case NFTA_SET_ELEM_FLAGS -> flags = attributes.be32();
                case NFTA_SET_ELEM_USERDATA -> comment = comment(attributes);
                default -> {} // of sets we cannot describe
            }
        }
        boolean isEnd = (flags & NFT_SET_ELEM_INTERVAL_END) != 0;
        return new KernelElement(key, isEnd, value, comment);
    }

    private static byte[] value(AttributeReader data) throws MalformedMessageException {
        byte[] value = NONE;
        while (data.next()) {
            if (data.type() == NFTA_DATA_VALUE) {
                value = data.bytes();
            }
        }
        return value;
    }

    static void object(MessageReader message, KernelTable table) throws MalformedMessageException {
        AttributeReader attributes = attributes(message);
        String name = "";
        int type = 0;
        String comment = null;
        boolean ours = false;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_OBJ_TABLE -> ours = attributes.string().equals(table.name);
                case NFTA_OBJ_NAME -> name = attributes.string();
                case NFTA_OBJ_TYPE -> type = attributes.be32();
                case NFTA_OBJ_USERDATA -> comment = comment(attributes);
                default -> {} // its handle and what it counted
            }
        }
        if (ours) {
            table.objects.add(new KernelObject(type, name, comment));
        }
    }

    static void flowtable(MessageReader message, KernelTable table)
            throws MalformedMessageException {
        AttributeReader attributes = attributes(message);
        String name = "";
        boolean ours = false;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_FLOWTABLE_TABLE -> ours = attributes.string().equals(table.name);
                case NFTA_FLOWTABLE_NAME -> name = attributes.string();
                default -> {} // its devices, and how much uses it
            }
        }
        if (ours) {
            table.flowtables.add(name);
        }
    }

    private static @Nullable String comment(AttributeReader userdata) {
        return Userdata.text(userdata.bytes(), Userdata.COMMENT);
    }
}
