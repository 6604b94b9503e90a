package io.vethkit.iptables;

import java.nio.ByteBuffer;

/**
 * What the kernel says of a legacy table.
 *
 * <pre>{@code
 * struct ipt_getinfo {
 *     char name[XT_TABLE_MAXNAMELEN];
 *     unsigned int valid_hooks, hook_entry[NF_INET_NUMHOOKS], underflow[NF_INET_NUMHOOKS];
 *     unsigned int num_entries, size;
 * };
 * }</pre>
 */
final class TableInfo {
    static final int SIZE = 84;

    static final int NF_INET_NUMHOOKS = 5;

    final int validHooks;
    final int numEntries;
    final int size;
    private final int[] hookEntries = new int[NF_INET_NUMHOOKS];

    TableInfo(ByteBuffer info) {
        validHooks = info.getInt(IpTables.XT_TABLE_MAXNAMELEN);
        for (int i = 0; i < NF_INET_NUMHOOKS; i++) {
            hookEntries[i] = info.getInt(IpTables.XT_TABLE_MAXNAMELEN + 4 + 4 * i);
        }
        numEntries = info.getInt(SIZE - 8);
        size = info.getInt(SIZE - 4);
    }

    /** Returns the hook whose chain starts at {@code offset}, or -1. */
    int hookAt(int offset) {
        for (int i = 0; i < NF_INET_NUMHOOKS; i++) {
            if ((validHooks & 1 << i) != 0 && hookEntries[i] == offset) {
                return i;
            }
        }
        return -1;
    }

    /** Tells whether the table holds more than the policies of its chains and its end. */
    boolean hasRules() {
        return numEntries > Integer.bitCount(validHooks) + 1;
    }
}
